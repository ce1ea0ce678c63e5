/** Types as they travel. Source: [MS-TDS] 2.2.5.4 */
export const TYPE = {
  null: 0x1f,
  image: 0x22,
  text: 0x23,
  guid: 0x24,
  oldVarbinary: 0x25,
  intN: 0x26,
  oldVarchar: 0x27,
  date: 0x28,
  time: 0x29,
  datetime2: 0x2a,
  datetimeOffset: 0x2b,
  oldBinary: 0x2d,
  oldChar: 0x2f,
  int1: 0x30,
  bit: 0x32,
  int2: 0x34,
  oldDecimal: 0x37,
  int4: 0x38,
  datetime4: 0x3a,
  float4: 0x3b,
  money: 0x3c,
  datetime: 0x3d,
  float8: 0x3e,
  oldNumeric: 0x3f,
  variant: 0x62,
  ntext: 0x63,
  bitN: 0x68,
  decimalN: 0x6a,
  numericN: 0x6c,
  floatN: 0x6d,
  moneyN: 0x6e,
  datetimeN: 0x6f,
  money4: 0x7a,
  int8: 0x7f,
  varbinary: 0xa5,
  varchar: 0xa7,
  binary: 0xad,
  char: 0xaf,
  nvarchar: 0xe7,
  nchar: 0xef,
  udt: 0xf0,
  xml: 0xf1,
  table: 0xf3,
} as const;

/** Length that stands for NULL in values with a length of two bytes. Source: [MS-TDS] 2.2.5.2.2 */
export const NULL_LENGTH = 0xffff;

/** Length of a type that says (max). Source: [MS-TDS] 2.2.5.4.3 */
export const MAX_LENGTH = 0xffff;

/** Values in chunks. Source: [MS-TDS] 2.2.5.2.3 */
export const CHUNKED = { null: 0xffff_ffff_ffff_ffffn, unknownLength: 0xffff_ffff_ffff_fffen } as const;

/** Bytes of a time of day, by the digits of its fraction. Source: [MS-TDS] 2.2.5.5.1.8 */
export const TIME_BYTES: readonly number[] = [3, 3, 3, 4, 4, 5, 5, 5];

/** Bytes of a decimal with its sign, by its precision. Source: [MS-TDS] 2.2.5.5.1.6 */
export function decimalBytes(precision: number): number {
  return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
}
