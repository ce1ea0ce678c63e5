import { describe, expect, it } from 'vitest';
import { expectKinds, lines } from '../../testing/round-trip.js';
import { walk } from '../../visitor/walk.js';
import { parseBatch } from '../parse-batch.js';

const SELECT_LISTS = lines(`
  SELECT 1
  SELECT DISTINCT a, b AS c, 'x' d, e = f + 1, [g h] AS "i j" FROM t
  SELECT ALL a FROM t
  SELECT TOP 10 * FROM t
  SELECT TOP (@n) PERCENT WITH TIES a FROM t ORDER BY a
  SELECT TOP (5) t.*, s.dbo.x.* FROM a.b.c.t, [dbo].[x] AS x
  SELECT $IDENTITY, $ROWGUID, t.$IDENTITY FROM t
  SELECT a INTO #t FROM t
  SELECT a INTO dbo.x ON [fg] FROM t
  SELECT IDENTITY(int, 1, 1) AS id, a INTO #x FROM t
  SELECT IDENTITYCOL, ROWGUIDCOL FROM t
  SELECT @a = 1, @b += 2, @c = d FROM t
  SELECT a b, c 'd', e [f], g "h" FROM t i, u AS j
  SELECT COUNT(*) AS [count], [order], value, type, name, date, time, status, level FROM t
  SELECT a, [b], "c", d.[e].f FROM t AS [x y]
  SELECT a.value, b.nodes FROM t a, u b
  SELECT 1 WHERE 1 = 1
`);

const CLAUSES = lines(`
  SELECT a FROM t GROUP BY a HAVING COUNT(*) > 1
  SELECT a, b FROM t GROUP BY ROLLUP (a, b)
  SELECT a, b FROM t GROUP BY CUBE (a, (b, c)), d
  SELECT a, b FROM t GROUP BY GROUPING SETS ((a, b), a, (), ROLLUP (a, b))
  SELECT a FROM t GROUP BY ALL a
  SELECT a FROM t GROUP BY a WITH ROLLUP
  SELECT a FROM t GROUP BY a WITH CUBE
  SELECT a FROM t ORDER BY a, b DESC OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY
  SELECT a FROM t ORDER BY 1 OFFSET @a ROW FETCH FIRST (@b) ROW ONLY
  SELECT a FROM t ORDER BY a COLLATE Latin1_General_CI_AS, CASE WHEN b = 1 THEN 2 END
  SELECT SUM(a) OVER w, AVG(a) OVER (w ORDER BY c) FROM t WINDOW w AS (PARTITION BY b)
  SELECT a FROM t UNION SELECT b FROM u UNION ALL SELECT c FROM v EXCEPT SELECT d FROM w INTERSECT SELECT e FROM x
  (SELECT a FROM t) UNION ALL (SELECT b FROM u) ORDER BY 1
  SELECT a FROM t FOR XML PATH
  SELECT a FROM t FOR XML PATH ('row'), ROOT ('r'), TYPE, ELEMENTS XSINIL, BINARY BASE64
  SELECT a FROM t FOR XML AUTO, XMLSCHEMA ('u')
  SELECT a FROM t FOR XML RAW ('x'), ELEMENTS ABSENT, XMLDATA
  SELECT 1 AS Tag, NULL AS Parent FOR XML EXPLICIT
  SELECT a FROM t FOR JSON PATH, ROOT ('r'), INCLUDE_NULL_VALUES
  SELECT a FROM t FOR JSON AUTO
  SELECT a FROM t FOR BROWSE
  SELECT a FROM t OPTION (RECOMPILE, MAXDOP 1, OPTIMIZE FOR (@a = 1, @b UNKNOWN), USE HINT ('X', 'Y'), MAXRECURSION 0)
  SELECT a FROM t OPTION (FORCE ORDER, HASH JOIN, FAST 10, OPTIMIZE FOR UNKNOWN, QUERYTRACEON 9481, USE PLAN N'<x/>')
  SELECT a FROM t OPTION (LABEL = 'l', TABLE HINT (t, NOLOCK, INDEX (i)), KEEPFIXED PLAN, MAX_GRANT_PERCENT = 10)
  WITH c AS (SELECT 1 AS a), d (x) AS (SELECT a FROM c UNION ALL SELECT x + 1 FROM d WHERE x < 5) SELECT * FROM d
  WITH XMLNAMESPACES ('u' AS n, DEFAULT 'v'), c AS (SELECT 1 a) SELECT @x.query('n:a') FROM c
  SELECT p.a FROM Person p, Likes l, Person q WHERE MATCH (p-(l)->q AND q<-(l)-p)
  SELECT p.a FROM Person AS p, friendOf FOR PATH AS f, Person FOR PATH AS q WHERE MATCH (SHORTEST_PATH(p(-(f)->q)+))
`);

