import { describe, expect, it } from 'vitest';
import { errorOf, rows, run } from '../testing/run-sql.js';

const TABLE = `CREATE TABLE dbo.T (Id int IDENTITY(10, 5) PRIMARY KEY, Code varchar(5) NOT NULL UNIQUE, N int NULL DEFAULT 7,
  Twice AS N * 2 PERSISTED, CONSTRAINT CK_N CHECK (N < 100));
`;

describe('INSERT', () => {
  it('fills identity, defaults and computed columns', () => {
    expect(
      rows(
        `${TABLE} INSERT dbo.T (Code) VALUES ('a'), ('b'); INSERT dbo.T (Code, N) VALUES ('c', NULL); SELECT * FROM dbo.T`,
      ),
    ).toEqual([
      ['10', 'a', '7', '14'],
      ['15', 'b', '7', '14'],
      ['20', 'c', null, null],
    ]);
  });

  it.each([
    ["INSERT dbo.T (Code) VALUES ('toolong')", 2628],
    ['INSERT dbo.T (Code) VALUES (NULL)', 515],
    ["INSERT dbo.T (Code) VALUES ('a'), ('A ')", 2627],
    ["INSERT dbo.T (Code, N) VALUES ('a', 100)", 547],
    ["INSERT dbo.T (Id, Code) VALUES (1, 'a')", 544],
  ])('%s fails with %i', (sql, number) => {
    expect(errorOf(TABLE + sql)).toBe(number);
  });

  it('ends at the last identity value of its type', () => {
    const table = 'CREATE TABLE dbo.Few (Id tinyint IDENTITY(254, 1), N int); ';
    expect(rows(`${table} INSERT dbo.Few (N) VALUES (1), (2); SELECT Id FROM dbo.Few`)).toEqual([['254'], ['255']]);
    expect(errorOf(`${table} INSERT dbo.Few (N) VALUES (1), (2), (3)`)).toBe(8115);
  });

  it('takes back the rows of a statement that fails, not the identity', () => {
    const sql = `${TABLE} INSERT dbo.T (Code) VALUES ('a'), ('a');
GO
INSERT dbo.T (Code) VALUES ('b'); SELECT Id, Code FROM dbo.T`;
    const result = run(sql);
    expect(result.error?.number).toBe(2627);
    expect(result.resultSets[0]?.rows).toEqual([['20', 'b']]);
  });

  it('reads its whole source before it writes', () => {
    expect(
      rows(
        'CREATE TABLE t (a int); INSERT t VALUES (1), (2); INSERT t SELECT a + 10 FROM t; SELECT a FROM t ORDER BY a',
      ),
    ).toEqual([['1'], ['2'], ['11'], ['12']]);
  });

  it('knows IDENTITY_INSERT and moves the counter', () => {
    const sql = `${TABLE} SET IDENTITY_INSERT dbo.T ON; INSERT dbo.T (Id, Code) VALUES (100, 'a'); SET IDENTITY_INSERT dbo.T OFF;
      INSERT dbo.T (Code) VALUES ('b'); SELECT Id, SCOPE_IDENTITY() FROM dbo.T WHERE Code = 'b'`;
    expect(rows(sql)).toEqual([['105', '105']]);
  });
});

describe('UPDATE and DELETE', () => {
  const DATA =
    'CREATE TABLE t (id int PRIMARY KEY, a int, b int); INSERT t VALUES (1, 10, 20), (2, 30, NULL), (3, 50, 60);';

  it('sees the row as it was in all columns', () => {
    expect(rows(`${DATA} UPDATE t SET a = b, b = a; SELECT a, b FROM t ORDER BY id`)).toEqual([
      ['20', '10'],
      [null, '30'],
      ['60', '50'],
    ]);
  });

  it('tests keys when all rows are changed', () => {
    expect(rows(`${DATA} UPDATE t SET id = id + 1; SELECT id FROM t ORDER BY id`)).toEqual([['2'], ['3'], ['4']]);
    expect(errorOf(`${DATA} UPDATE t SET id = 1`)).toBe(2627);
  });

  it('keeps rows for which a condition is unknown', () => {
    expect(rows(`${DATA} DELETE t WHERE NOT b = 20; SELECT id FROM t ORDER BY id`)).toEqual([['1'], ['2']]);
  });

  it('changes rows through a CTE', () => {
    const sql = `CREATE TABLE d (k int, v int); INSERT d VALUES (1, 1), (1, 2), (2, 3);
      WITH c AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS rn FROM d) DELETE c WHERE rn > 1;
      SELECT k, v FROM d ORDER BY k`;
    expect(rows(sql)).toEqual([
      ['1', '2'],
      ['2', '3'],
    ]);
  });

  it('joins by FROM and gives OUTPUT', () => {
    const sql = `${DATA} UPDATE t SET a = s.x OUTPUT deleted.a, inserted.a FROM t JOIN (VALUES (2, 99)) s(id, x) ON s.id = t.id`;
    expect(rows(sql)).toEqual([['30', '99']]);
  });

  it('follows foreign keys', () => {
    const keys = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p (id) ON DELETE CASCADE);
      CREATE TABLE r (id int REFERENCES p (id)); INSERT p VALUES (1), (2); INSERT c VALUES (1), (2); INSERT r VALUES (2);`;
    expect(rows(`${keys} DELETE p WHERE id = 1; SELECT id FROM c`)).toEqual([['2']]);
    expect(errorOf(`${keys} DELETE p WHERE id = 2`)).toBe(547);
    expect(errorOf(`${keys} INSERT r VALUES (3)`)).toBe(547);
    expect(errorOf(`${keys} TRUNCATE TABLE p`)).toBe(4712);
  });
});

describe('MERGE', () => {
  const DATA = 'CREATE TABLE t (id int PRIMARY KEY, n int); INSERT t VALUES (1, 10), (2, 20), (3, 30);';

  it('updates, inserts and deletes by the first clause that fits', () => {
    const sql = `${DATA} MERGE t USING (VALUES (1, 11), (4, 40)) s(id, n) ON t.id = s.id
      WHEN MATCHED THEN UPDATE SET n = s.n WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)
      WHEN NOT MATCHED BY SOURCE AND t.id = 3 THEN DELETE; SELECT id, n FROM t ORDER BY id`;
    expect(rows(sql)).toEqual([
      ['1', '11'],
      ['2', '20'],
      ['4', '40'],
    ]);
  });

  it('refuses to change a row twice', () => {
    const sql = `${DATA} MERGE t USING (VALUES (1, 11), (1, 12)) s(id, n) ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = s.n;`;
    expect(errorOf(sql)).toBe(8672);
  });
});
