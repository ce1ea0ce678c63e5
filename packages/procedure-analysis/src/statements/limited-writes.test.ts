import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

const DEFAULTS: Rows = [
  ['INSERT INTO dbo.Heap DEFAULT VALUES;', 'analyse-statement'],
  ['INSERT INTO dbo.Defaulted DEFAULT VALUES;', 'Defaulted appended'],
  [
    'INSERT INTO dbo.Defaulted DEFAULT VALUES; INSERT INTO dbo.Second (Id) VALUES (SCOPE_IDENTITY());',
    'Defaulted appended, Second appended',
  ],
  [
    'INSERT INTO dbo.Defaulted OUTPUT inserted.Id INTO dbo.Second (Id) DEFAULT VALUES;',
    'Defaulted appended, Second appended',
  ],
];

const INSERT_TOP: Rows = [
  ['INSERT TOP (1) INTO dbo.Second (Id) VALUES (1);', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) VALUES (1), (2);', 'analyse-any-rows'],
  ['INSERT TOP (100) PERCENT INTO dbo.Second (Id) SELECT Id FROM dbo.Source;', 'Second appended'],
  ['INSERT TOP (50) PERCENT INTO dbo.Second (Id) SELECT Id FROM dbo.Source;', 'analyse-any-rows'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT Id FROM dbo.Source ORDER BY Id;', 'analyse-any-rows'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT TOP (3) Id FROM dbo.Source ORDER BY Id;', 'Second appended'],
  ['INSERT TOP (3) INTO dbo.Second (Id) SELECT TOP (4) Id FROM dbo.Source ORDER BY Id;', 'analyse-any-rows'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT MAX(Id) FROM dbo.Source;', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT MAX(Id) FROM dbo.Source GROUP BY Code;', 'analyse-any-rows'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT Amount FROM dbo.Source WHERE Id = 3;', 'Second appended'],
  ['INSERT TOP (1) INTO dbo.Second (Id) SELECT Amount FROM dbo.Source WHERE Id >= 3;', 'analyse-any-rows'],
  ["INSERT TOP (2) INTO dbo.Second (Id, Code) SELECT 1, 'x' FROM dbo.Source WHERE Amount > 3;", 'Second appended'],
  ['INSERT TOP (2) INTO dbo.Second (Code) SELECT LEFT(NEWID(), 9) FROM dbo.Source;', 'analyse-any-rows'],
  [
    'DECLARE @n int = 2; INSERT TOP (@n) INTO dbo.Second (Id) SELECT 1 UNION ALL SELECT Amount FROM dbo.Source WHERE Id = 3;',
    'Second appended',
  ],
  ['INSERT TOP (CAST(@p AS int)) INTO dbo.Second (Id) VALUES (1);', 'analyse-any-rows'],
];

describe.each([
  ['DEFAULT VALUES', DEFAULTS],
  ['INSERT TOP', INSERT_TOP],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (body, outcome) => {
    expect(outcomeOf(analyseText(body, '@p varchar(20) = NULL'))).toBe(outcome);
  });
});
