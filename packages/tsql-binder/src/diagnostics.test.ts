import { describe, expect, it } from 'vitest';
import { bindDiagnostics } from './diagnostics.js';
import { bindText } from './testing/bind-text.js';

/** A text for each fault, and the message it gives. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  ['bind-unknown-object', 'SELECT * FROM dbo.Nowhere', "Invalid object name 'dbo.Nowhere' (208)."],
  ['bind-unknown-column', 'SELECT Nothing FROM dbo.Customer', "Invalid column name 'Nothing' (207)."],
  [
    'bind-unknown-qualifier',
    'SELECT x.Id FROM dbo.Customer',
    "The multi-part identifier 'x.Id' could not be bound (4104).",
  ],
  [
    'bind-ambiguous-column',
    'SELECT Id FROM dbo.Customer a, dbo.Customer b',
    "Ambiguous column name 'Id' (209): a.Id, b.Id.",
  ],
  [
    'bind-duplicate-exposed-name',
    'SELECT 1 FROM dbo.Customer c, dbo.Orders c',
    "The objects in FROM have the same exposed name 'c' (1013).",
  ],
  ['bind-unknown-variable', 'SELECT @x', "Must declare the scalar variable '@x' (137)."],
  ['bind-unknown-type', 'SELECT CAST(1 AS whole)', "Cannot find data type 'whole' (243)."],
  ['bind-invalid-type', 'SELECT CAST(1 AS decimal(40, 2))', 'The precision 40 is not between 1 and 38 (2717).'],
  ['bind-unknown-function', "SELECT NOTHING('a')", "'NOTHING' is not a recognized built-in function name (195)."],
  ['bind-argument-count', "SELECT LEN('a', 'b')", 'The function len takes 1 argument(s), not 2 (174).'],
  [
    'bind-type-clash',
    'SELECT CASE WHEN da = 5 THEN 1 END FROM dbo.Types',
    'Operand type clash: int is incompatible with date (206).',
  ],
  [
    'bind-explicit-conversion-needed',
    "DECLARE @b varbinary(5) = 'x'",
    'Implicit conversion from varchar(1) to varbinary(5) is not allowed (257).',
  ],
  [
    'bind-conversion-forbidden',
    'SELECT CAST(i AS date) FROM dbo.Types',
    'Explicit conversion from int to date is not allowed (529).',
  ],
  ['bind-invalid-operand', 'SELECT SUM(vc) FROM dbo.Types', 'Operand data type varchar(20) is invalid for sum (8117).'],
  [
    'bind-collation-conflict',
    'SELECT 1 FROM dbo.Types WHERE german = bin2',
    'Cannot resolve the collation conflict between German_PhoneBook_CI_AS and Latin1_General_BIN2 (468).',
  ],
  [
    'bind-unsupported',
    'SELECT (SELECT MAX(c.Id) FROM dbo.Orders) FROM dbo.Customer c',
    'An aggregate over columns of the query around it is not supported yet.',
  ],
  ['bind-unknown-collation', "SELECT 'a' COLLATE French", "Invalid collation 'French' (448)."],
  [
    'bind-not-grouped',
    'SELECT Name, COUNT(*) FROM dbo.Customer GROUP BY City',
    "Column 'Name' is neither aggregated nor part of GROUP BY (8120).",
  ],
  [
    'bind-aggregate-not-allowed',
    'SELECT 1 FROM dbo.Orders WHERE SUM(Amount) > 1',
    'An aggregate may not appear in WHERE (147).',
  ],
  [
    'bind-nested-aggregate',
    'SELECT SUM(COUNT(*)) FROM dbo.Orders',
    'An aggregate cannot work on an expression that contains an aggregate or a subquery (130).',
  ],
  [
    'bind-window-not-allowed',
    'SELECT 1 FROM dbo.Orders WHERE ROW_NUMBER() OVER (ORDER BY OrderId) = 1',
    'Windowed functions can only appear in the SELECT or ORDER BY clauses (4108).',
  ],
  ['bind-column-count', 'SELECT 1 UNION SELECT 1, 2', 'The two sides of UNION have 1 and 2 columns (205).'],
  [
    'bind-single-column-expected',
    'SELECT (SELECT 1, 2)',
    'Only one expression can be given when the subquery is not introduced with EXISTS (116).',
  ],
  [
    'bind-order-by-position',
    'SELECT Id FROM dbo.Customer ORDER BY 3',
    'The ORDER BY position 3 is not among the 1 selected columns (108).',
  ],
  [
    'bind-order-by-not-selected',
    'SELECT DISTINCT Id FROM dbo.Customer ORDER BY Name',
    'ORDER BY items must appear in the select list if SELECT DISTINCT is specified (145).',
  ],
  [
    'bind-column-list-count',
    'SELECT 1 FROM (SELECT 1 AS a) t (x, y)',
    "'t' has 1 columns, but 2 names are given for them (8158).",
  ],
  [
    'bind-unnamed-column',
    'WITH c AS (SELECT 1) SELECT 1 FROM c',
    "No column name was specified for column 1 of 'c' (8155).",
  ],
  [
    'bind-duplicate-column',
    'WITH c AS (SELECT 1 AS a, 2 AS a) SELECT 1 FROM c',
    "The column 'a' was specified several times for 'c' (8156).",
  ],
  ['bind-no-from-for-star', 'SELECT *', 'SELECT * needs a table to take its columns from (263).'],
  ['bind-unsupported', "SELECT x.modify('delete /a') FROM dbo.Types", 'The method modify of xml is not supported yet.'],
  [
    'bind-computed-column',
    'CREATE TABLE #t (h hierarchyid, Level AS h.GetDescendant(NULL, NULL))',
    "The computed column 'Level' cannot be used: The method GetDescendant of hierarchyid is not supported yet.",
  ],
  [
    'bind-incompatible-operands',
    'SELECT b + b FROM dbo.Types',
    'The data types bit and bit are incompatible in add (402).',
  ],
  [
    'bind-row-count-type',
    'SELECT TOP (2.0) Id FROM dbo.Customer',
    'The number of rows of TOP, OFFSET or FETCH must be an integer (1060).',
  ],
  [
    'bind-window-order',
    'SELECT ROW_NUMBER() OVER () FROM dbo.Customer',
    "The function 'ROW_NUMBER' must have an OVER clause with ORDER BY (4112).",
  ],
  [
    'bind-range-frame',
    'SELECT SUM(Id) OVER (ORDER BY Id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM dbo.Customer',
    'RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters (4194).',
  ],
  [
    'bind-ordered-aggregates',
    "SELECT STRING_AGG(Name, ',') WITHIN GROUP (ORDER BY Name), STRING_AGG(City, ',') WITHIN GROUP (ORDER BY City) FROM dbo.Customer",
    'Ordered aggregates of one query have mutually incompatible orderings (8711).',
  ],
  [
    'bind-unused-cte',
    'WITH r AS (SELECT 1 AS id) SELECT 7 AS x',
    "The common table expression 'r' is defined but not used (422).",
  ],
  [
    'bind-for-in-assignment',
    "DECLARE @x nvarchar(max); SELECT @x = Name FROM dbo.Customer FOR XML PATH('')",
    'FOR XML and FOR JSON are not allowed in a SELECT that assigns variables (6819).',
  ],
  [
    'bind-imprecise-index',
    'CREATE TABLE #t (a int, f AS CAST(a AS float) * 2); CREATE INDEX ix ON #t (f)',
    "The index ix cannot stand on the computed column 'f': it is imprecise and not persisted (2799).",
  ],
  [
    'bind-external-object',
    'SELECT * FROM other.dbo.t',
    "The object 'other.dbo.t' lives in another database or server, which is not part of the source.",
  ],
  [
    'bind-number-out-of-range',
    `SELECT ${'9'.repeat(39)}`,
    `The number ${'9'.repeat(39)} is out of the range for numeric representation, which is 38 digits (1007).`,
  ],
  ['bind-unknown-date-part', "SELECT DATEPART(moon, '20240101')", "'moon' is not a recognized datepart option (155)."],
  [
    'bind-fetch-count',
    'DECLARE @a int; DECLARE c CURSOR FOR SELECT 1, 2; FETCH c INTO @a',
    'The cursor has 2 columns and FETCH INTO names 1 variables (16924).',
  ],
  [
    'bind-insert-count',
    'INSERT dbo.Customer (Id, Name) VALUES (1)',
    'The INSERT names 2 columns and gives 1 values (109, 110).',
  ],
  [
    'bind-generated-column',
    "UPDATE dbo.Versioned SET Until = '20240101'",
    "The column 'Until' is GENERATED ALWAYS: SQL Server writes it (13537).",
  ],
  [
    'bind-not-versioned',
    'SELECT Id FROM dbo.Customer FOR SYSTEM_TIME ALL',
    "FOR SYSTEM_TIME stands behind 'dbo.Customer', which is not a system-versioned table (13544).",
  ],
  [
    'bind-not-insertable',
    'UPDATE dbo.Orders SET Total = 1',
    "The column 'Total' cannot be written: it is computed (271).",
  ],
  [
    'bind-not-updatable',
    'WITH c AS (SELECT DISTINCT Id FROM dbo.Customer) DELETE c',
    "'c' is not a table that rows can be written to (4421).",
  ],
  [
    'bind-ambiguous-target',
    'UPDATE dbo.Customer SET City = NULL FROM dbo.Customer a, dbo.Customer b',
    "The table 'Customer' is ambiguous: FROM names it several times (8154).",
  ],
  [
    'bind-column-written-twice',
    'UPDATE dbo.Customer SET City = NULL, City = NULL',
    "The column name 'City' is specified more than once in the SET clause or column list (264).",
  ],
  ['bind-unknown-procedure', 'EXEC dbo.Nothing', "Could not find stored procedure 'dbo.Nothing' (2812)."],
  [
    'bind-unknown-parameter',
    'EXEC dbo.AddOrder @customer = 1, @x = 2',
    '@x is not a parameter for procedure dbo.AddOrder (8145).',
  ],
  [
    'bind-missing-parameter',
    'EXEC dbo.AddOrder',
    "Procedure dbo.AddOrder expects parameter '@customer', which was not supplied (201).",
  ],
  [
    'bind-too-many-arguments',
    'EXEC dbo.AddOrder 1, 2, 3, 4',
    'Procedure dbo.AddOrder has too many arguments specified (8144).',
  ],
  [
    'bind-mixed-assignment',
    'DECLARE @a int; SELECT @a = 1, 2',
    'A SELECT that assigns variables cannot also return rows (141).',
  ],
];

describe('diagnostics of the binder', () => {
  it.each(FAULTS)('%s: %s', (code, sql, message) => {
    const found = bindText(sql).diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.message]);
    expect(found).toContainEqual([code, message]);
  });

  it('has a fault for every code', () => {
    const covered = new Set(FAULTS.map(([code]) => code));
    expect(Object.keys(bindDiagnostics.definitions).filter((code) => !covered.has(code))).toEqual([]);
  });

  it.each(FAULTS)('%s has a place in the text', (code, sql) => {
    const diagnostic = bindText(sql).diagnostics.find((candidate) => candidate.code === code);
    const { start = -1, end = -1 } = diagnostic?.span ?? {};
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(sql.length);
    expect(end).toBeGreaterThan(start);
  });
});
