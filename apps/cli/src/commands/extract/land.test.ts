import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Inventory, inventorySchema, landingProfileSchema } from '@datamigrate/contracts';
import { DataProfile } from '@datamigrate/landing';
import { expect, it } from 'vitest';
import { finish, run, start, temporaryFolder } from '../../testing/run-cli.js';

const SCRIPT = `CREATE TABLE dbo.Kept (Id int NOT NULL PRIMARY KEY, Name varchar(10) NULL, Twice AS Id * 2);
CREATE TABLE dbo.Plain (Id int NOT NULL PRIMARY KEY, Name varchar(10) NULL);
CREATE TABLE dbo.Scripted (Id int NOT NULL, Name varchar(10) NULL);
INSERT dbo.Scripted VALUES (1, 'one'), (2, NULL);
`;

function shop(): string {
  const folder = temporaryFolder();
  const lines = Array.from({ length: 5000 }, (_, i) => `${i},name ${i}`);
  writeFileSync(join(folder, 'shop.sql'), SCRIPT);
  writeFileSync(join(folder, 'Kept.csv'), `Id,Name\n${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'Plain.csv'), `Id,Name\n${lines.join('\n')}\nx,not a number\n`);
  return folder;
}

async function land(folder: string, ...more: readonly string[]): Promise<Inventory> {
  const { code, stdout, stderr } = await run(
    ['extract', 'shop.sql', '--land', 'shop.duckdb', '--json', '-q', ...more],
    {
      cwd: folder,
    },
  );
  expect([code, stderr]).toEqual([0, '']);
  return inventorySchema.parse(JSON.parse(stdout));
}

async function names(folder: string, table: string): Promise<readonly string[] | undefined> {
  const opened = await DataProfile.open(join(folder, 'shop.duckdb'));
  if (!opened.ok) throw new Error(opened.error.message);
  const values = await opened.value.distinctValues({ schema: 'dbo', table, column: 'Name' });
  opened.value.close();
  return values;
}

it('lands the rows of scripts and files, and says which do not fit', async () => {
  const folder = shop();
  const found = await land(folder);
  expect(found).toMatchObject({ rows: 10_002, landed: { file: 'shop.duckdb', tables: 3, refused: 0 } });
  expect(found.gaps.map(({ code, message }) => [code, message])).toEqual([
    [
      'source-data-rows',
      expect.stringMatching(/^1 rows of Plain\.csv do not fit into dbo\.Plain; the first is row 5001/),
    ],
  ]);
  expect([(await names(folder, 'Kept'))?.length, await names(folder, 'Scripted')]).toEqual([5000, ['one']]);
  expect(readdirSync(folder).filter((name) => name.startsWith('shop.duckdb'))).toEqual(['shop.duckdb']);
});

it('lands a sample', async () => {
  const folder = shop();
  expect(await land(folder, '--rows', '3')).toMatchObject({ rows: 8, landed: { tables: 3 } });
  expect(await names(folder, 'Plain')).toEqual(['name 0', 'name 1', 'name 2']);
});

it('says when the file cannot be written', async () => {
  const folder = shop();
  writeFileSync(join(folder, 'file'), '');
  const { code, stderr } = await run(['extract', 'shop.sql', '--land', 'file/shop.duckdb'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('error[landing-file-failed]');
});

it('tells what the values of each column are like', async () => {
  const folder = shop();
  await land(folder, '--profile', 'profile.json');
  const profile = landingProfileSchema.parse(JSON.parse(readFileSync(join(folder, 'profile.json'), 'utf8')));
  expect(profile.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['Kept', 5000],
    ['Plain', 5000],
    ['Scripted', 2],
  ]);
  expect(profile.tables[2]?.columns).toEqual([
    { column: 'Id', nulls: 0, distinct: 2, least: '1', greatest: '2' },
    {
      column: 'Name',
      nulls: 1,
      distinct: 1,
      least: 'one',
      greatest: 'one',
      text: { longest: 3, trailingBlanks: 0, caseCollisions: 0, nonAscii: 0 },
    },
  ]);
});

it('has no profile of rows that were not landed', async () => {
  const { code, stderr } = await run(['extract', 'shop.sql', '--profile', 'profile.json'], { cwd: shop() });
  expect([code, stderr]).toEqual([2, expect.stringContaining('--land')]);
});

it('goes on after SIGKILL in the middle of a table, and takes no half of it for the whole', async () => {
  const folder = temporaryFolder();
  // Every row passes through the engine because of the computed column.
  const second = 'CREATE TABLE dbo.B (Id int NOT NULL PRIMARY KEY, Name varchar(40) NULL, Twice AS Id * 2);\n';
  writeFileSync(join(folder, 'shop.sql'), `CREATE TABLE dbo.A (Id int NOT NULL, Name varchar(10) NULL);\n${second}`);
  writeFileSync(join(folder, 'A.csv'), 'Id,Name\n1,one\n2,two\n');
  const count = 400_000;
  const lines = Array.from({ length: count }, (_, i) => `${i},name ${i}`);
  writeFileSync(join(folder, 'B.csv'), `Id,Name\n${lines.join('\n')}\n`);
  const child = start(['extract', 'shop.sql', '--land', 'shop.duckdb'], { cwd: folder });
  const ended = finish(child);
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.includes('dbo.B: ')) child.kill('SIGKILL');
  });
  expect(await ended).toMatchObject({ code: null, stdout: '' });
  expect(told).toContain('dbo.B: ');
  const left = readdirSync(folder);
  expect(left).toContain('shop.duckdb.partial');
  expect(left).not.toContain('shop.duckdb');
  expect(await land(folder)).toMatchObject({ rows: count + 2, landed: { tables: 2, refused: 0 } });
  expect(readdirSync(folder).filter((name) => name.startsWith('shop.duckdb'))).toEqual(['shop.duckdb']);
  expect([(await names(folder, 'A'))?.length, (await names(folder, 'B'))?.length]).toEqual([2, count]);
}, 60_000);