const TABLES = lines(`
  SELECT a FROM t JOIN u ON t.a = u.a INNER JOIN v ON 1 = 1 LEFT JOIN w ON 1 = 1 FULL OUTER JOIN z ON 1 = 1 CROSS JOIN q
  SELECT a FROM t INNER LOOP JOIN u ON 1 = 1 LEFT HASH JOIN v ON 1 = 1 INNER MERGE JOIN w ON 1 = 1
  SELECT a FROM t LEFT JOIN (u JOIN v ON u.a = v.a) ON t.a = u.a
  SELECT a FROM t LEFT JOIN u JOIN v ON u.a = v.a ON t.a = u.a
  SELECT a FROM t CROSS APPLY dbo.f(t.a) AS x OUTER APPLY (SELECT TOP 1 b FROM u WHERE u.a = t.a) y
  SELECT a FROM (SELECT 1 AS a) AS d, (VALUES (1, 'x'), (2, DEFAULT)) AS v (p, q)
  SELECT a FROM t WITH (NOLOCK, INDEX (ix, 2)), u WITH (INDEX = ix), v (NOLOCK), w WITH (FORCESEEK (ix (a, b)), HOLDLOCK)
  SELECT a FROM t TABLESAMPLE SYSTEM (10 PERCENT) REPEATABLE (5), u TABLESAMPLE (100 ROWS)
  SELECT a FROM t FOR SYSTEM_TIME AS OF '2020-01-01' AS x
  SELECT a FROM t FOR SYSTEM_TIME BETWEEN @a AND @b, u FOR SYSTEM_TIME FROM @a TO @b, v FOR SYSTEM_TIME CONTAINED IN (@a, @b)
  SELECT * FROM t PIVOT (SUM(a) FOR b IN ([x], [y])) AS p
  SELECT * FROM t UNPIVOT (a FOR b IN (x, y)) AS u
  SELECT * FROM OPENJSON(@j, '$.a') WITH (id int '$.id', n nvarchar(max) AS JSON) AS j
  SELECT * FROM OPENJSON(@j)
  SELECT * FROM OPENXML(@h, '/a', 2) WITH (a int '@a', b varchar(10)) AS x
  SELECT * FROM OPENXML(@h, '/a') WITH t
  SELECT * FROM OPENQUERY(srv, 'SELECT 1') AS q
  SELECT * FROM OPENROWSET('SQLNCLI', 'Server=a;', 'SELECT 1') AS q
  SELECT * FROM OPENROWSET('SQLNCLI', 'a'; 'b'; 'c', dbo.t) AS q
  SELECT * FROM OPENROWSET(BULK 'a.txt', SINGLE_CLOB) AS q
  SELECT * FROM OPENROWSET(BULK 'a.csv', FORMAT = 'CSV', PARSER_VERSION = '2.0') WITH (a int, b varchar(10) 2) AS q
  SELECT * FROM OPENROWSET(BULK 'a.txt', FORMATFILE = 'f.xml', FIRSTROW = 2, MAXERRORS = 3) AS q (a, b)
  SELECT * FROM OPENDATASOURCE('SQLNCLI', 'x').db.dbo.t
  SELECT * FROM @t AS t JOIN @u ON 1 = 1
  SELECT * FROM @x.nodes('/a/b') AS t (c) CROSS APPLY t.c.nodes('d') AS u (e)
  SELECT STRING_SPLIT.value FROM STRING_SPLIT('a,b', ',')
  SELECT * FROM GENERATE_SERIES(1, 10, 2)
  SELECT * FROM sys.dm_exec_sql_text(@h), fn_x(DEFAULT, NULL), ::fn_helpcollations()
  SELECT * FROM CHANGETABLE(CHANGES dbo.t, @v) AS c
  SELECT * FROM CHANGETABLE(VERSION dbo.t, (id), (1)) AS c
  SELECT * FROM CONTAINSTABLE(t, (a, b), 'x', LANGUAGE 1033, 10) AS k
  SELECT * FROM FREETEXTTABLE(t, *, N'x') k WHERE CONTAINS(a, 'x') AND FREETEXT((a, b), 'y')
  SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = b.x}
  SELECT t.a FROM db..t AS t, srv.db.dbo.u, ..v, .dbo.w
  SELECT * FROM PREDICT(MODEL = @m, DATA = t AS d) WITH (x float) AS p
  SELECT * FROM fn(1, 2) AS f (a, b) WHERE f.a = 1
  SELECT c.* FROM t CROSS APPLY AI_GENERATE_CHUNKS(SOURCE = t.a, CHUNK_TYPE = FIXED, CHUNK_SIZE = 100, OVERLAP = 10) AS c
  SELECT * FROM VECTOR_SEARCH(TABLE = dbo.t AS t, COLUMN = v, SIMILAR_TO = @q, METRIC = 'cosine', TOP_N = 5) AS s
`);

describe('queries', () => {
  it.each([...SELECT_LISTS, ...CLAUSES, ...TABLES])('%s', (sql) => expectKinds(sql, ['Select']));

  it('reads double quotes as names or strings by QUOTED_IDENTIFIER, which SET changes on the way', () => {
    const { statements, diagnostics } = parseBatch('SELECT "a" SET QUOTED_IDENTIFIER OFF SELECT "a"');
    expect(diagnostics).toEqual([]);
    const kinds = statements.map((statement) => {
      const found: string[] = [];
      walk(statement, (node) => {
        if (node.kind === 'ColumnReference' || node.kind === 'StringLiteral') found.push(node.kind);
      });
      return found.join();
    });
    expect(kinds).toEqual(['ColumnReference', '', 'StringLiteral']);
  });
});
