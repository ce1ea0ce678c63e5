import sql from 'mssql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

let endpoint: Endpoint;
let pool: sql.ConnectionPool;
beforeAll(async () => {
  endpoint = await startEndpoint('');
  pool = await endpoint.connect();
});

const utc = (text: string): Date => new Date(`${text}Z`);

/** Expression, what the client makes of it, and the type that the client sees. */
const COLUMNS: readonly (readonly [string, unknown, unknown])[] = [
  ['CAST(1 AS bit)', true, sql.Bit],
  ['CAST(255 AS tinyint)', 255, sql.TinyInt],
  ['CAST(-32768 AS smallint)', -32768, sql.SmallInt],
  ['CAST(-2147483648 AS int)', -2147483648, sql.Int],
  ['CAST(-9223372036854775808 AS bigint)', '-9223372036854775808', sql.BigInt],
  ['CAST(-12345.6789 AS decimal(9,4))', -12345.6789, sql.Decimal],
  ['CAST(123456789012.25 AS decimal(19,2))', 123456789012.25, sql.Decimal],
  ['CAST(0.5 AS decimal(28,10))', 0.5, sql.Decimal],
  ['CAST(-7 AS decimal(38,0))', -7, sql.Decimal],
  ['CAST(-922337203685.4775 AS money)', -922337203685.4775, sql.Money],
  ['CAST(214748.3647 AS smallmoney)', 214748.3647, sql.SmallMoney],
  ['CAST(1.5E300 AS float)', 1.5e300, sql.Float],
  ['CAST(0.25 AS real)', 0.25, sql.Real],
  ["CAST('é€' AS varchar(10))", 'é€', sql.VarChar],
  ["CAST('ab' AS char(4))", 'ab  ', sql.Char],
  ["CAST(N'日本' AS nvarchar(10))", '日本', sql.NVarChar],
  ["CAST(N'x' AS nchar(3))", 'x  ', sql.NChar],
  ["REPLICATE(CAST('é' AS varchar(max)), 20000)", 'é'.repeat(20000), sql.VarChar],
  ["REPLICATE(CAST(N'日' AS nvarchar(max)), 20000)", '日'.repeat(20000), sql.NVarChar],
  ["CAST('' AS nvarchar(max))", '', sql.NVarChar],
  ["CAST('long ago' AS text)", 'long ago', sql.Text],
  ["CAST(N'лет' AS ntext)", 'лет', sql.NText],
  ["N'日本' COLLATE Latin1_General_100_CI_AS_SC_UTF8", '日本', sql.NVarChar],
  ['CAST(0x0102FF AS varbinary(10))', Buffer.from('0102ff', 'hex'), sql.VarBinary],
  ['CAST(0x01 AS binary(3))', Buffer.from('010000', 'hex'), sql.Binary],
  ['CAST(0x0102 AS varbinary(max))', Buffer.from('0102', 'hex'), sql.VarBinary],
  ["CAST('2024-02-29' AS date)", utc('2024-02-29T00:00:00'), sql.Date],
  ["CAST('0001-01-01' AS date)", utc('0001-01-01T00:00:00'), sql.Date],
  ["CAST('23:59:59.9999999' AS time(7))", utc('1970-01-01T23:59:59.999'), sql.Time],
  ["CAST('12:34:56' AS time(0))", utc('1970-01-01T12:34:56'), sql.Time],
  ["CAST('2024-02-29T23:59:59.997' AS datetime)", utc('2024-02-29T23:59:59.997'), sql.DateTime],
  ["CAST('1753-01-01T00:00:00.003' AS datetime)", utc('1753-01-01T00:00:00.003'), sql.DateTime],
  ["CAST('2024-02-29T12:34:00' AS smalldatetime)", utc('2024-02-29T12:34:00'), sql.SmallDateTime],
  ["CAST('9999-12-31T23:59:59.9990000' AS datetime2(7))", utc('9999-12-31T23:59:59.999'), sql.DateTime2],
  ["CAST('2024-02-29T12:34:56.78' AS datetime2(2))", utc('2024-02-29T12:34:56.780'), sql.DateTime2],
  ["CAST('2024-02-29T01:30:00 +05:30' AS datetimeoffset(3))", utc('2024-02-28T20:00:00'), sql.DateTimeOffset],
  [
    "CAST('6F9619FF-8B86-D011-B42D-00C04FC964FF' AS uniqueidentifier)",
    '6F9619FF-8B86-D011-B42D-00C04FC964FF',
    sql.UniqueIdentifier,
  ],
  ["CAST('<a>é</a>' AS xml)", '<a>é</a>', sql.Xml],
  ["CAST(N'in a variant' AS sql_variant)", 'in a variant', sql.Variant],
  ['CAST(CAST(12.34 AS decimal(9,2)) AS sql_variant)', 12.34, sql.Variant],
  ['CAST(42 AS sql_variant)', 42, sql.Variant],
  ["CAST(CAST('2024-02-29' AS date) AS sql_variant)", utc('2024-02-29T00:00:00'), sql.Variant],
];

