import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const untilNone = (insert: string): string => `WHILE 1 = 1 BEGIN ${insert} IF @@ROWCOUNT = 0 BREAK; END`;

const INSERT = 'INSERT TOP (9) INTO dbo.Target (Id, Code, Amount) SELECT s.Id, s.Code, s.Amount FROM dbo.Source s';
const MISSING = 'NOT EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Id = s.Id)';

const INSERTS: Rows = [
  [untilNone(`${INSERT} WHERE ${MISSING};`), 'Target appended'],
  [untilNone(`${INSERT} WHERE s.Amount > 3 AND ${MISSING} ORDER BY s.Id;`), 'Target appended'],
  [untilNone(`${INSERT} WHERE s.Id NOT IN (SELECT t.Id FROM dbo.Target t);`), 'Target appended'],
  [untilNone(`${INSERT} LEFT JOIN dbo.Target t ON s.Id = t.Id WHERE t.Id IS NULL;`), 'Target appended'],
  [untilNone(`${INSERT} JOIN dbo.Other o ON o.Id = s.Id WHERE ${MISSING};`), 'Target appended'],
  [
    untilNone(
      `INSERT dbo.Target (Id, Code, Amount) SELECT TOP (9) s.Id, s.Code, s.Amount FROM dbo.Source s WHERE ${MISSING} ORDER BY s.Id;`,
    ),
    'Target appended',
  ],
  [`DECLARE @n int = 1; WHILE @n > 0 BEGIN ${INSERT} WHERE ${MISSING}; SET @n = @@ROWCOUNT; END`, 'Target appended'],
  [`WHILE EXISTS (SELECT 1 FROM dbo.Source s WHERE ${MISSING}) ${INSERT} WHERE ${MISSING};`, 'Target appended'],
  [
    `SET ROWCOUNT 9; ${untilNone(`INSERT dbo.Target SELECT s.Id, s.Code, s.Amount FROM dbo.Source s WHERE ${MISSING};`)} SET ROWCOUNT 0;`,
    'Target appended',
  ],
  [
    `DECLARE @n int, @all int = 0; WHILE 1 = 1 BEGIN ${INSERT} WHERE ${MISSING}; SET @n = @@ROWCOUNT; SET @all += @n; IF @n < 9 BREAK; END INSERT dbo.Heap (Id) VALUES (@all);`,
    'Target appended, Heap appended',
  ],
  [
    `DECLARE @n int, @all int = 0; WHILE 1 = 1 BEGIN ${INSERT} WHERE ${MISSING}; SET @n = @@ROWCOUNT; SET @all += @n; IF @n = 0 BREAK; END INSERT dbo.Heap (Id) VALUES (@all);`,
    'Target appended, Heap appended',
  ],
  // One row for each group
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Second (Code, Amount) SELECT s.Code, SUM(s.Amount) FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Code = s.Code) GROUP BY s.Code;',
    ),
    'Second appended',
  ],
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Second (Code) SELECT DISTINCT s.Code FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Code = s.Code);',
    ),
    'Second appended',
  ],
  [
    untilNone(
      "INSERT TOP (9) INTO dbo.Second (Id, Code) SELECT s.Id, 'new' FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Id = s.Id AND t.Code = 'new');",
    ),
    'Second appended',
  ],
  // A batch that is full may have left rows behind.
  [`WHILE 1 = 1 BEGIN ${INSERT} WHERE ${MISSING}; IF @@ROWCOUNT < 10 BREAK; END`, 'analyse-loop'],
  [`DECLARE @i int = 0; WHILE @i < CAST(@p AS int) BEGIN ${INSERT} WHERE ${MISSING}; SET @i += 1; END`, 'analyse-loop'],
  // Rows of one key may come in one batch or in several.
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Second (Code) SELECT s.Code FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Code = s.Code);',
    ),
    'analyse-loop',
  ],
  [untilNone(`${INSERT} JOIN dbo.Heap h ON h.Id = s.Id WHERE ${MISSING};`), 'analyse-loop'],
  // The new row does not leave itself out, or leaves out others.
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Target (Id, Amount) SELECT s.Amount, s.Amount FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Id = s.Id);',
    ),
    'analyse-loop',
  ],
  [untilNone(`${INSERT} WHERE NOT EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Id >= s.Id);`), 'analyse-loop'],
  [
    untilNone(`${INSERT} WHERE NOT EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Id = s.Id AND t.Amount > 5);`),
    'analyse-loop',
  ],
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Second (Id) SELECT h.Id FROM dbo.Heap h WHERE h.Amount NOT IN (SELECT Amount FROM dbo.Second);',
    ),
    'analyse-loop',
  ],
  [
    untilNone(
      'INSERT TOP (9) INTO dbo.Second (Id, Amount) SELECT s.Id, s.Id / 2 FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Amount = s.Id / 2);',
    ),
    'analyse-loop',
  ],
  // Without a condition, each batch would take the same rows again.
  [untilNone(`${INSERT};`), 'analyse-loop'],
  // What else depends on the batches
  [untilNone(`${INSERT} WHERE s.Amount > (SELECT COUNT(*) FROM dbo.Target) AND ${MISSING};`), 'analyse-loop'],
  [
    untilNone(
      `INSERT TOP (9) INTO dbo.Target (Id, Amount) SELECT s.Id, ROW_NUMBER() OVER (ORDER BY s.Id) FROM dbo.Source s WHERE ${MISSING};`,
    ),
    'analyse-loop',
  ],
  [
    `DECLARE @a int = 9; WHILE 1 = 1 BEGIN ${INSERT} WHERE s.Amount > @a AND ${MISSING}; IF @@ROWCOUNT = 0 BREAK; SET @a -= 1; END`,
    'analyse-loop',
  ],
];

