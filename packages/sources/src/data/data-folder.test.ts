import { writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { expect, it } from 'vitest';
import { open, rowsOf } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { counted, int32, join, nullField, wide } from '../testing/write-bcp.js';

const SCRIPT = `CREATE TABLE dbo.A (Id int NOT NULL, Name nvarchar(20) NULL);
CREATE TABLE dbo.B (Id int NOT NULL);
CREATE TABLE sales.A (Id int NOT NULL);
CREATE TABLE dbo.C (Id int NOT NULL);
INSERT dbo.B VALUES (1), (2);
INSERT dbo.C VALUES (1);
`;

function sourceWith(files: Readonly<Record<string, string>>): { source: string; folder: string } {
  const source = folderOf({ 'shop.sql': `CREATE SCHEMA sales;\nGO\n${SCRIPT}`, 'dbo.A.csv': 'Id,Name\n1,beside\n' });
  return { source, folder: folderOf(files) };
}

it('rows of a folder stand for all rows of their tables; the others keep theirs', async () => {
  const { source, folder } = sourceWith({
    'dbo.A.csv': 'Id,Name\n7,named\n8,\n',
    'sales/A.csv': 'Id\n5\n',
    'B.csv': 'Id\n3\n',
    'dbo.Unknown.csv': 'Id\n1\n',
  });
  const opened = await open(source, { rows: { kind: 'folder', folder } });
  expect(rowsOf(opened, 'B')).toEqual([['3']]);
  expect(rowsOf(opened, 'C')).toEqual([['1']]);
  const { origins, diagnostics } = opened.loaded;
  expect(Object.fromEntries(origins)).toEqual({
    'dbo.A': { from: 'file', file: 'dbo.A.csv' },
    'sales.A': { from: 'file', file: 'sales/A.csv' },
    'dbo.B': { from: 'file', file: 'B.csv' },
    'dbo.C': { from: 'scripts' },
  });
  expect(diagnostics.map(({ code, message }) => [code, message.includes('dbo.Unknown.csv')])).toEqual([
    ['source-data-unnamed', true],
  ]);
});

it('reads files in the form of bcp', async () => {
  const { source, folder } = sourceWith({});
  const bytes = join(int32(7), counted(2, wide('Möwe')), int32(8), nullField(2));
  writeFileSync(joinPath(folder, 'dbo.A.bcp'), bytes);
  const opened = await open(source, { rows: { kind: 'folder', folder } });
  expect(opened.loaded.diagnostics).toEqual([]);
  expect(opened.loaded.database.rows('dbo', 'A')).toEqual([
    [7n, 'Möwe'],
    [8n, null],
  ]);
});

it('leaves all tables empty when no rows are wanted', async () => {
  const { source } = sourceWith({});
  const opened = await open(source, { rows: { kind: 'none' } });
  expect([...opened.loaded.origins.values()].map(({ from }) => from)).toEqual(['none', 'none', 'none', 'none']);
  expect(rowsOf(opened, 'B')).toEqual([]);
});
