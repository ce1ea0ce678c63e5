/** The last value of a type, or a text of blanks, signs and letters outside ASCII, as T-SQL writes it; NULL for other types. */
export function lastValue(type: string): string {
  const [, name = '', numbers = ''] = /^(\w+)\s*(?:\(([^)]*)\))?/.exec(type.toLowerCase()) ?? [];
  return LAST[name]?.(numbers.split(',').map((each) => Number.parseInt(each, 10) || 0)) ?? 'NULL';
}

const always = (value: string) => (): string => value;

const text = ([length = 0]: readonly number[]): string => `N'${' ä ß-1.5 Z%_[x] '.slice(0, length || undefined)}'`;

const decimal = ([precision = 18, scale = 0]: readonly number[]): string =>
  `${'9'.repeat(precision - scale) || '0'}${scale === 0 ? '' : `.${'5'.repeat(scale)}`}`;

/** learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql */
const LAST: Readonly<Record<string, ((numbers: readonly number[]) => string) | undefined>> = {
  bit: always('1'),
  tinyint: always('255'),
  smallint: always('32767'),
  int: always('2147483647'),
  bigint: always('9223372036854775807'),
  decimal,
  numeric: decimal,
  smallmoney: always('214748.3647'),
  money: always('922337203685477.5807'),
  float: always('0.1'),
  real: always('0.1'),
  date: always("'9999-12-31'"),
  datetime: always("'9999-12-31T23:59:59.997'"),
  smalldatetime: always("'2079-06-06T23:59'"),
  datetime2: always("'9999-12-31T23:59:59'"),
  time: always("'23:59:59'"),
  char: text,
  varchar: text,
  nchar: text,
  nvarchar: text,
  binary: always('0xFF'),
  varbinary: always('0xFF'),
  uniqueidentifier: always("'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'"),
};
