import { binary, decimal, fractional, plain, type SqlType, string } from '@datamigrate/catalog';
import { formatValue } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { hex } from '../testing/write-bcp.js';
import { decodeValue } from './decode-value.js';

// Computed by hand from the documented forms; the moments are those that a reader of real files wrote down.
it.each<readonly [SqlType, string, string]>([
  [plain('bit'), '01', '1'],
  [plain('tinyint'), 'FF', '255'],
  [plain('smallint'), 'FE FF', '-2'],
  [plain('int'), '39 30 00 00', '12345'],
  [plain('bigint'), '00 00 00 00 00 00 00 80', '-9223372036854775808'],
  // 1.25 is 12500 = 0x30D4.
  [plain('smallmoney'), 'D4 30 00 00', '1.2500'],
  [plain('money'), '00 00 00 00 D4 30 00 00', '1.2500'],
  // -0.0001 is -1 over both halves.
  [plain('money'), 'FF FF FF FF FF FF FF FF', '-0.0001'],
  [plain('real'), '00 00 C0 3F', '1.5'],
  [plain('float'), '00 00 00 00 00 00 F8 BF', '-1.5'],
  // Precision 10, scale 2, positive, 12345 = 0x3039.
  [decimal(10, 2), '0A 02 01 39 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00', '123.45'],
  [decimal(10, 2), '0A 02 00 39 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00', '-123.45'],
  // 10^38 - 1
  [
    decimal(38, 0),
    '26 00 01 FF FF FF FF 3F 22 8A 09 7A C4 86 5A A8 4C 3B 4B',
    '99999999999999999999999999999999999999',
  ],
  [plain('date'), '6E 28 0B', '2003-02-01'],
  [fractional('time', 0), '80 E2 E3 59 5F', '11:22:33'],
  [fractional('datetime2', 7), '07 B9 F6 59 5F 6E 28 0B', '2003-02-01 11:22:33.1234567'],
  [fractional('datetimeoffset', 7), '07 0F F1 23 36 6E 28 0B 27 01', '2003-02-01 11:22:33.1234567 +04:55'],
  [plain('datetime'), '13 93 00 00 F1 77 BB 00', '2003-02-01 11:22:33.123'],
  // Before 1900 the days are negative: -53690 is 1753-01-01.
  [plain('datetime'), '46 2E FF FF 00 00 00 00', '1753-01-01 00:00:00.000'],
  [plain('smalldatetime'), '13 93 AB 02', '2003-02-01 11:23:00'],
  [
    plain('uniqueidentifier'),
    'FF 19 96 6F 86 8B 11 D0 B4 2D 00 C0 4F C9 64 FF',
    '6F9619FF-8B86-D011-B42D-00C04FC964FF',
  ],
  [plain('rowversion'), '00 00 00 00 00 00 07 D1', '0x00000000000007D1'],
  [string('char', 3), '61 00 E9 00 20 00', 'aé '],
  [string('nvarchar', 10), '3D D8 00 DE', '😀'],
  [string('varchar', 'max'), '', ''],
  [plain('ntext'), '61 00', 'a'],
  [plain('xml'), 'FF FE 3C 00 61 00 2F 00 3E 00', '<a/>'],
  [binary('varbinary', 4), 'DE AD', '0xDEAD'],
  [plain('image'), '00', '0x00'],
  [plain('hierarchyid'), '58', '0x58'],
  [plain('geography'), 'E6 10', '0xE610'],
])('%j from %s is %s', (type, bytes, expected) => {
  expect(formatValue(decodeValue(hex(bytes), type, 'high-first'), type)).toBe(expected);
});

it('reads money as one number where its halves stand so', () => {
  expect(decodeValue(hex('D4 30 00 00 00 00 00 00'), plain('money'), 'low-first')).toBe(12500n);
});

// Type number, bytes of properties, properties, value: MS-TDS.
it.each([
  ['38 00 39 30 00 00', 'int', '12345'],
  ['6A 02 0A 02 01 39 30 00 00', 'decimal(10,2)', '123.45'],
  ['E7 07 09 04 D0 00 34 14 00 61 00', 'nvarchar(10)', 'a'],
  ['A7 07 09 04 D0 00 34 0A 00 E9', 'varchar(10)', 'é'],
  ['2A 01 00 F9 9F 00 6E 28 0B', 'datetime2(0)', '2003-02-01 11:22:33'],
])('a sql_variant %s holds %s', (bytes, type, expected) => {
  const value = decodeValue(hex(bytes), plain('sql_variant'), 'high-first') as {
    readonly type: SqlType;
    readonly inner: never;
  };
  expect([value.type, formatValue(value.inner, value.type)]).toMatchObject([{ name: type.split('(')[0] }, expected]);
});

it('does not guess a type that it does not know', () => {
  expect(() => decodeValue(hex('01 00 00'), plain('sql_variant'), 'high-first')).toThrow(/type number 1/);
  expect(() => decodeValue(hex('61'), string('nvarchar', 2), 'high-first')).toThrow(/half a character/);
});
