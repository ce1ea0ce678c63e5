import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const DECLARED = 'DECLARE @i int, @a int; DECLARE c CURSOR FOR SELECT Id, Amount FROM dbo.Source ORDER BY Id; OPEN c;';
const NEXT = 'FETCH NEXT FROM c INTO @i, @a;';
const CLOSED = 'CLOSE c; DEALLOCATE c;';
const ADD = 'INSERT INTO dbo.Second (Id) VALUES (@i);';

const CURSORS: Rows = [
  [`WHILE @@FETCH_STATUS = 0 BEGIN IF @a = 0 BEGIN ${NEXT} CONTINUE; END ${ADD} ${NEXT} END`, 'Second appended'],
  // The round would work on the same row for ever.
  [`WHILE @@FETCH_STATUS = 0 BEGIN IF @a = 0 CONTINUE; ${ADD} ${NEXT} END`, 'analyse-loop'],
  [`WHILE @@FETCH_STATUS <> -1 BEGIN IF @@FETCH_STATUS <> -2 BEGIN ${ADD} END ${NEXT} END`, 'Second appended'],
  [`WHILE @@FETCH_STATUS <> 0 BEGIN ${ADD} ${NEXT} END`, 'analyse-loop'],
  [`DECLARE @n int = 0; WHILE @@FETCH_STATUS = 0 AND @n < 2 BEGIN ${ADD} SET @n = @n + 1; ${NEXT} END`, 'analyse-loop'],
  [`WHILE @@FETCH_STATUS = 0 BEGIN IF @a > 5 BREAK; ${ADD} ${NEXT} END`, 'analyse-loop'],
  [`WHILE 1 = 1 BEGIN IF @@FETCH_STATUS <> 0 BREAK; ${ADD} ${NEXT} END`, 'Second appended'],
  // It begins with the second row.
  [`${NEXT} WHILE @@FETCH_STATUS = 0 BEGIN ${ADD} ${NEXT} END`, 'analyse-loop'],
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS <> 0 BREAK; ${ADD} END`, 'analyse-loop'],
  // No row is left.
  [
    `WHILE @@FETCH_STATUS = 0 BEGIN ${NEXT} END ${NEXT} WHILE @@FETCH_STATUS = 0 BEGIN ${ADD} ${NEXT} END`,
    'analyse-loop',
  ],
  [
    `WHILE @@FETCH_STATUS = 0 BEGIN ${NEXT} END CLOSE c; OPEN c; ${NEXT} WHILE @@FETCH_STATUS = 0 BEGIN ${ADD} ${NEXT} END`,
    'Second appended',
  ],
  [`WHILE 1 = 1 BEGIN IF @@FETCH_STATUS = 0 BREAK; ${ADD} ${NEXT} END`, 'analyse-loop'],
];

const ENDLESS: Rows = [
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS <> 0 BREAK; IF @a = 0 CONTINUE; ${ADD} END`, 'Second appended'],
  [`WHILE (1 = 1) BEGIN ${NEXT} IF @@FETCH_STATUS = -1 BREAK; ${ADD} END`, 'Second appended'],
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS = 0 BEGIN ${ADD} END ELSE BREAK; END`, 'Second appended'],
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS <> 0 BEGIN PRINT 'done'; BREAK; END ${ADD} END`, 'Second appended'],
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS = 0 BREAK; ${ADD} END`, 'analyse-loop'],
  [`WHILE 1 = 1 BEGIN ${NEXT} IF @@FETCH_STATUS <> 0 BREAK; IF @a > 5 BREAK; ${ADD} END`, 'analyse-loop'],
  // One row only: which one, no loop says.
  [`${NEXT} ${ADD}`, 'analyse-loop'],
];

const OTHERS: Rows = [
  [
    'DECLARE @n int = 1; WHILE @n < 4 BEGIN IF @n = 2 BREAK; SET @n = @n + 1; END INSERT INTO dbo.Second (Id) VALUES (@n);',
    'Second appended',
  ],
  [
    'DECLARE @n int = 0; WHILE @n < 4 BEGIN SET @n = @n + 1; IF @n = 2 CONTINUE; INSERT INTO dbo.Second (Id) VALUES (@n); END',
    'Second appended',
  ],
  [
    'DECLARE @n int = 1; WHILE @n < 4 BEGIN IF (SELECT SUM(Amount) FROM dbo.Target) > 9 BREAK; UPDATE dbo.Target SET Amount += @n; SET @n = @n + 1; END INSERT INTO dbo.Second (Id) VALUES (@n);',
    'Second appended, Target rewritten',
  ],
  [
    'DECLARE @n int = 1; WHILE 1 = 1 BEGIN INSERT INTO dbo.Second (Id) VALUES (@n); SET @n = @n * 2; IF @n > (SELECT MAX(Id) FROM dbo.Source) BREAK; END INSERT INTO dbo.Heap (Id) VALUES (@n);',
    'Heap appended, Second appended',
  ],
  [
    'IF EXISTS (SELECT 1 FROM dbo.Source) BEGIN DECLARE @n int = 0; WHILE @n < 3 BEGIN SET @n += 1; IF (SELECT SUM(Amount) FROM dbo.Target) > 9 BREAK; UPDATE dbo.Target SET Amount += @n; END INSERT INTO dbo.Second (Id) VALUES (@n); END',
    'Second appended, Target rewritten',
  ],
  ['BREAK;', 'analyse-loop'],
  ['CONTINUE;', 'analyse-statement'],
];

describe.each([
  [
    'cursors that fetch before',
    CURSORS.map(([body, outcome]) => [`${DECLARED} ${NEXT} ${body} ${CLOSED}`, outcome] as const),
  ],
  ['cursors that fetch inside', ENDLESS.map(([body, outcome]) => [`${DECLARED} ${body} ${CLOSED}`, outcome] as const)],
  ['other loops', OTHERS],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    const found = outcomeOf(analyseText(body, '@p varchar(20) = NULL'));
    expect(found.split(', ').sort().join(', ')).toBe(outcome);
  });
});
