import { describe, expect, it } from 'vitest';
import { ASSUMED_FACTS, type DataFacts, NO_FACTS } from '../facts/data-facts.js';
import { facts, lowerText } from '../testing/lower-text.js';
import type { RelExpression } from '../tree/expression.js';
import { treeText } from '../tree/same-tree.js';

const codes = (sql: string, known?: DataFacts, guards = false): string[] =>
  lowerText(sql, known, { guards }).diagnostics.map(({ code }) => code);
const assumed = (sql: string, known: DataFacts): string[] => lowerText(sql, known).assumptions.map(({ text }) => text);

function value(sql: string): RelExpression | undefined {
  const { query } = lowerText(`SELECT ${sql} AS v`, NO_FACTS, { guards: true });
  return query?.kind === 'select' ? query.select[0]?.expression : undefined;
}

const EQUAL = "SELECT Id FROM dbo.Customer WHERE Name = N'Ann'";
const ORDERED = 'SELECT TOP 1 Id FROM dbo.Customer ORDER BY Name';

describe('comparison of texts', () => {
  it.each<[string, DataFacts, string | undefined, string[]]>([
    ['refused without facts', NO_FACTS, undefined, []],
    ['plain where equal values are spelled alike', facts({ spelledAlike: () => true }), "= 'Ann'", ['spelled-alike']],
    ['by keys where letters are simple', facts({ simpleLetters: () => true }), 'key', ['simple-letters']],
    ['by keys where that is assumed', ASSUMED_FACTS, 'key', ['simple-letters']],
  ])('is %s', (_, known, how, assumptions) => {
    const lowered = lowerText(EQUAL, known);
    expect(lowered.diagnostics.map(({ code }) => code)).toEqual(how === undefined ? ['lower-text-equality'] : []);
    expect(lowered.assumptions.map(({ code }) => code)).toEqual(assumptions);
    const where = lowered.query?.kind === 'select' ? treeText(lowered.query.where) : '';
    expect(where.includes('collation-key')).toBe(how === 'key');
    if (how === 'key') expect(where).toContain('"value":"ann"');
  });

  it('names the columns and the constants that an assumption is about', () => {
    expect(assumed(EQUAL, facts({ spelledAlike: () => true }))).toEqual([
      "Values that SQL Server takes for equal are always spelled the same: dbo.Customer.Name (beside 'Ann').",
    ]);
  });

  it('is guarded where nothing is known and guards are wanted', () => {
    const lowered = lowerText(EQUAL, NO_FACTS, { guards: true });
    expect(lowered.diagnostics).toEqual([]);
    expect(lowered.assumptions).toEqual([]);
    expect(treeText(lowered.query)).toContain('"guarded":true');
  });

  it.each([
    ['GROUP BY', 'SELECT Name, COUNT(*) AS n FROM dbo.Customer GROUP BY Name'],
    ['DISTINCT', 'SELECT DISTINCT Name FROM dbo.Customer'],
    ['UNION', "SELECT Name FROM dbo.Customer UNION SELECT N'x'"],
    ['IN', "SELECT Id FROM dbo.Customer WHERE Name IN ('a', 'b')"],
    ['IN (query)', 'SELECT Id FROM dbo.Customer WHERE City IN (SELECT Name FROM dbo.Customer)'],
    ['COUNT(DISTINCT)', 'SELECT COUNT(DISTINCT Name) AS n FROM dbo.Customer'],
    ['PARTITION BY', 'SELECT COUNT(*) OVER (PARTITION BY Name) AS n FROM dbo.Customer'],
    ['NULLIF', "SELECT NULLIF(Name, 'x') AS n FROM dbo.Customer"],
  ])('decides %s as well', (_, sql) => {
    expect(codes(sql)).toContain('lower-text-equality');
    expect(codes(sql, ASSUMED_FACTS)).toEqual([]);
    expect(codes(sql, NO_FACTS, true)).toEqual([]);
  });

  it('is guarded where it concerns letters of the code page only, or values of which nothing can be known', () => {
    for (const sql of [
      "SELECT Id FROM dbo.Customer WHERE City = 'a'",
      "SELECT Id FROM dbo.Customer WHERE NCHAR(Id) = N'a'",
    ]) {
      expect(codes(sql)).toEqual([]);
      expect(treeText(lowerText(sql).query)).toContain('"guarded":true');
    }
  });

  it('needs no facts under a binary collation', () => {
    expect(codes("SELECT Id FROM dbo.Customer WHERE Code = 'x'")).toEqual([]);
  });

  it('folds constants by the rules of their collation', () => {
    const equal = (sql: string): boolean => {
      const when = value(`CASE WHEN ${sql} THEN 1 END`);
      const branch = when?.kind === 'case' ? when.branches[0]?.when : undefined;
      if (branch?.kind !== 'comparison') throw new Error('no comparison');
      const { left, right } = branch;
      return left.kind === 'literal' && right.kind === 'literal' && left.value === right.value;
    };
    expect(equal("N'straße' = N'STRASSE'")).toBe(true);
    expect(equal("'straße' = 'STRASSE'")).toBe(false);
    expect(equal("N'ｱ' = N'ア' COLLATE Latin1_General_CS_AS")).toBe(false);
    expect(equal("'é' = 'E' COLLATE Latin1_General_CI_AI")).toBe(true);
    expect(equal("'a' = 'A' COLLATE Latin1_General_CS_AS")).toBe(false);
  });
});

