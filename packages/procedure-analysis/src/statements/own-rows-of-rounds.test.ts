import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const COUNT = (body: string, declared = '', counting = 'SET @i += 1;'): string =>
  `DECLARE @i int = 0${declared}; WHILE @i < @n BEGIN ${body} ${counting} END`;
const DAYS = (body: string): string =>
  `DECLARE @d date = '20240101', @k int; WHILE @d < '20250101' BEGIN ${body} SET @d = DATEADD(day, 1, @d); END`;
const UNLESS_THERE = (value: string, added = value): string =>
  `IF NOT EXISTS (SELECT 1 FROM dbo.Second WHERE Id = ${value}) INSERT INTO dbo.Second (Id) VALUES (${added});`;

/** A round that looks for the rows that it adds itself, and for those alone. */
const OWN: Rows = [
  [COUNT(UNLESS_THERE('@i')), 'Second appended'],
  [COUNT(UNLESS_THERE('@i + 1')), 'Second appended'],
  [COUNT(UNLESS_THERE('7 - @i')), 'Second appended'],
  [COUNT(UNLESS_THERE('@i * 2')), 'analyse-loop'],
  [COUNT(UNLESS_THERE('@i % 2')), 'analyse-loop'],
  // Each of them is a value of its round alone, but not the same one.
  [COUNT(UNLESS_THERE('@i - 1', '@i')), 'analyse-loop'],
  [COUNT(UNLESS_THERE('@i', '@j'), ', @j int = 5', 'SET @i += 1; SET @j += 1;'), 'analyse-loop'],
  [COUNT(UNLESS_THERE('@j'), ', @j int = 5', 'SET @j -= 2; SET @i += 1;'), 'Second appended'],
  [COUNT(UNLESS_THERE('@j'), ', @j int = 5', 'SET @i += 1; SET @j = @j + @i;'), 'analyse-loop'],
];

const DAY_KEYS: Rows = [
  [DAYS(UNLESS_THERE('CONVERT(int, CONVERT(char(8), @d, 112))')), 'Second appended'],
  [DAYS(`SET @k = CONVERT(int, CONVERT(varchar(8), @d, 112)); ${UNLESS_THERE('@k')}`), 'Second appended'],
  [DAYS(UNLESS_THERE('YEAR(@d) * 10000 + MONTH(@d) * 100 + DAY(@d)')), 'Second appended'],
  [DAYS(UNLESS_THERE('DATEPART(year, @d) * 10000 + DATEPART(month, @d) * 100 + DATEPART(day, @d)')), 'Second appended'],
  [DAYS(UNLESS_THERE("CAST(FORMAT(@d, 'yyyyMMdd') AS int)")), 'analyse-loop'],
  // Parts of a day that others share.
  [DAYS(UNLESS_THERE('CONVERT(int, CONVERT(char(6), @d, 112))')), 'analyse-loop'],
  [DAYS(UNLESS_THERE('YEAR(@d) * 100 + MONTH(@d)')), 'analyse-loop'],
  [DAYS(UNLESS_THERE('YEAR(@d) * 10000 + MONTH(@d) * 10 + DAY(@d)')), 'analyse-loop'],
];

const NUMBERED = (body: string): string =>
  `CREATE TABLE #n (No int IDENTITY(1,1), Id int); ${COUNT(body)} INSERT INTO dbo.Second (Id, Amount) SELECT No, Id FROM #n;`;

/** Keys that SQL Server makes, round after round. */
const NUMBERS: Rows = [
  [NUMBERED('INSERT INTO #n VALUES (@i);'), 'Second appended'],
  [NUMBERED('IF @i > 2 INSERT INTO #n SELECT @i;'), 'Second appended'],
  [NUMBERED('INSERT INTO #n VALUES (@i); INSERT INTO #n VALUES (-@i);'), 'analyse-identity'],
  [NUMBERED('IF @i > 2 INSERT INTO #n VALUES (@i); ELSE INSERT INTO #n VALUES (-@i);'), 'analyse-identity'],
  [NUMBERED('INSERT INTO #n SELECT Id FROM dbo.Source WHERE Amount = @i ORDER BY Id;'), 'analyse-identity'],
  [NUMBERED('DELETE #n WHERE Id = @i; INSERT INTO #n SELECT Id FROM dbo.Source WHERE Id = @i;'), 'analyse-identity'],
];

const WEEKS: Rows = [
  [`SET DATEFIRST 1; ${DAYS('INSERT INTO dbo.Second (Id) VALUES (DATEPART(weekday, @d));')}`, 'Second appended'],
  ['SET DATEFIRST 1; INSERT INTO dbo.Second (Id) VALUES (@@DATEFIRST);', 'Second appended'],
  ['IF @n > 3 SET DATEFIRST 1; INSERT INTO dbo.Second (Id) VALUES (1);', 'analyse-statement'],
  [DAYS('SET DATEFIRST 1; INSERT INTO dbo.Second (Id) VALUES (DATEPART(weekday, @d));'), 'analyse-statement'],
  ["SET DATEFIRST 1; EXEC ('INSERT INTO dbo.Second (Id) SELECT DATEPART(week, ''20240101'')');", 'analyse-dynamic-sql'],
  ["SET DATEFIRST 1; EXEC ('INSERT INTO dbo.Second (Id) SELECT 1');", 'Second appended'],
];

describe.each([
  ['rows of a round', OWN],
  ['days as keys', DAY_KEYS],
  ['SET DATEFIRST', WEEKS],
  ['keys of rounds', NUMBERS],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@n int = 5'))).toBe(outcome);
  });
});

it('takes the words of a list in their order', () => {
  const body = (order: string, words: string): string => `DECLARE @t varchar(20);
DECLARE c CURSOR FOR SELECT Word FROM (VALUES ${words}) v (Word) ORDER BY ${order};
OPEN c; FETCH NEXT FROM c INTO @t;
WHILE @@FETCH_STATUS = 0 BEGIN
  EXEC ('INSERT INTO dbo.Second (Id) SELECT ' + @t + ' FROM dbo.Source'); FETCH NEXT FROM c INTO @t;
END`;
  expect(outcomeOf(analyseText(body('Word', "('Id'), ('Amount')")))).toBe('Second appended');
  expect(outcomeOf(analyseText(body('Word DESC', "('Id'), ('Amount')")))).toBe('Second appended');
  expect(outcomeOf(analyseText(body('Word', "('Id'), ('Amount + 1')")))).toMatch(/^analyse-/);
});
