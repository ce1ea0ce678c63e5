import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { openSource } from '../open-source.js';
import { open, rowsOf, tableNames } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';

afterEach(() => vi.unstubAllEnvs());

const TABLE = 'CREATE TABLE dbo.T (a int);\nGO\n';

it('keeps scripts of strangers from reading other files', async () => {
  const secret = folderOf({ 'secret.sql': 'CREATE TABLE dbo.Secret (a int);', 'T.csv': '1\n', 'data.csv': '2\n' });
  const folder = folderOf({
    'a.sql': `${TABLE}:r ${join(secret, 'secret.sql')}\nGO\nBULK INSERT dbo.T FROM '${join(secret, 'data.csv')}';\nGO\n:r linked.sql\n`,
  });
  symlinkSync(join(secret, 'secret.sql'), join(folder, 'linked.sql'));
  expect(tableNames(await open(folder))).toEqual(['Secret', 'T']);
  vi.stubEnv('DATAMIGRATE_SOURCE_ROOT', folder);
  const opened = await open(join(folder, 'a.sql'));
  expect([tableNames(opened), rowsOf(opened, 'T')]).toEqual([['T'], []]);
  expect(opened.codes).toEqual(['source-unreadable', 'source-unreadable', 'source-data-missing']);
});

it('keeps projects of strangers inside as well', async () => {
  const folder = folderOf({
    'shop/Shop.sqlproj':
      '<Project><ItemGroup><Build Include="a.sql" /><Build Include="../b.sql" /></ItemGroup></Project>',
    'shop/a.sql': TABLE,
    'b.sql': 'CREATE TABLE dbo.B (a int);',
  });
  vi.stubEnv('DATAMIGRATE_SOURCE_ROOT', join(folder, 'shop'));
  const opened = await open(join(folder, 'shop/Shop.sqlproj'));
  expect([tableNames(opened), opened.codes]).toEqual([['T'], ['source-unreadable']]);
  expect(await openSource(join(folder, 'b.sql'))).toMatchObject({ ok: false, error: { code: 'source-unreadable' } });
});
