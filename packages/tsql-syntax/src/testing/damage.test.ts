import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../lexer/pieces.js';
import { parseBatch, readScript } from '../parser/parse-batch.js';
import { isStable } from '../printer/stability.js';
import { equalTrees } from '../visitor/equal-trees.js';

/** Scripts with a bit of everything. */
const SCRIPTS = [
  `CREATE PROCEDURE dbo.p @a int = 1, @b varchar(max) OUTPUT WITH RECOMPILE AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @t TABLE (id int IDENTITY(1, 1) PRIMARY KEY, n nvarchar(10) NOT NULL DEFAULT N'');
  BEGIN TRY
    INSERT INTO @t (n) SELECT TOP (5) [x].name FROM sys.objects AS [x] WITH (NOLOCK) WHERE x.type IN ('U', 'V');
    WHILE @a < 10 BEGIN SET @a += 1; IF @a = 5 BREAK ELSE CONTINUE END
    SELECT CASE WHEN a = 1 THEN 'x' ELSE N'y' END AS c, SUM(b) OVER (PARTITION BY d ORDER BY e ROWS 1 PRECEDING)
    FROM t LEFT JOIN (SELECT 1 AS z) AS u ON t.a = u.z CROSS APPLY f(t.a) AS g -- comment
    WHERE a LIKE 'x%' AND b IS NOT NULL OR EXISTS (SELECT 1 /* nested /* comment */ */ FROM v)
    GROUP BY a HAVING COUNT(*) > 1 ORDER BY 1 DESC OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY OPTION (MAXDOP 1);
  END TRY
  BEGIN CATCH
    THROW 50000, 'bad', 1;
  END CATCH
END
GO
EXEC dbo.p @a = 1, @b = @c OUTPUT`,
  `WITH c (a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM c WHERE a < 5)
MERGE dbo.t WITH (HOLDLOCK) AS t USING c AS s ON t.a = s.a
WHEN MATCHED AND t.b <> s.a THEN UPDATE SET b = s.a, t.c = DEFAULT
WHEN NOT MATCHED BY TARGET THEN INSERT (a, b) VALUES (s.a, 1)
WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT $action, inserted.a INTO @o;
UPDATE t SET a = u.b FROM t JOIN u ON t.id = u.id
DELETE TOP (5) FROM t WHERE a BETWEEN 1 AND 2
SELECT * FROM t FOR XML PATH ('r'), ROOT ('x')
SELECT * FROM OPENJSON(@j) WITH (id int '$.id') AS j PIVOT (MAX(id) FOR k IN ([a], [b])) AS p`,
  `CREATE TABLE dbo.t (id int NOT NULL CONSTRAINT pk PRIMARY KEY, a decimal(10, 2) DEFAULT ((0)), b AS (a * 2) PERSISTED,
  CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (b) ON DELETE CASCADE, INDEX ix (a DESC)) ON [PRIMARY]
CREATE UNIQUE INDEX ix ON t (a) INCLUDE (b) WHERE a > 1 WITH (FILLFACTOR = 80)
GRANT SELECT, UPDATE (a) ON OBJECT::dbo.t TO [u] WITH GRANT OPTION
ALTER DATABASE d SET RECOVERY SIMPLE WITH ROLLBACK IMMEDIATE
BACKUP DATABASE d TO DISK = 'x' WITH STATS = 10
RECEIVE TOP (1) * FROM q; END CONVERSATION @h`,
];

/** No character is lost, every diagnostic has a place, and what is accepted is stable. Throws where the parser does. */
function expectSane(sql: string): void {
  let quotedIdentifier = true;
  for (const batch of readScript(sql)) {
    const statements = [...batch.statements()];
    const diagnostics = batch.diagnostics();
    const pieces = [...piecesOf(sql, batch.tokens, batch.start, batch.end)];
    expect(pieces.map((piece) => piece.text).join('')).toBe(sql.slice(batch.start, batch.end));
    for (const { span } of diagnostics) {
      expect(span && 0 <= span.start && span.start <= span.end && span.end <= sql.length).toBe(true);
    }
    if (diagnostics.length === 0) expect(isStable({ ...batch, statements, quotedIdentifier })).toBe(true);
    quotedIdentifier = batch.quotedIdentifierAfter();
  }
}

