import { describe, expect, it } from 'vitest';
import { errorOf, rows, run } from '../testing/run-sql.js';

const A = '(VALUES (1, 10), (2, 20), (3, NULL)) a(id, x)';
const B = '(VALUES (2, 200), (3, 300), (4, 400), (4, 401)) b(id, y)';

describe('joins', () => {
  it.each([
    ['JOIN', ['2 200', '3 300']],
    ['LEFT JOIN', ['1 -', '2 200', '3 300']],
    ['RIGHT JOIN', ['- 400', '- 401', '2 200', '3 300']],
    ['FULL JOIN', ['- 400', '- 401', '1 -', '2 200', '3 300']],
  ])('%s', (join, expected) => {
    const found = rows(`SELECT a.id, b.y FROM ${A} ${join} ${B} ON a.id = b.id ORDER BY a.id, b.y`);
    expect(found.map((row) => row.map((value) => value ?? '-').join(' '))).toEqual(expected);
  });

  it('apply runs the right side for each row', () => {
    const query = (apply: string): string =>
      `SELECT a.id, t.y FROM ${A} ${apply} (SELECT TOP 1 y FROM ${B} WHERE b.id > a.id + 1 ORDER BY y DESC) t ORDER BY a.id`;
    expect(rows(query('CROSS APPLY'))).toEqual([
      ['1', '401'],
      ['2', '401'],
    ]);
    expect(rows(query('OUTER APPLY'))).toEqual([
      ['1', '401'],
      ['2', '401'],
      ['3', null],
    ]);
  });
});

describe('correlated conditions', () => {
  const script = `CREATE TABLE #n (v int); WITH r AS (SELECT 1 AS v UNION ALL SELECT v + 1 FROM r WHERE v < 2000)
    INSERT INTO #n SELECT v FROM r OPTION (MAXRECURSION 0);
    SELECT 1 AS one, CAST(HASHBYTES('MD5', CAST(v AS varchar(9))) AS binary(16)) AS h, NULLIF(v, 7) AS v INTO #t FROM #n;
    SELECT COUNT(*) AS a FROM #t o WHERE NOT EXISTS (SELECT 1 FROM #t i WHERE i.one = o.one AND i.h = o.h AND i.v = o.v)`;

  it('on several columns are answered by one index', () => {
    // Reading all rows for each row would be four million.
    expect(rows(script, { rowLimit: 100_000 })).toEqual([['1']]);
  });
});

describe('a product of tables', () => {
  const numbers =
    'WITH r AS (SELECT 1 AS v UNION ALL SELECT v + 1 FROM r WHERE v < 2000) INSERT INTO #n SELECT v FROM r';
  const script = (query: string, also = ''): string =>
    `CREATE TABLE #n (v int); ${numbers} OPTION (MAXRECURSION 0);
     WITH p AS (SELECT a.v AS day, b.v AS hour${also} FROM #n a CROSS JOIN #n b WHERE a.v <= 1000) ${query}`;
  // In full it is two million rows.
  const few = { rowLimit: 100_000 };

  it.each([
    ['SELECT COUNT(*), MIN(day) FROM p WHERE hour = 7', [['1000', '1']]],
    [
      'SELECT COUNT(*) FROM p WHERE hour = 7 AND day < 10 UNION SELECT COUNT(*) FROM p WHERE day = 3',
      [['9'], ['2000']],
    ],
    ['SELECT COUNT(*) FROM (SELECT a.v AS x, b.v AS y FROM #n a, #n b) d WHERE y IS NULL OR y = 1', [['2000']]],
  ])('is not made in full for the few rows that are wanted: %s', (query, expected) => {
    expect(rows(script(query), few)).toEqual(expected);
  });

  it('is made in full where a variable, which may change with each row, says which are wanted', () => {
    const next = 'ISNULL((SELECT MIN(day) FROM p WHERE hour > @v), 0) + 1';
    expect(
      rows(`DECLARE @v int = 1997; ${script(`SELECT @v = ${next} FROM (VALUES (1), (2)) AS t(n)`)}; SELECT @v`),
    ).toEqual([['2']]);
    expect(() => rows(`DECLARE @v int = 7; ${script('SELECT COUNT(*) FROM p WHERE hour = @v')}`, few)).toThrow();
  });

  it('is made in full where making its rows can raise an error', () => {
    const query = script('SELECT COUNT(*) FROM p WHERE hour = 7', ', 1 / (b.v - 8) AS share');
    expect(() => rows(query, few)).toThrow('goes through more than 100000 rows');
    expect(() => rows(query)).toThrow('8134');
  });
});

