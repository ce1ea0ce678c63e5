import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** What the reference engine answers for values of t.a, by their type; bytes are shown by style 1. */
const ANSWERS: Readonly<
  Record<string, Readonly<Record<string, readonly (readonly [given: string, value: string])[]>>>
> = {
  float: {
    'CONVERT(varchar(50), t.a, 1)': [
      ['0.1', '1.0000000e-001'],
      ['-1234567.891', '-1.2345679e+006'],
      ['9.99999999999', '1.0000000e+001'],
      ['0', '0.0000000e+000'],
      ['1e300', '1.0000000e+300'],
      ['-5e-10', '-5.0000000e-010'],
      ['123456789012345678', '1.2345679e+017'],
    ],
    'CONVERT(varchar(50), t.a, 2)': [
      ['0.1', '1.000000000000000e-001'],
      ['-1234567.891', '-1.234567891000000e+006'],
      ['9.99999999999', '9.999999999990001e+000'],
      ['0', '0.000000000000000e+000'],
      ['1e300', '1.000000000000000e+300'],
      ['-5e-10', '-5.000000000000000e-010'],
      ['123456789012345678', '1.234567890123457e+017'],
    ],
    'CONVERT(varchar(50), t.a, 3)': [
      ['0.1', '1.0000000000000001e-001'],
      ['-1234567.891', '-1.2345678910000001e+006'],
      ['9.99999999999', '9.9999999999900009e+000'],
      ['0', '0.0000000000000000e+000'],
      ['1e300', '1.0000000000000001e+300'],
      ['-5e-10', '-5.0000000000000003e-010'],
      ['123456789012345678', '1.2345678901234568e+017'],
    ],
  },
  real: {
    'CONVERT(nvarchar(50), t.a, 1)': [
      ['0.1', '1.0000000e-001'],
      ['16777216', '1.6777216e+007'],
    ],
    'CONVERT(nvarchar(50), t.a, 3)': [
      ['0.1', '1.0000000149011612e-001'],
      ['16777216', '1.6777216000000000e+007'],
    ],
  },
  int: {
    'CAST(t.a AS varbinary(8))': [
      ['5', '0x00000005'],
      ['-5', '0xFFFFFFFB'],
    ],
    'CAST(t.a AS varbinary(2))': [['66051', '0x0203']],
    'CAST(t.a AS binary(6))': [['-5', '0x0000FFFFFFFB']],
  },
  bigint: {
    'CAST(t.a AS binary(8))': [
      ['-5', '0xFFFFFFFFFFFFFFFB'],
      ['258', '0x0000000000000102'],
    ],
  },
  smallint: {
    'CAST(t.a AS varbinary(max))': [['-2', '0xFFFE']],
  },
  tinyint: {
    'CAST(t.a AS binary(2))': [['255', '0x00FF']],
  },
  bit: {
    'CAST(t.a AS varbinary(4))': [['1', '0x01']],
  },
  'varbinary(20)': {
    'CAST(t.a AS varbinary(2))': [
      ['0x010203', '0x0102'],
      ['0x01', '0x01'],
    ],
    'CAST(t.a AS binary(4))': [
      ['0x010203', '0x01020300'],
      ['0x0102030405', '0x01020304'],
      ['0x', '0x00000000'],
    ],
    'CAST(t.a AS int)': [
      ['0x01', '1'],
      ['0xFFFFFFFB', '-5'],
      ['0x0102030405', '33752069'],
      ['0x', '0'],
    ],
    'CAST(t.a AS bigint)': [
      ['0xFFFFFFFFFFFFFFFB', '-5'],
      ['0x80000000', '2147483648'],
    ],
    'CAST(t.a AS tinyint)': [['0x01FF', '255']],
    'CAST(t.a AS smallint)': [['0x8000', '-32768']],
    'CAST(CAST(t.a AS uniqueidentifier) AS varchar(36))': [
      ['0x00112233445566778899AABBCCDDEEFF', '33221100-5544-7766-8899-AABBCCDDEEFF'],
      ['0x0011', '00001100-0000-0000-0000-000000000000'],
    ],
  },
  'binary(2)': {
    'CASE WHEN t.a = CAST(0x01 AS binary(2)) THEN 1 ELSE 0 END': [
      ['0x0100', '1'],
      ['0x0101', '0'],
    ],
    'CASE WHEN t.a = CAST(0x01 AS binary(3)) THEN 1 ELSE 0 END': [['0x0100', '1']],
    'CASE WHEN t.a IN (SELECT CAST(0x01 AS binary(4)) UNION SELECT 0x02) THEN 1 ELSE 0 END': [
      ['0x0200', '1'],
      ['0x0001', '0'],
    ],
    'CASE WHEN t.a < CAST(0x0101 AS binary(2)) THEN 1 ELSE 0 END': [['0x0100', '1']],
  },
  image: {
    'CAST(t.a AS varbinary(max))': [['0x0102', '0x0102']],
  },
  uniqueidentifier: {
    'CAST(t.a AS binary(16))': [["'33221100-5544-7766-8899-AABBCCDDEEFF'", '0x00112233445566778899AABBCCDDEEFF']],
  },
  'varchar(20)': {
    'CAST(t.a AS varbinary(10))': [
      ["'abc'", '0x616263'],
      ["'Köln €'", '0x4BF66C6E2080'],
      ["''", '0x'],
    ],
    'CONVERT(varbinary(10), t.a, 1)': [
      ["'0x0A0b'", '0x0A0B'],
      ["'0X0A'", '0x0A'],
      ["'0x'", '0x'],
      ["'0A'", 'error 8114'],
    ],
    'CONVERT(varbinary(10), t.a, 2)': [
      ["'0A0b'", '0x0A0B'],
      ["'0A0'", 'error 8114'],
      ["'zz'", 'error 8114'],
      ["''", '0x'],
    ],
    'TRY_CONVERT(varbinary(10), t.a, 2)': [["'zz'", 'NULL']],
    "HASHBYTES('MD5', t.a)": [
      ["'Köln'", '0x2A0FC788DA2F5A62DD4A1281B93B5BD4'],
      ["'abc'", '0x900150983CD24FB0D6963F7D28E17F72'],
    ],
    "CAST(HASHBYTES('SHA2_256', t.a) AS varbinary(16))": [["'abc'", '0xBA7816BF8F01CFEA414140DE5DAE2223']],
  },
  'char(3)': {
    'CAST(t.a AS binary(4))': [["'a'", '0x61202000']],
  },
  'nvarchar(20)': {
    'CAST(t.a AS varbinary(20))': [
      ["N'aé€'", '0x6100E900AC20'],
      ["N'😀'", '0x3DD800DE'],
    ],
    "HASHBYTES('SHA2_256', t.a)": [["N'Köln'", '0x1D891D4C3BEBE1942D287421536F00178D92127EA55B457949D09737AC5F53D9']],
  },
};

