import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Staged (Id int NOT NULL PRIMARY KEY, Price decimal(9, 2) NULL, Opened date NOT NULL, Closed date NULL);
CREATE TABLE dbo.Offer (Id int NOT NULL PRIMARY KEY, Price decimal(9, 2) NULL, Opened date NOT NULL, [End] date NULL, State char(1) NOT NULL,
  CONSTRAINT CK_Price CHECK (Price > 0), CHECK ([End] IS NULL OR [End] >= Opened), CHECK (State IN ('O', 'C')),
  CONSTRAINT CK_Query CHECK (LEN(State) / Id < 2));
GO
INSERT dbo.Staged VALUES (1, 10, '20240101', NULL), (2, NULL, '20240101', '20240201');
GO
CREATE PROCEDURE dbo.LoadOffers AS
TRUNCATE TABLE dbo.Offer;
INSERT dbo.Offer SELECT Id, Price, Opened, Closed, CASE WHEN Closed IS NULL THEN 'O' ELSE 'C' END FROM dbo.Staged;
GO
`;

it('states CHECK constraints of a table that a procedure fills, where they are plain expressions', {
  timeout: 120_000,
}, async () => {
  const { report, out } = await migrateScript('offers', SCRIPT);
  expect(report.objects.find(({ id }) => id === 'dbo.LoadOffers')?.verdict).toBe('equal');
  expect(report.dbt).toMatchObject({ errors: 0, warnings: 0, tests: { fail: 0 } });
  const marts = join(out, 'models', 'marts');
  const files = readdirSync(marts, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('models.yml'));
  const text = files.map((file) => readFileSync(join(marts, file), 'utf8')).join('');
  const found = [...text.matchAll(/expression: (.*)/g)].map(([, expression]) => expression);
  expect(found).toEqual(['price > 0', 'offer_end is null or offer_end >= opened']);
});