describe('a few rows joined to a table by its key', () => {
  const table = `CREATE TABLE dbo.Item (Id int PRIMARY KEY, Code varchar(9) UNIQUE, Name varchar(9));
    INSERT dbo.Item SELECT value, CONCAT('c', value), IIF(value % 2 = 0, 'even', 'odd') FROM GENERATE_SERIES(1, 3000);
    CREATE TABLE #few (Id int NULL, Code varchar(9) NULL); INSERT #few VALUES (4, 'C4'), (7, 'x'), (7, NULL), (NULL, 'c9'), (9999, 'c1');`;

  it('does not read all of it in every round of a loop', () => {
    const loop = `DECLARE @i int = 0, @n int = 0; WHILE @i < 100 BEGIN SET @i += 1;
      SELECT @n = @n + COUNT(i.Name) FROM #few f JOIN dbo.Item i ON i.Id = f.Id AND i.Name <> 'even'; END; SELECT @n`;
    expect(rows(`${table} ${loop}`, { rowLimit: 100_000 })).toEqual([['200']]);
  });

  it.each([
    ['JOIN dbo.Item i ON f.Id = i.Id', ['4 c4', '7 c7', '7 c7']],
    ['LEFT JOIN dbo.Item i ON f.Id = i.Id', ['- -', '4 c4', '7 c7', '7 c7', '9999 -']],
    ["LEFT JOIN dbo.Item i ON f.Id = i.Id AND i.Name = 'odd'", ['- -', '4 -', '7 c7', '7 c7', '9999 -']],
    ["JOIN dbo.Item i ON f.Id = i.Id WHERE i.Name = 'even'", ['4 c4']],
    ['JOIN dbo.Item i ON f.Code = i.Code', ['- c9', '4 c4', '9999 c1']],
    ['RIGHT JOIN dbo.Item i ON f.Id = i.Id WHERE i.Id < 5', ['- c1', '- c2', '- c3', '4 c4']],
  ])('%s', (join, expected) => {
    const found = rows(`${table} SELECT f.Id, i.Code FROM #few f ${join} ORDER BY f.Id, i.Code`);
    expect(found.map((row) => row.map((value) => value ?? '-').join(' '))).toEqual(expected);
  });
});

it('EXISTS looks at no item of the select list', () => {
  const asked = 'SELECT * FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id';
  const script = `CREATE TABLE dbo.t (v int); INSERT t VALUES (1), (2);
    SELECT v, IIF(EXISTS (SELECT 1 / 0 FROM t o WHERE o.v > t.v), 1, 0), IIF(EXISTS (${asked}), 1, 0) FROM t`;
  expect(rows(script)).toEqual([
    ['1', '1', '1'],
    ['2', '0', '1'],
  ]);
});