const CASES = Object.entries(ANSWERS).flatMap(([type, expressions]) =>
  Object.entries(expressions).flatMap(([expression, answers]) =>
    answers.map(([given, value]) => [expression, type, given, value] as const),
  ),
);

describe('Bytes and floats as texts', () => {
  it.each(CASES)('%s of %s: %s is %s', async (expression, type, given, value) => {
    const shown = value.startsWith('0x') ? `CONVERT(varchar(200), ${expression}, 1)` : expression;
    const [row] = await duckdb.run(
      `SELECT ${shown} FROM (VALUES (CAST(${given} AS ${type})), (NULL)) AS t(a) WHERE t.a IS NOT NULL`,
    );
    expect(row?.startsWith('error:') ? `error ${/\((\d+)\)$/.exec(row)?.[1]}` : row).toBe(value);
  });

  it('NULL stays NULL', async () => {
    const expressions = [
      'CAST(b AS binary(4))',
      'CAST(b AS int)',
      'CAST(i AS binary(8))',
      'CONVERT(varchar(20), f, 3)',
    ];
    const columns =
      '(VALUES (CAST(NULL AS varbinary(4)), CAST(NULL AS int), CAST(NULL AS float)), (0x01, 1, 1e0)) AS t(b, i, f)';
    expect(await duckdb.run(`SELECT ${expressions.join(', ')} FROM ${columns} WHERE i IS NULL`)).toEqual([
      'NULL | NULL | NULL | NULL',
    ]);
  });

  it.each([
    ['varbinary(32)', true],
    ['binary(32)', true],
    ['varbinary(max)', true],
    ['varbinary(16)', false],
    ['binary(40)', false],
  ])('a hash of 32 bytes fits into %s as it is: %s', (type, plain) => {
    const { sql } = translate(`SELECT CAST(HASHBYTES('SHA2_256', Title) AS ${type}) AS h FROM dbo.Item`);
    expect(sql).toMatch(plain && type !== 'binary(32)' ? /^select\s+unhex\(sha256/ : /select/);
  });

  it.each([
    'SELECT CAST(Price AS varbinary(20)) FROM dbo.Item',
    'SELECT CAST(Sold AS binary(8)) FROM dbo.Item',
    'SELECT TRY_CAST(Name AS varbinary(20)) FROM dbo.Item',
  ])('%s is refused', (sql) => {
    expect(translate(sql).codes).toEqual(['render-no-conversion']);
  });
});