/** Places of the tokens of a text's batches. */
function tokensOf(sql: string): [number, number][] {
  const places: [number, number][] = [];
  for (const { tokens, statements } of readScript(sql)) {
    for (let i = 0; i < tokens.count - 1; i++) places.push([tokens.starts[i] as number, tokens.ends[i] as number]);
    for (const _ of statements());
  }
  return places;
}

type Damage = (sql: string, at: readonly [number, number], other: readonly [number, number]) => string;

const DAMAGES: Readonly<Record<string, Damage>> = {
  'a token taken out': (sql, [from, to]) => sql.slice(0, from) + sql.slice(to),
  'a token doubled': (sql, [from, to]) => `${sql.slice(0, to)} ${sql.slice(from)}`,
  'a token in the place of another': (sql, [from, to], [a, b]) => sql.slice(0, from) + sql.slice(a, b) + sql.slice(to),
  'a token put in': (sql, [from], [a, b]) => `${sql.slice(0, from)} ${sql.slice(a, b)} ${sql.slice(from)}`,
  'the rest cut off': (sql, [, to]) => sql.slice(0, to),
};

describe('damaged scripts', () => {
  const cases = SCRIPTS.map((sql) => ({ sql, tokens: tokensOf(sql) }));

  it.each(Object.entries(DAMAGES))('with %s harm nothing', (_, damage) => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(), fc.nat(), ({ sql, tokens }, at, other) => {
        const [a, b] = [tokens[at % tokens.length], tokens[other % tokens.length]];
        if (a && b) expectSane(damage(sql, a, b));
      }),
      { seed: 20260101, numRuns: 300 },
    );
  });

  it('with several damages harm nothing', () => {
    const step = fc.tuple(fc.constantFrom(...Object.values(DAMAGES)), fc.nat(), fc.nat());
    fc.assert(
      fc.property(fc.constantFrom(...SCRIPTS), fc.array(step, { minLength: 2, maxLength: 6 }), (script, steps) => {
        let sql = script;
        for (const [damage, at, other] of steps) {
          const tokens = tokensOf(sql);
          const [a, b] = [tokens[at % tokens.length], tokens[other % tokens.length]];
          if (a && b) sql = damage(sql, a, b);
        }
        expectSane(sql);
      }),
      { seed: 20260102, numRuns: 300 },
    );
  });

  it.each(SCRIPTS.map((sql, i) => [i, sql] as const))('cut off at any offset harm nothing: script %i', (_, sql) => {
    for (let end = 0; end <= sql.length; end++) expectSane(sql.slice(0, end));
  });

  it('are told from the whole ones: every token but noise words changes the tree or is missed', () => {
    const noise = new Set([';', 'AS', 'INNER', 'OUTER', 'FROM', 'WITH', ',']);
    const silent: string[] = [];
    for (const script of SCRIPTS) {
      const sql = script.split('\nGO\n')[0] as string;
      const whole = parseBatch(sql);
      expect(whole.diagnostics).toEqual([]);
      for (const [from, to] of tokensOf(sql)) {
        const rest = parseBatch(sql.slice(0, from) + ' '.repeat(to - from) + sql.slice(to));
        const missed = rest.diagnostics.length > 0 || !equalTrees(whole.statements, rest.statements);
        if (!missed && !noise.has(sql.slice(from, to).toUpperCase()))
          silent.push(sql.slice(Math.max(0, from - 20), to));
      }
    }
    expect(silent).toEqual([]);
  });
});

describe('texts of any characters', () => {
  const fragment = fc.constantFrom(
    'SELECT ',
    "'",
    '"',
    '[',
    ']',
    '/*',
    '*/',
    '--',
    '\n',
    'GO\n',
    '(',
    ')',
    '@a',
    '$(x)',
    '\u00a0',
    '\ud835\udcb3',
    '0x',
    '1e',
    '.',
    ':r ',
    ';',
    'BEGIN ',
    'END ',
    'CASE ',
  );
  it('harm nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 25 }),
        (parts) => {
          expectSane(parts.join(''));
        },
      ),
      { seed: 20260103, numRuns: 1000 },
    );
  });
});
