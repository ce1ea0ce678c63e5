import { expect, it } from 'vitest';
import { analyseText, outcomeOf } from './testing/analyse-text.js';

const BOTH = 'Versioned rewritten, VersionedHistory appended';
const USING = 'MERGE dbo.Versioned AS t USING dbo.Source AS s ON s.Id = t.Id';
const UPDATE = 'WHEN MATCHED THEN UPDATE SET Amount = s.Amount';
const INSERT = 'WHEN NOT MATCHED THEN INSERT (Id, Amount) VALUES (s.Id, s.Amount)';

const CASES: readonly (readonly [body: string, outcome: string])[] = [
  ['INSERT dbo.Versioned (Id, Amount) SELECT Id, Amount FROM dbo.Source;', 'Versioned appended'],
  ['UPDATE dbo.Versioned SET Amount = 1;', BOTH],
  ['UPDATE v SET Amount = o.Amount FROM dbo.Versioned AS v JOIN dbo.Other AS o ON o.Id = v.Id;', BOTH],
  // Which of several matches a row takes says nothing of what it was.
  ['UPDATE v SET Amount = h.Amount FROM dbo.Versioned AS v JOIN dbo.Heap AS h ON h.Id = v.Id;', BOTH],
  ['WITH c AS (SELECT * FROM dbo.Versioned WHERE Amount > 3) UPDATE c SET Amount = 0;', BOTH],
  ['DELETE FROM dbo.Versioned WHERE Amount IS NULL;', BOTH],
  ['DELETE FROM dbo.Versioned;', 'Versioned replaced, VersionedHistory appended'],
  ['IF EXISTS (SELECT 1 FROM dbo.Source) UPDATE dbo.Versioned SET Amount = 1 WHERE Id = 3;', BOTH],
  [
    'DELETE v OUTPUT deleted.Id INTO dbo.Second (Id) FROM dbo.Versioned AS v WHERE v.Id = 2;',
    `${BOTH}, Second appended`,
  ],
  [`${USING} ${UPDATE} ${INSERT};`, BOTH],
  [`${USING} ${INSERT} WHEN NOT MATCHED BY SOURCE THEN DELETE;`, BOTH],
  [`${USING} ${INSERT};`, 'Versioned rewritten'],
  [`${USING} ${UPDATE} OUTPUT inserted.Id INTO dbo.Second (Id);`, `${BOTH}, Second appended`],
  [`${USING} ${UPDATE} OUTPUT $action, inserted.Id;`, `${BOTH}, result`],
  [
    `INSERT dbo.Second (Id) SELECT m.Id FROM (${USING} ${UPDATE} OUTPUT $action AS done, inserted.Id) AS m WHERE m.done = 'UPDATE';`,
    `${BOTH}, Second appended`,
  ],
  ['TRUNCATE TABLE dbo.Versioned;', 'analyse-statement'],
  [
    'DECLARE @i int = 1; WHILE @i <= 2 BEGIN UPDATE dbo.Versioned SET Amount = @i WHERE Id = @i; SET @i += 1; END',
    BOTH,
  ],
  [
    `DECLARE @id int; DECLARE c CURSOR FOR SELECT Id FROM dbo.Source; OPEN c; FETCH NEXT FROM c INTO @id;
     WHILE @@FETCH_STATUS = 0 BEGIN UPDATE dbo.Versioned SET Amount = 1 WHERE Id = @id; FETCH NEXT FROM c INTO @id; END
     CLOSE c; DEALLOCATE c;`,
    'analyse-statement',
  ],
];

it.each(CASES)('%s', (body, outcome) => {
  const sorted = (text: string): string => text.split(', ').sort().join(', ');
  expect(sorted(outcomeOf(analyseText(body)))).toBe(sorted(outcome));
});
