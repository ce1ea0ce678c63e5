import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Code varchar(5) NOT NULL PRIMARY KEY, Name nvarchar(20) NULL, City nvarchar(20) NULL);
CREATE TABLE dbo.Dim (DimKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL, Name nvarchar(20) NULL, City nvarchar(20) NULL,
  RowHash varbinary(32) NULL, ValidFrom date NOT NULL, ValidTo date NULL);
INSERT dbo.Source VALUES ('a', N'Ann', N'Oslo'), ('b', N'Bob', NULL), ('c', N'Cid', N'Rome');
INSERT dbo.Dim (Code, Name, City, RowHash, ValidFrom) VALUES ('a', N'Ann', N'Oslo', HASHBYTES('SHA2_256', N'Ann|Oslo'), '2020-01-01'),
  ('b', N'Bo', NULL, HASHBYTES('SHA2_256', N'Bo|'), '2020-01-01'), ('z', N'Zoe', NULL, NULL, '2020-01-01');
GO
CREATE PROCEDURE dbo.LoadDim @Day date AS
BEGIN
  SELECT Code, Name, City, HASHBYTES('SHA2_256', CONCAT(Name, N'|', City)) AS RowHash INTO #s FROM dbo.Source;
  UPDATE d SET ValidTo = @Day FROM dbo.Dim d JOIN #s s ON s.Code = d.Code WHERE d.ValidTo IS NULL AND d.RowHash <> s.RowHash;
  INSERT dbo.Dim (Code, Name, City, RowHash, ValidFrom)
  SELECT s.Code, s.Name, s.City, s.RowHash, @Day FROM #s s
  WHERE NOT EXISTS (SELECT 1 FROM dbo.Dim d WHERE d.Code = s.Code AND d.ValidTo IS NULL) ORDER BY s.Code;
END
GO
`;

it('hashes that rows keep are compared as they are, and a test watches their length', {
  timeout: 120_000,
}, async () => {
  const { report, out } = await migrateScript('hashes', SCRIPT);
  const load = report.objects.find(({ id }) => id === 'dbo.LoadDim');
  expect(load?.verdict).toBe('equal');
  expect(load?.evidence.map(({ rowsSource }) => rowsSource)).toEqual([5, 5]);
  expect(load?.assumptions.filter(({ code }) => code === 'byte-length')).toMatchObject([
    { column: 'dbo.Dim.RowHash', text: 'Values have 32 bytes: dbo.Dim.RowHash.' },
  ]);
  const model = readFileSync(join(out, 'models/marts/hashes/dim.sql'), 'utf8');
  expect(model).toContain('row_hash <> s.row_hash');
  expect(model).not.toMatch(/regexp_replace|array_slice/);
  const staging = readFileSync(join(out, 'models/staging/hashes/_hashes__models.yml'), 'utf8');
  expect(staging).toMatch(/byte_length:\s+arguments:\s+bytes: 32/);
  expect(report.dbt).toMatchObject({ tests: { fail: 0 } });
});