describe('order of texts', () => {
  it('is that of keys: plain ones for simple texts, otherwise those that raise an error for what they do not decide', () => {
    expect(codes(ORDERED)).toEqual([]);
    expect(treeText(lowerText(ORDERED).query)).toContain('"use":"order"');
    expect(assumed(ORDERED, facts({ simpleOrder: () => true }))).toEqual([
      'Values hold only letters A to Z, digits and blanks, which sort alike everywhere: dbo.Customer.Name.',
    ]);
  });

  it('is refused under a collation that heeds case, guards or not', () => {
    const sql = 'SELECT TOP 1 Id FROM dbo.Customer ORDER BY Name COLLATE Latin1_General_CS_AS';
    expect(codes(sql, NO_FACTS, true)).toEqual(['lower-text-order']);
  });
});

describe('values that targets compare in another way', () => {
  it.each([
    ['datetimeoffset in WHERE', 'SELECT Id FROM dbo.Customer WHERE Seen = Seen', true],
    ['uniqueidentifier in ORDER BY', 'SELECT TOP 1 Id FROM dbo.Customer ORDER BY Badge', true],
    ['uniqueidentifier in WHERE by =', 'SELECT Id FROM dbo.Customer WHERE Badge = Badge', false],
    ['bytes', 'SELECT Id FROM dbo.Customer WHERE CAST(Id AS varbinary(4)) = 0x01', true],
  ])('have keys: %s', (_, sql, keyed) => {
    expect(treeText(lowerText(sql).query).includes('type-key')).toBe(keyed);
  });
});

describe('division', () => {
  const SHARE = 'SELECT 1 / Discount AS v FROM dbo.Customer';
  it('is safe where the divisor is never zero', () => {
    const zeros = facts({ neverZero: ({ column }) => column === 'Discount' });
    expect(treeText(lowerText(SHARE, zeros).query)).toContain('"safeDivisor":true');
    expect(assumed(SHARE, zeros)).toEqual(['Values are never zero: dbo.Customer.Discount.']);
    expect(treeText(lowerText(SHARE).query)).not.toContain('"safeDivisor":true');
    expect(treeText(lowerText('SELECT 1 / NULLIF(Id, 0) AS v FROM dbo.Customer').query)).toContain(
      '"safeDivisor":true',
    );
  });
});