describe('a column', () => {
  it.each(COLUMNS)('of %s', async (expression, expected, type) => {
    const { recordset } = await pool.request().query(`SELECT ${expression} AS v`);
    expect(recordset[0].v).toEqual(expected);
    expect(recordset.columns['v']?.type).toBe(type);
  });

  it.each(COLUMNS)('of %s may be NULL', async (expression) => {
    const { recordset } = await pool
      .request()
      .query(`SELECT NULLIF(1, 1) AS n, CASE WHEN 1 = 0 THEN ${expression} END AS v`);
    expect(recordset[0]).toEqual({ n: null, v: null });
  });

  it('keeps its length, precision and scale', async () => {
    const { recordset } = await pool
      .request()
      .query(
        "SELECT CAST('a' AS varchar(7)) AS a, CAST(1 AS decimal(12,3)) AS b, CAST('00:00' AS time(2)) AS c, N'ab' AS d",
      );
    const { a, b, c, d } = recordset.columns;
    expect([a?.length, b?.precision, b?.scale, c?.scale, d?.length]).toEqual([7, 12, 3, 2, 4]);
  });
});

/** Type of the parameter, its value, and the value as T-SQL sees it. */
const PARAMETERS: readonly (readonly [string, sql.ISqlType | (() => sql.ISqlType), unknown, string])[] = [
  ['bit', sql.Bit, true, '1'],
  ['tinyint', sql.TinyInt, 200, '200'],
  ['smallint', sql.SmallInt, -5, '-5'],
  ['int', sql.Int, -2147483648, '-2147483648'],
  ['bigint', sql.BigInt, '9223372036854775807', '9223372036854775807'],
  ['decimal(18,4)', sql.Decimal(18, 4), -1.25, '-1.2500'],
  ['money', sql.Money, -12.5, '-12.50'],
  ['smallmoney', sql.SmallMoney, 12.25, '12.25'],
  ['float', sql.Float, 0.5, '0.5'],
  ['real', sql.Real, 0.25, '0.25'],
  ['varchar(20)', sql.VarChar(20), 'née', 'née'],
  ['nvarchar(20)', sql.NVarChar(20), '日本', '日本'],
  ['nvarchar(max)', sql.NVarChar(sql.MAX), 'x'.repeat(9000), 'x'.repeat(9000)],
  ['char(3)', sql.Char(3), 'a', 'a  '],
  ['nchar(3)', sql.NChar(3), 'b', 'b  '],
  ['date', sql.Date, utc('2024-02-29T00:00:00'), '2024-02-29'],
  ['time(3)', sql.Time(3), utc('1970-01-01T12:34:56.789'), '12:34:56.789'],
  ['datetime2(3)', sql.DateTime2(3), utc('2024-02-29T12:34:56.789'), '2024-02-29 12:34:56.789'],
  ['datetimeoffset(0)', sql.DateTimeOffset(0), utc('2024-02-29T12:34:56'), '2024-02-29 12:34:56 +00:00'],
  ['datetime', sql.DateTime, utc('2024-02-29T12:34:56.997'), 'Feb 29 2024 12:34PM'],
  ['smalldatetime', sql.SmallDateTime, utc('2024-02-29T12:34:00'), 'Feb 29 2024 12:34PM'],
  [
    'uniqueidentifier',
    sql.UniqueIdentifier,
    '6f9619ff-8b86-d011-b42d-00c04fc964ff',
    '6F9619FF-8B86-D011-B42D-00C04FC964FF',
  ],
];

describe('a parameter', () => {
  it.each(PARAMETERS)('of %s', async (_, type, value, expected) => {
    const request = pool.request().input('p', type as sql.ISqlType, value);
    const { recordset } = await request.query('SELECT CAST(@p AS nvarchar(max)) AS v');
    expect(recordset[0].v).toBe(expected);
  });

  it.each(PARAMETERS)('of %s may be NULL', async (_, type) => {
    const { recordset } = await pool
      .request()
      .input('p', type as sql.ISqlType, null)
      .query('SELECT @p AS v');
    expect(recordset[0].v).toBeNull();
  });

  it('of varbinary', async () => {
    const bytes = Buffer.from('00ff10', 'hex');
    const request = pool.request().input('p', sql.VarBinary(10), bytes).input('q', sql.VarBinary(sql.MAX), bytes);
    const { recordset } = await request.query('SELECT @p AS p, @q AS q');
    expect(recordset[0]).toEqual({ p: bytes, q: bytes });
  });
});
