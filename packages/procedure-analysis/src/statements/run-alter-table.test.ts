import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const MADE = 'SELECT Id, Amount INTO #t FROM dbo.Source;';
const USED = 'INSERT INTO dbo.Second SELECT Id, Code, Amount FROM #t;';

const ALTERED: Rows = [
  [`${MADE} ALTER TABLE #t ADD Code varchar(10) NULL; UPDATE #t SET Code = 'x'; ${USED}`, 'Second appended'],
  [`${MADE} ALTER TABLE #t ADD Code varchar(10) NOT NULL DEFAULT 'new'; ${USED}`, 'Second appended'],
  [`CREATE TABLE #t (Id int); ALTER TABLE #t ADD Code varchar(10), Amount int; ${USED}`, 'Second appended'],
  [
    `${MADE} ALTER TABLE #t ADD Code varchar(10); ALTER TABLE #t ALTER COLUMN Amount bigint; ${USED}`,
    'Second appended',
  ],
  [
    'SELECT * INTO #t FROM dbo.Source; ALTER TABLE #t DROP COLUMN Day; INSERT INTO dbo.Second SELECT * FROM #t;',
    'Second appended',
  ],
  // Whether rows that are there get this default, WITH VALUES says.
  [`${MADE} ALTER TABLE #t ADD Code varchar(10) NULL DEFAULT 'new'; ${USED}`, 'analyse-statement'],
  [
    `${MADE} IF @n > 3 ALTER TABLE #t ADD Code varchar(10) NULL; INSERT INTO dbo.Second (Id) SELECT Id FROM #t;`,
    'analyse-statement',
  ],
  [`IF @n > 3 RETURN; ${MADE} ALTER TABLE #t ADD Code varchar(10) NULL; ${USED}`, 'Second appended'],
];

const CHANGED = (key: string): string => `UPDATE t SET Code = k.Code OUTPUT inserted.Id INTO dbo.Second (Id)
  FROM dbo.Target t JOIN #t k ON k.${key} = t.Id;`;

/** Whether a row of the target meets one row at most. */
const GROUPED: Rows = [
  [
    `SELECT Id, Code, SUM(Amount) AS Amount INTO #t FROM dbo.Source GROUP BY Id, Code; ${CHANGED('Id')}`,
    'Target rewritten, Second appended',
  ],
  [
    `SELECT s.Id, s.Code, COUNT(*) AS N INTO #t FROM dbo.Source s LEFT JOIN dbo.Heap h ON h.Id = s.Id GROUP BY s.Code, s.Id; ${CHANGED('Id')}`,
    'Target rewritten, Second appended',
  ],
  [
    `SELECT Amount, Code, COUNT(*) AS N INTO #t FROM dbo.Source GROUP BY Amount, Code; ${CHANGED('Amount')}`,
    'analyse-statement',
  ],
  [
    `SELECT s.Id, h.Code, COUNT(*) AS N INTO #t FROM dbo.Source s JOIN dbo.Heap h ON h.Id = s.Id GROUP BY s.Id, h.Code; ${CHANGED('Id')}`,
    'analyse-statement',
  ],
  [
    `SELECT Id, Code, SUM(Amount) AS Amount INTO #t FROM dbo.Source GROUP BY ROLLUP (Id, Code); ${CHANGED('Id')}`,
    'analyse-statement',
  ],
];

/** SELECT INTO in the place of a table of the database. */
const REBUILT: Rows = [
  [
    "IF OBJECT_ID('dbo.Heap') IS NOT NULL DROP TABLE dbo.Heap; SELECT Id, Code, Amount INTO dbo.Heap FROM dbo.Source;",
    'Heap replaced',
  ],
  ['DROP TABLE IF EXISTS dbo.Heap; SELECT Id, Code, Amount INTO dbo.Heap FROM dbo.Source;', 'Heap replaced'],
  ['DROP TABLE dbo.Heap; SELECT Id, Amount INTO dbo.Heap FROM dbo.Source;', 'analyse-statement'],
  ["DROP TABLE dbo.Heap; SELECT Id, Code, 'x' AS Amount INTO dbo.Heap FROM dbo.Source;", 'analyse-statement'],
  ['DROP TABLE dbo.Heap;', 'analyse-statement'],
];

describe.each([
  ['SELECT INTO after DROP TABLE', REBUILT],
  ['ALTER TABLE of a temporary table', ALTERED],
  ['keys of groups', GROUPED],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@n int = 5'))).toBe(outcome);
  });
});
