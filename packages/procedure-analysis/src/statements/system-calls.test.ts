import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

const NEW = 'SELECT Id, Code, Amount INTO dbo.Target_new FROM dbo.Source;';
const FILLED =
  'TRUNCATE TABLE dbo.Heap; INSERT INTO dbo.Heap (Id, Code, Amount) SELECT Id, Code, Amount FROM dbo.Source;';

const TABLE: readonly (readonly [string, string])[] = [
  // Locks
  ["EXEC sp_getapplock @Resource = 'load', @LockMode = 'Exclusive'; DELETE FROM dbo.Target;", 'Target replaced'],
  [
    "DECLARE @rc int; EXEC @rc = sp_getapplock 'load', 'Exclusive'; IF @rc < 0 RETURN; DELETE FROM dbo.Target; EXEC @rc = sp_releaseapplock 'load';",
    'Target replaced',
  ],
  [
    "DECLARE @rc int; EXEC @rc = sp_getapplock 'load', 'Exclusive'; IF @rc < 0 THROW 50001, 'busy', 1; DELETE FROM dbo.Target;",
    'Target replaced',
  ],
  ["EXEC sp_send_dbmail @subject = 'x'; DELETE FROM dbo.Target;", 'analyse-call'],
  // Whether a table of the database is there
  ["IF OBJECT_ID(N'[dbo].[Target]', N'U') IS NOT NULL DELETE FROM dbo.Target;", 'Target replaced'],
  ["IF OBJECT_ID('dbo.Target') IS NULL DELETE FROM dbo.Second; ELSE DELETE FROM dbo.Heap;", 'Heap replaced'],
  // Tables that the procedure makes
  [
    `${NEW} EXEC sp_rename 'dbo.Target', 'Target_old'; EXEC sp_rename 'dbo.Target_new', 'Target'; DROP TABLE dbo.Target_old;`,
    'Target replaced',
  ],
  [`${NEW} DROP TABLE dbo.Target; EXEC sp_rename 'dbo.Target_new', 'Target', 'OBJECT';`, 'Target replaced'],
  [`${NEW} EXEC sp_rename 'dbo.Target_new', 'Target';`, 'analyse-statement'],
  [`${NEW} EXEC sp_rename 'dbo.Target_new.Id', 'Key', 'COLUMN';`, 'analyse-statement'],
  [
    `SELECT Id INTO dbo.Target_new FROM dbo.Source; DROP TABLE dbo.Target; EXEC sp_rename 'dbo.Target_new', 'Target';`,
    'analyse-statement',
  ],
  // Tables of the database that change places
  [
    `${FILLED} EXEC sp_rename 'dbo.Second', 'Tmp'; EXEC sp_rename 'dbo.Heap', 'Second'; EXEC sp_rename 'dbo.Tmp', 'Heap';`,
    'Heap replaced, Second replaced',
  ],
  [`${FILLED} EXEC sp_rename 'dbo.Second', 'Tmp'; EXEC sp_rename 'dbo.Heap', 'Second';`, 'analyse-statement'],
  [`${FILLED} EXEC sp_rename 'dbo.Heap', 'Second';`, 'analyse-statement'],
  // One that others fill
  [
    "EXEC sp_rename 'dbo.Second', 'Tmp'; EXEC sp_rename 'dbo.Heap', 'Second'; EXEC sp_rename 'dbo.Tmp', 'Heap'; TRUNCATE TABLE dbo.Heap;",
    'Heap replaced, Second replaced',
  ],
  [
    "DROP TABLE dbo.Second; EXEC sp_rename 'dbo.Heap', 'Second'; SELECT TOP 0 * INTO dbo.Heap FROM dbo.Second;",
    'Heap replaced, Second replaced',
  ],
  ["DROP TABLE dbo.Second; EXEC sp_rename 'dbo.Heap', 'Second';", 'analyse-statement'],
  // Each needs the rows that the other one had.
  [
    "EXEC sp_rename 'dbo.Second', 'Tmp'; EXEC sp_rename 'dbo.Heap', 'Second'; EXEC sp_rename 'dbo.Tmp', 'Heap';",
    'Heap replaced, Second replaced',
  ],
  [
    "DELETE FROM dbo.Other; EXEC sp_rename 'dbo.Target', 'Tmp'; EXEC sp_rename 'dbo.Other', 'Target'; EXEC sp_rename 'dbo.Tmp', 'Other';",
    'analyse-statement',
  ],
  [
    `BEGIN TRAN; ${FILLED} EXEC sp_rename 'dbo.Second', 'Tmp'; EXEC sp_rename 'dbo.Heap', 'Second'; EXEC sp_rename 'dbo.Tmp', 'Heap';
      IF (SELECT COUNT(*) FROM dbo.Second) = 0 ROLLBACK; ELSE COMMIT;`,
    'analyse-statement',
  ],
];

describe("procedures of SQL Server's own", () => {
  it.each(TABLE)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body)).split(', ').sort().join(', ')).toBe(outcome);
  });
});