describe('constants', () => {
  it.each<[string, unknown]>([
    ["CAST('20240131' AS date)", '2024-01-31'],
    ["CAST('2024-01-31T23:59:59.999' AS datetime)", '2024-02-01 00:00:00'],
    ['CAST(2.7 AS int)', 2n],
    ["CAST('' AS int)", 0n],
    ["TRY_CAST('1e3' AS int)", null],
    ["CONVERT(date, '31/12/2023', 103)", '2023-12-31'],
    ["CAST('abc' AS char(5))", 'abc  '],
    ['CAST(0x0A0B AS int)', 2571n],
  ])('%s is converted at once', (sql, expected) => {
    const lowered = value(sql);
    expect(lowered?.kind === 'literal' && lowered.value).toBe(expected);
  });

  it.each([
    "CAST('abc' AS int)",
    "CAST('2024-02-30' AS date)",
    'CAST(300 AS tinyint)',
    'DATEADD(year, 9000, CAST(0 AS datetime))',
  ])('%s raises an error where it is computed', (sql) => {
    expect(value(sql)?.kind).toBe('raise');
  });

  it('keep seven decimals of a second for what is made of them', () => {
    const moment = "CAST('2024-01-01T00:00:00.1234567' AS datetime2(7))";
    expect(value(`CAST(${moment} AS datetime2(6))`)).toMatchObject({ value: '2024-01-01 00:00:00.123457' });
    const rows = `(VALUES (${moment})) AS t(m)`;
    expect(codes(`SELECT CONVERT(varchar(30), t.m, 121) AS v FROM ${rows}`)).toEqual([]);
    expect(codes(`SELECT DATEADD(day, 1, t.m) AS v FROM ${rows}`)).toEqual(['lower-unsupported']);
  });

  it.each([
    ['Due + Due', true],
    ['Due * Discount', false],
    ['Paid * CAST(Id AS tinyint)', true],
    ['CAST(Paid AS money) * CAST(2 AS smallint)', false],
    ['CAST(Paid AS money) * Id', false],
    ['Due / 2', false],
    ['SUM(Due) * 2', true],
  ])('of money are checked at run time unless types show that they stay in its range: %s', (sql, checked) => {
    const found = treeText(lowerText(`SELECT ${sql} AS v FROM dbo.Customer`).query);
    expect(found.includes('"within-money"')).toBe(checked);
  });

  it('of money rely on columns with moderate amounts', () => {
    const known = facts({ moderateAmounts: ({ column }) => column !== 'Rest' });
    const small = lowerText('SELECT Due * Id - 1 AS v FROM dbo.Customer', known);
    expect(treeText(small.query)).not.toContain('"within-money"');
    expect(small.assumptions.map(({ code, columns }) => [code, columns[0]?.column])).toEqual([
      ['moderate-amounts', 'Due'],
      ['moderate-amounts', 'Id'],
    ]);
    const large = lowerText('SELECT Due * Rest AS v FROM dbo.Customer', known);
    expect(treeText(large.query)).toContain('"within-money"');
    expect(lowerText('SELECT Rest + Due AS v FROM dbo.Customer', known).assumptions).toEqual([]);
  });

  it('of money, as totals, are checked where rows have to be exact', () => {
    const total = 'SELECT SUM(Due) AS v FROM dbo.Customer';
    expect(treeText(lowerText(total, NO_FACTS, { checks: true }).query)).toContain('"within-money"');
    expect(treeText(lowerText(total).query)).not.toContain('"within-money"');
  });
});

describe('batches', () => {
  it('puts the values of variables in their places', () => {
    const lowered = lowerText("DECLARE @n int = 2, @d date; SET @n += 3; SET @d = '20240101'; SELECT @n AS n, @d AS d");
    expect(lowered.diagnostics).toEqual([]);
    expect(treeText(lowered.query)).toContain('"value":"2024-01-01"');
    expect(treeText(lowered.query)).toContain('"operator":"add"');
  });

  it('assigns column by column, and by IF', () => {
    const lowered = lowerText(
      'DECLARE @a int = 1, @b int; SELECT @a = 5, @b = @a + 1; IF @b > 3 SET @a = 7; SELECT @a AS a',
    );
    expect(lowered.diagnostics).toEqual([]);
    const item = lowered.query?.kind === 'select' ? lowered.query.select[0]?.expression : undefined;
    const [branch] = item?.kind === 'case' ? item.branches : [];
    expect(treeText(branch?.when)).toContain('"value":"5n"');
    expect(treeText(branch?.result)).toContain('"value":"7n"');
    expect(treeText(item?.kind === 'case' && item.otherwise)).toContain('"value":"5n"');
  });

  it('takes DATEFIRST into account', () => {
    const session = { dateFirst: 1, dateFormat: 'mdy', language: 'us_english' };
    const sql = 'SELECT DATEPART(weekday, Seen) AS w, @@DATEFIRST AS f FROM dbo.Customer';
    const text = treeText(lowerText(sql, NO_FACTS, { session }).query);
    expect(text).toContain('"dateFirst":1');
    expect(text).toContain('"value":"1n"');
  });

  it.each([
    ['IF 1 = 1 SELECT 1 AS a', 'lower-unsupported'],
    ['DECLARE @a int; SELECT @a = Id FROM dbo.Customer; SELECT @a AS a', 'lower-unsupported'],
    ['SELECT 1 AS a; SELECT 2 AS b', 'lower-unsupported'],
    ['SET ANSI_WARNINGS OFF; SELECT 1 AS a', 'lower-unsupported'],
    ['SET DATEFIRST 9; SELECT 1 AS a', 'lower-unsupported'],
    ['DECLARE @a int = 1', 'lower-no-rows'],
    ['SELECT @@ROWCOUNT AS n', 'lower-variable'],
    ['SELECT GETDATE() AS n', 'lower-nondeterministic'],
    ['SELECT Id FROM dbo.Customer WHERE Name LIKE Name COLLATE Latin1_General_CS_AS', 'lower-pattern'],
  ])('%s is refused', (sql, code) => {
    expect(codes(sql, NO_FACTS, true)).toContain(code);
  });
});

