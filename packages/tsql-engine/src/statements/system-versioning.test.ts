import { describe, expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { Connection, type ExecutionResult } from '../exec/execute-sql.js';

const TABLE = `CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY, N int NULL,
  F datetime2(0) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL, U datetime2(0) GENERATED ALWAYS AS ROW END HIDDEN NOT NULL,
  PERIOD FOR SYSTEM_TIME (F, U)) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.H))`;

/** Runs texts one after the other, each at one more hour of 1 January 2024; gives what the last one gave. */
function hourly(...texts: readonly string[]): ExecutionResult | undefined {
  let hour = 0;
  const connection = new Connection(new Database({ now: () => Date.UTC(2024, 0, 1, hour) }));
  let last: ExecutionResult | undefined;
  for (const text of texts) {
    last = connection.execute(text);
    hour++;
  }
  connection.close();
  if (last?.refusal) throw new Error(last.refusal.construct);
  return last;
}

const rowsOf = (...texts: readonly string[]) => {
  const result = hourly(...texts);
  if (result?.error) throw new Error(`${result.error.number}: ${result.error.message}`);
  return result?.resultSets.at(-1)?.rows.map((row) => row.join(' '));
};

/** Inserted at 1, changed at 2, deleted at 3, inserted again at 4. */
const LIFE = [
  TABLE,
  'INSERT dbo.T (Id, N) VALUES (1, 10), (2, 20)',
  'UPDATE dbo.T SET N = 11 WHERE Id = 1',
  'DELETE dbo.T WHERE Id = 1',
  'INSERT dbo.T VALUES (1, 12)',
];

describe('a system-versioned table', () => {
  it.each([
    ['SELECT * FROM dbo.T ORDER BY Id', ['1 12', '2 20']],
    [
      'SELECT Id, N, CONVERT(char(13), F, 121), CONVERT(char(13), U, 121) FROM dbo.H ORDER BY U',
      ['1 10 2024-01-01 01 2024-01-01 02', '1 11 2024-01-01 02 2024-01-01 03'],
    ],
    ["SELECT Id, N FROM dbo.T FOR SYSTEM_TIME AS OF '2024-01-01T01:30:00' ORDER BY Id", ['1 10', '2 20']],
    ["SELECT Id, N FROM dbo.T FOR SYSTEM_TIME AS OF '2024-01-01T02:00:00' ORDER BY Id", ['1 11', '2 20']],
    ["SELECT Id, N FROM dbo.T FOR SYSTEM_TIME AS OF '2024-01-01T03:59:59' ORDER BY Id", ['2 20']],
    [
      "DECLARE @at datetime2 = '2024-01-01T02:30:00'; SELECT t.N FROM dbo.T FOR SYSTEM_TIME AS OF @at AS t WHERE t.Id = 1",
      ['11'],
    ],
    [
      "SELECT N FROM dbo.T FOR SYSTEM_TIME FROM '2024-01-01T02:00' TO '2024-01-01T04:00' WHERE Id = 1 ORDER BY N",
      ['11'],
    ],
    [
      "SELECT N FROM dbo.T FOR SYSTEM_TIME BETWEEN '2024-01-01T02:00' AND '2024-01-01T04:00' WHERE Id = 1 ORDER BY N",
      ['11', '12'],
    ],
    ["SELECT N FROM dbo.T FOR SYSTEM_TIME CONTAINED IN ('2024-01-01T01:00', '2024-01-01T02:00')", ['10']],
    ['SELECT N FROM dbo.T FOR SYSTEM_TIME ALL ORDER BY N', ['10', '11', '12', '20']],
    ['SELECT a.*, b.N FROM dbo.T FOR SYSTEM_TIME ALL a JOIN dbo.T b ON b.Id = a.Id WHERE a.N = 10', ['1 10 12']],
  ])('%s', (query, expected) => expect(rowsOf(...LIFE, query)).toEqual(expected));

  it('keeps what MERGE and cascades change', () => {
    const merge = `MERGE dbo.T USING (VALUES (1, 5), (3, 7)) AS s (Id, N) ON s.Id = T.Id
      WHEN MATCHED THEN UPDATE SET N = s.N WHEN NOT MATCHED THEN INSERT (Id, N) VALUES (s.Id, s.N)
      WHEN NOT MATCHED BY SOURCE THEN DELETE;`;
    expect(rowsOf(...LIFE.slice(0, 2), merge, 'SELECT Id, N FROM dbo.H ORDER BY Id')).toEqual(['1 10', '2 20']);
    const parent = 'CREATE TABLE dbo.P (Id int PRIMARY KEY); INSERT dbo.P VALUES (1), (2)';
    const child = `${TABLE}; ALTER TABLE dbo.T ADD CONSTRAINT FK FOREIGN KEY (Id) REFERENCES dbo.P (Id) ON DELETE CASCADE`;
    const insert = 'INSERT dbo.T (Id, N) VALUES (1, 10), (2, 20)';
    expect(rowsOf(parent, child, insert, 'DELETE dbo.P WHERE Id = 1', 'SELECT Id, N FROM dbo.H')).toEqual(['1 10']);
  });

  it('takes the time at which the transaction began, and leaves out what lasted no time', () => {
    const texts = [TABLE, 'BEGIN TRANSACTION', 'INSERT dbo.T VALUES (1, 1)', 'UPDATE dbo.T SET N = 2', 'COMMIT'];
    expect(rowsOf(...texts, 'SELECT DATEPART(hour, F), (SELECT COUNT(*) FROM dbo.H) FROM dbo.T')).toEqual(['1 1']);
    expect(rowsOf(...texts, 'SELECT N FROM dbo.T FOR SYSTEM_TIME ALL')).toEqual(['2']);
  });

  it('forgets what is rolled back', () => {
    const texts = [...LIFE.slice(0, 2), 'BEGIN TRANSACTION; UPDATE dbo.T SET N = 0; ROLLBACK'];
    expect(rowsOf(...texts, 'SELECT COUNT(*) FROM dbo.H')).toEqual(['0']);
  });

  it('keeps nothing while SYSTEM_VERSIONING is off', () => {
    const off = 'ALTER TABLE dbo.T SET (SYSTEM_VERSIONING = OFF)';
    const on = 'ALTER TABLE dbo.T SET (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.H))';
    const change = 'UPDATE dbo.T SET N = N + 1';
    const query = 'SELECT COUNT(*), MAX(N) FROM dbo.H';
    expect(rowsOf(...LIFE.slice(0, 2), off, change, on, change, query)).toEqual(['2 21']);
    expect(rowsOf(...LIFE, off, 'DELETE dbo.H; DROP TABLE dbo.T; SELECT COUNT(*) FROM dbo.H')).toEqual(['0']);
  });

  it('has a history where none is named, with the columns that the table comes to have', () => {
    const anonymous = TABLE.replace(/ \(HISTORY_TABLE = dbo.H\)/, '');
    const texts = [anonymous, 'ALTER TABLE dbo.T ADD More varchar(5) NULL', "INSERT dbo.T (Id, More) VALUES (1, 'x')"];
    expect(rowsOf(...texts, 'DELETE dbo.T', 'SELECT Id, More FROM dbo.T FOR SYSTEM_TIME ALL')).toEqual(['1 x']);
  });

  it.each([
    ['INSERT dbo.T (Id, F) VALUES (9, SYSUTCDATETIME())', 13536],
    ['INSERT dbo.T (Id, F) SELECT 9, SYSUTCDATETIME()', 13536],
    ['UPDATE dbo.T SET U = SYSUTCDATETIME()', 13537],
    ['SELECT * FROM dbo.H FOR SYSTEM_TIME ALL', 13544],
    ['TRUNCATE TABLE dbo.T', 13545],
    ['DROP TABLE dbo.T', 13552],
    ['INSERT dbo.H SELECT Id, N, F, U FROM dbo.T', 13559],
    ['DELETE dbo.H', 13560],
    ['UPDATE dbo.H SET N = 0', 13561],
  ])('%s fails with %i', (sql, number) => expect(hourly(...LIFE, sql)?.error?.number).toBe(number));

  it('takes DEFAULT for its period', () => {
    const insert = 'INSERT dbo.T (Id, N, F, U) VALUES (1, 1, DEFAULT, DEFAULT)';
    expect(rowsOf(TABLE, insert, 'SELECT DATEPART(hour, F), YEAR(U) FROM dbo.T')).toEqual(['1 9999']);
  });

  it('is not changed before the time of its rows', () => {
    const back = new Database({
      now: (() => {
        let calls = 0;
        return () => Date.UTC(2024, 0, 1, calls++ === 0 ? 5 : 1);
      })(),
    });
    const connection = new Connection(back);
    connection.execute(`${TABLE}; INSERT dbo.T VALUES (1, 1)`);
    expect(connection.execute('UPDATE dbo.T SET N = 2').error?.number).toBe(13535);
  });
});