describe('three-valued logic', () => {
  it.each([
    ['NULL IN (1)', 'U'],
    ['1 IN (1, NULL)', 'T'],
    ['2 NOT IN (1, NULL)', 'U'],
    ['1 NOT IN (SELECT v FROM (VALUES (NULL)) t(v) WHERE 1 = 0)', 'T'],
    ['NOT (NULL = 1)', 'U'],
    ['NULL = 1 OR 1 = 1', 'T'],
    ['NULL = 1 AND 1 = 2', 'F'],
    ['1 > ALL (SELECT v FROM (VALUES (0), (NULL)) t(v))', 'U'],
    ['NULL IS DISTINCT FROM 1', 'T'],
    ['5 BETWEEN 7 AND NULL', 'F'],
  ])('%s is %s', (condition, expected) => {
    const known = `CASE WHEN ${condition} THEN 'T' WHEN NOT (${condition}) THEN 'F' ELSE 'U' END`;
    expect(rows(`SELECT ${known}`)).toEqual([[expected]]);
  });
});

describe('grouping', () => {
  const T = "(VALUES ('a', 1, 5), ('A ', 1, 7), ('b', 2, NULL)) t(g, h, n)";

  it('groups as the collation compares, and passes over NULL', () => {
    expect(
      rows(`SELECT UPPER(RTRIM(MIN(g))), COUNT(*), COUNT(n), SUM(n), AVG(n) FROM ${T} GROUP BY g ORDER BY 1`),
    ).toEqual([
      ['A', '2', '2', '12', '6'],
      ['B', '1', '0', null, null],
    ]);
  });

  it('gives subtotals', () => {
    expect(rows(`SELECT h, SUM(n), GROUPING(h) FROM ${T} GROUP BY ROLLUP (h) ORDER BY 3, 1`)).toEqual([
      ['1', '12', '0'],
      ['2', null, '0'],
      [null, '12', '1'],
    ]);
  });

  it('gives one row for no rows only without GROUP BY', () => {
    expect(rows(`SELECT COUNT(*), SUM(n) FROM ${T} WHERE 1 = 0`)).toEqual([['0', null]]);
    expect(rows(`SELECT COUNT(*) FROM ${T} WHERE 1 = 0 GROUP BY h`)).toEqual([]);
  });

  it('spreads and gathers columns', () => {
    const pivot = `SELECT * FROM (SELECT h, n FROM ${T}) s PIVOT (SUM(n) FOR h IN ([1], [2], [3])) p`;
    expect(rows(pivot)).toEqual([['12', null, null]]);
    expect(rows(`SELECT k, v FROM (SELECT 1 AS x, CAST(NULL AS int) AS y) s UNPIVOT (v FOR k IN (x, y)) u`)).toEqual([
      ['x', '1'],
    ]);
  });

  // By default a varchar sorts its signs otherwise than an nvarchar, which the names in PIVOT are.
  it.each(['a b', 'a_b', 'a-b', '1.5', 'ß'])('finds the texts %s that a PIVOT names', (text) => {
    expect(rows(`SELECT * FROM (SELECT 1 AS n, '${text}' AS h) s PIVOT (SUM(n) FOR h IN ([${text}])) p`)).toEqual([
      ['1'],
    ]);
  });
});

describe('windows', () => {
  const T = '(VALUES (1, 10), (2, 10), (3, 30)) t(id, n)';

  it.each([
    ['SUM(n) OVER (ORDER BY n)', ['20', '20', '50']],
    ['SUM(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING)', ['10', '20', '50']],
    ['SUM(n) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)', ['20', '50', '40']],
    ['RANK() OVER (ORDER BY n)', ['1', '1', '3']],
    ['DENSE_RANK() OVER (ORDER BY n)', ['1', '1', '2']],
    ['NTILE(2) OVER (ORDER BY id)', ['1', '1', '2']],
    ['LAG(n, 1, -1) OVER (ORDER BY id)', ['-1', '10', '10']],
    ['LAST_VALUE(n) OVER (ORDER BY id)', ['10', '10', '30']],
    ['PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY n) OVER ()', ['10', '10', '10']],
    ['CUME_DIST() OVER (ORDER BY n)', ['0.6666666666666666', '0.6666666666666666', '1']],
  ])('%s', (expression, expected) => {
    expect(rows(`SELECT ${expression} FROM ${T} ORDER BY id`).map(([value]) => value)).toEqual(expected);
  });
});