const MOVE =
  'INSERT TOP (9) INTO dbo.Target (Id, Code, Amount) SELECT o.Id, o.Code, o.Amount FROM dbo.Other o WHERE o.Amount > 3';
const MOVED = 'DELETE FROM dbo.Other WHERE EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Id = Other.Id);';

const MOVES: Rows = [
  [`WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; ${MOVED} END`, 'Target appended, Other rewritten'],
  [
    `DECLARE @n int = 1; WHILE @n > 0 BEGIN ${MOVE}; SET @n = @@ROWCOUNT; ${MOVED} END`,
    'Target appended, Other rewritten',
  ],
  [`WHILE 1 = 1 BEGIN ${MOVE}; ${MOVED} IF @@ROWCOUNT = 0 BREAK; END`, 'Target appended, Other rewritten'],
  [
    `WHILE EXISTS (SELECT 1 FROM dbo.Other WHERE Amount > 3) BEGIN BEGIN TRAN; ${MOVE}; ${MOVED} COMMIT; END`,
    'Target appended, Other rewritten',
  ],
  [
    `WHILE 1 = 1 BEGIN ${MOVE} AND o.Id NOT IN (SELECT Id FROM dbo.Target); IF @@ROWCOUNT = 0 BREAK; DELETE o FROM dbo.Other o JOIN dbo.Target t ON t.Id = o.Id; END`,
    'Target appended, Other rewritten',
  ],
  [
    `WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; DELETE FROM dbo.Other WHERE Id IN (SELECT Id FROM dbo.Target); END`,
    'Target appended, Other rewritten',
  ],
  [
    'WHILE 1 = 1 BEGIN DELETE TOP (9) FROM dbo.Other OUTPUT deleted.* INTO dbo.Heap WHERE Amount > 3; IF @@ROWCOUNT = 0 BREAK; END',
    'Other rewritten, Heap appended',
  ],
  // The DELETE does not find what was moved, or more than that.
  [`WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; DELETE FROM dbo.Other WHERE Amount > 3; END`, 'analyse-loop'],
  [
    `WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; DELETE FROM dbo.Other WHERE Amount IN (SELECT Id FROM dbo.Target); END`,
    'analyse-loop',
  ],
  [
    `WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; DELETE FROM dbo.Other WHERE EXISTS (SELECT 1 FROM dbo.Target t WHERE t.Code = Other.Code); END`,
    'analyse-loop',
  ],
  // Without a key in the archive nobody says whether a row that is there already is moved once more.
  [
    'WHILE 1 = 1 BEGIN INSERT TOP (9) INTO dbo.Second (Id) SELECT o.Id FROM dbo.Other o; IF @@ROWCOUNT = 0 BREAK; DELETE dbo.Other WHERE Id IN (SELECT Id FROM dbo.Second); END',
    'analyse-loop',
  ],
  // The last batch stays in the source.
  [`WHILE 1 = 1 BEGIN ${MOVE} ORDER BY o.Id; IF @@ROWCOUNT < 9 BREAK; ${MOVED} END`, 'analyse-loop'],
  [
    `DECLARE @n int = 9; WHILE @n = 9 BEGIN ${MOVE}; SET @n = @@ROWCOUNT; ${MOVED} END`,
    'Target appended, Other rewritten',
  ],
  // Deleted first
  [`WHILE 1 = 1 BEGIN ${MOVED} ${MOVE}; IF @@ROWCOUNT = 0 BREAK; END`, 'analyse-loop'],
  [`WHILE 1 = 1 BEGIN ${MOVE}; IF @@ROWCOUNT = 0 BREAK; ${MOVED} UPDATE dbo.Heap SET Amount = 1; END`, 'analyse-loop'],
];

describe.each([
  ['INSERT in batches', INSERTS],
  ['rows that are moved in batches', MOVES],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@p varchar(20) = NULL'))).toBe(outcome);
  });
});
