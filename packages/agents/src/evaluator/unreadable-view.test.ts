import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Note (Id int NOT NULL PRIMARY KEY, Written varchar(20) NULL);
INSERT dbo.Note VALUES (1, '30/06/2000'), (2, '2000-06-05');
GO
CREATE VIEW dbo.Dated AS SELECT Id, TRY_CONVERT(datetime, Written, 103) AS Day FROM dbo.Note;
GO
`;

// dbt builds a view without looking at its rows.
it('a view that raises an error for rows at hand is not called running', { timeout: 120_000 }, async () => {
  const { report } = await migrateScript('notes', SCRIPT);
  const view = report.objects.find(({ id }) => id === 'dbo.Dated');
  expect(view?.verdict).toBe('compiles');
  expect(view?.issues.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'error compare-relation-unreadable',
  ]);
  expect(view?.issues[0]?.message).toMatch(/cannot be read: .*No rule decides .*: 2000-06-05/);
});