describe('rows and their order', () => {
  it('TOP WITH TIES, PERCENT and OFFSET', () => {
    const T = '(VALUES (1), (2), (2), (3)) t(n)';
    expect(rows(`SELECT TOP 2 WITH TIES n FROM ${T} ORDER BY n`)).toEqual([['1'], ['2'], ['2']]);
    expect(rows(`SELECT TOP 30 PERCENT n FROM ${T} ORDER BY n`)).toEqual([['1'], ['2']]);
    expect(rows(`SELECT n FROM ${T} ORDER BY n DESC OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY`)).toEqual([['2'], ['2']]);
  });

  it('NULL sorts lowest', () => {
    expect(rows('SELECT n FROM (VALUES (1), (NULL)) t(n) ORDER BY n')).toEqual([[null], ['1']]);
    expect(rows('SELECT n FROM (VALUES (1), (NULL)) t(n) ORDER BY n DESC')).toEqual([['1'], [null]]);
  });

  it('combines sets, NULLs equal', () => {
    expect(rows('SELECT NULL AS v UNION SELECT NULL UNION SELECT 1 ORDER BY v')).toEqual([[null], ['1']]);
    expect(rows("SELECT 'a' EXCEPT SELECT 'A '")).toEqual([]);
    expect(rows('SELECT 1 INTERSECT SELECT 1')).toEqual([['1']]);
  });

  it('recursion ends at its limit', () => {
    const query = (last: number, option = ''): string =>
      `WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < ${last}) SELECT COUNT(*) FROM r ${option}`;
    expect(rows(query(101))).toEqual([['101']]);
    expect(errorOf(query(102))).toBe(530);
    expect(rows(query(500, 'OPTION (MAXRECURSION 0)'))).toEqual([['500']]);
  });

  it('a subquery in the place of a value has one row', () => {
    expect(errorOf('SELECT (SELECT v FROM (VALUES (1), (2)) t(v))')).toBe(512);
  });
});

describe('MAXRECURSION', () => {
  const COUNT = 'WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 300)';

  it.each([
    ['of a SELECT inside IF', `IF 1 = 1 BEGIN ${COUNT} SELECT COUNT(*) FROM n OPTION (MAXRECURSION 0) END`],
    [
      'of an INSERT',
      `CREATE TABLE t (i int); ${COUNT} INSERT t SELECT i FROM n OPTION (MAXRECURSION 300); SELECT COUNT(*) FROM t`,
    ],
    [
      'in a procedure',
      `GO\nCREATE PROCEDURE p AS BEGIN ${COUNT} SELECT COUNT(*) FROM n OPTION (MAXRECURSION 300) END\nGO\nEXEC p`,
    ],
  ])('%s is kept', (_, sql) => {
    expect(rows(sql)).toEqual([['300']]);
  });

  it('is that of its own statement only', () => {
    expect(run(`${COUNT} SELECT i FROM n OPTION (MAXRECURSION 0); ${COUNT} SELECT i FROM n`).error?.number).toBe(530);
  });
});

describe('NEXT VALUE FOR', () => {
  it.each([
    ['NEXT VALUE FOR dbo.S OVER (ORDER BY x DESC)', ['5 30', '7 20', '9 10']],
    ['NEXT VALUE FOR dbo.S', ['5 20', '7 30', '9 10']],
  ])('%s', (value, expected) => {
    const script = `CREATE SEQUENCE dbo.S AS int START WITH 5 INCREMENT BY 2;
      CREATE TABLE dbo.T (k int, x int); INSERT dbo.T SELECT ${value}, x FROM (VALUES (20), (30), (10)) a(x);
      SELECT k, x FROM dbo.T ORDER BY k;`;
    expect(rows(script).map((row) => row.join(' '))).toEqual(expected);
  });
});