describe('recursion', () => {
  const SERIES = 'WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n';

  it('counts its levels', () => {
    expect(treeText(lowerText(SERIES).query)).toContain('The maximum recursion 100 has been exhausted');
    expect(treeText(lowerText(SERIES, NO_FACTS, { maxRecursion: 0 }).query)).not.toContain('recursion_level');
  });

  it('is refused where a part looks at several rows, or has other types', () => {
    expect(
      codes('WITH n AS (SELECT 1 AS i UNION ALL SELECT ROW_NUMBER() OVER (ORDER BY i) FROM n) SELECT i FROM n'),
    ).toContain('lower-unsupported');
    expect(codes("WITH n AS (SELECT 'a' AS t UNION ALL SELECT t + 'b' FROM n) SELECT t FROM n")).toEqual([
      'lower-unsupported',
    ]);
  });
});

describe('UNION of several', () => {
  const branch = (text: string): string => `SELECT ${text} AS v FROM dbo.Customer`;
  const union = `${branch('Name')} UNION ${branch('UPPER(Name)')} UNION ALL ${branch('LOWER(Name)')} UNION ${branch('Name')}`;

  it('compares the rows of all of them once', () => {
    const { query, assumptions } = lowerText(union, ASSUMED_FACTS);
    const text = treeText(query);
    expect(text.split('"groupBy":{').length - 1).toBe(1);
    expect(text.split('"operator":"UNION ALL"').length - 1).toBe(3);
    expect(text).not.toContain('"operator":"UNION"');
    expect(assumptions.map(({ code }) => code)).toEqual(['simple-letters']);
  });

  it('keeps its words where rows are compared as they stand', () => {
    const names = union.replaceAll(/(UPPER|LOWER)\(Name\)/g, 'Name');
    const text = treeText(lowerText(names, facts({ spelledAlike: () => true })).query);
    expect(text.split('"operator":"UNION ALL"').length - 1).toBe(1);
    expect(text.split('"operator":"UNION"').length - 1).toBe(2);
  });

  it('unites first what is of another type', () => {
    const text = treeText(
      lowerText(`${branch('Id')} UNION ${branch('Id')} UNION ${branch('1.5')}`, ASSUMED_FACTS).query,
    );
    expect(text.split('"operator":"UNION"').length - 1).toBe(2);
  });
});

it.each([
  ['1e0 / 3', true],
  ['Id / 4', true],
  ['1e0 / Id', false],
  ["1e0 / '0'", false],
  ['(SELECT MAX(1 / g.n) FROM (SELECT COUNT(*) AS n FROM dbo.Customer GROUP BY Id) AS g)', true],
  ['(SELECT MAX(1 / g.n) FROM (SELECT COUNT(DISTINCT Id) AS n FROM dbo.Customer GROUP BY Id) AS g)', true],
  ['(SELECT MAX(1 / g.n) FROM (SELECT COUNT(Name) AS n FROM dbo.Customer GROUP BY Id) AS g)', false],
  ['(SELECT MAX(1 / g.n) FROM (SELECT COUNT(*) AS n FROM dbo.Customer) AS g)', false],
  ['(SELECT MAX(1 / g.n) FROM (SELECT COUNT(*) AS n FROM dbo.Customer GROUP BY ROLLUP (Id)) AS g)', false],
])('the divisor of %s is never zero: %s', (sql, safe) => {
  const text = treeText(lowerText(`SELECT ${sql} AS v FROM dbo.Customer`).query);
  expect(text.includes('"safeDivisor":true')).toBe(safe);
});
