import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Qty int NULL);
CREATE TABLE dbo.Parent (Id int NOT NULL PRIMARY KEY, V int NULL);
CREATE TABLE dbo.Child (Id int NOT NULL PRIMARY KEY, ParentId int NULL REFERENCES dbo.Parent (Id) ON DELETE CASCADE);
CREATE TABLE dbo.Audit (Id int NOT NULL, V int NULL);
CREATE TABLE dbo.Audited (Id int NOT NULL PRIMARY KEY, V int NULL);
CREATE TABLE dbo.Stamped (Id int NOT NULL PRIMARY KEY, V int NULL, Stamp int NULL);
CREATE TABLE dbo.Guarded (Id int NOT NULL PRIMARY KEY, V int NULL);
CREATE TABLE dbo.Result (Id int NOT NULL, V int NULL);
INSERT INTO dbo.Sale VALUES (1, 5), (2, NULL), (3, 7);
INSERT INTO dbo.Parent VALUES (1, 1), (9, 9);
INSERT INTO dbo.Child VALUES (1, 1), (2, 9), (3, NULL);
GO
CREATE TRIGGER dbo.Audits ON dbo.Audited AFTER INSERT, UPDATE AS INSERT INTO dbo.Audit SELECT Id, V FROM inserted;
GO
CREATE TRIGGER dbo.Stamps ON dbo.Stamped AFTER INSERT AS UPDATE s SET Stamp = 1 FROM dbo.Stamped s JOIN inserted i ON i.Id = s.Id;
GO
CREATE TRIGGER dbo.Guards ON dbo.Guarded INSTEAD OF INSERT AS INSERT INTO dbo.Guarded SELECT Id, V * 10 FROM inserted;
GO
`;

const NEW = 'SELECT Id, Qty FROM dbo.Sale s WHERE NOT EXISTS (SELECT 1 FROM';

const CASES: readonly (readonly [string, string, string])[] = [
  ['a trigger that fills an audit trail', `INSERT INTO dbo.Audited ${NEW} dbo.Audited t WHERE t.Id = s.Id);`, 'equal'],
  [
    'what the trigger has filled is read',
    `INSERT INTO dbo.Audited ${NEW} dbo.Audited t WHERE t.Id = s.Id); INSERT INTO dbo.Result SELECT Id, V FROM dbo.Audit;`,
    'analyse-own-write',
  ],
  [
    'the procedure fills the trail as well',
    'UPDATE dbo.Audited SET V = 1; DELETE FROM dbo.Audit WHERE V IS NULL;',
    'analyse-side-effect',
  ],
  [
    'a trigger that changes the new rows',
    `INSERT INTO dbo.Stamped (Id, V) ${NEW} dbo.Stamped t WHERE t.Id = s.Id);`,
    'analyse-side-effect',
  ],
  ['the same trigger, where no row is new', 'UPDATE dbo.Stamped SET V = 1;', 'equal'],
  ['a trigger in place of INSERT', 'INSERT INTO dbo.Guarded SELECT Id, Qty FROM dbo.Sale;', 'analyse-side-effect'],
  [
    'a foreign key that removes rows',
    'DELETE FROM dbo.Parent WHERE Id NOT IN (SELECT Id FROM dbo.Sale);',
    'analyse-side-effect',
  ],
  [
    'MERGE that removes rows, and those that refer to them',
    'MERGE dbo.Parent t USING dbo.Sale s ON s.Id = t.Id WHEN NOT MATCHED THEN INSERT VALUES (s.Id, s.Qty) WHEN NOT MATCHED BY SOURCE THEN DELETE;',
    'analyse-side-effect',
  ],
  [
    'MERGE that removes none',
    'MERGE dbo.Parent t USING dbo.Sale s ON s.Id = t.Id WHEN MATCHED THEN UPDATE SET V = s.Qty WHEN NOT MATCHED THEN INSERT VALUES (s.Id, s.Qty);',
    'equal',
  ],
  [
    'a foreign key of rows that are gone',
    'DELETE FROM dbo.Child; DELETE FROM dbo.Parent; INSERT INTO dbo.Parent SELECT Id, Qty FROM dbo.Sale; INSERT INTO dbo.Child SELECT Id, Id FROM dbo.Sale;',
    'equal',
  ],
];

it.each(CASES)('%s', async (_, body, expected) => {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\n${body}\nEND\nGO\n`;
  const targets = ['Parent', 'Child', 'Audit', 'Audited', 'Stamped', 'Guarded', 'Result'].map((name) => `dbo.${name}`);
  const stated = new StatedSteps([script], targets);
  onTestFinished(() => stated.close());
  const refused = stated.refusals().find((each) => each.startsWith('Refresh: '));
  if (expected !== 'equal') expect(refused).toContain(`Refresh: ${expected}: `);
  else {
    expect(refused).toBeUndefined();
    const found = await stated.run([{ exec: 'EXEC dbo.Refresh' }, { exec: 'EXEC dbo.Refresh' }]);
    expect([...new Set(found.map(({ outcome }) => outcome))]).toEqual(['equal']);
  }
});
