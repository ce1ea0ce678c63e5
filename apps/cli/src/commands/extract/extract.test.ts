import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogDocumentSchema, inventorySchema } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../../testing/run-cli.js';

const SCRIPT = `CREATE TABLE dbo.T (a int NOT NULL, b varchar(10) NULL);
GO
INSERT dbo.T VALUES (1, 'x'), (2, NULL);
INSERT dbo.Missing VALUES (1);
GO
CREATE VIEW dbo.V AS SELECT a FROM dbo.T;
`;

function shop(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'shop.sql'), SCRIPT);
  return folder;
}

it('shows what a source holds, and its gaps on stderr', async () => {
  const { code, stdout, stderr } = await run(['extract', 'shop.sql', '--no-color'], { cwd: shop() });
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'shop (scripts)',
      '  schemas  1',
      '  tables   1',
      '  views    1',
      '  columns  2',
      '  rows     2',
      '  gaps     1',
      '',
    ].join('\n'),
  );
  expect(stderr).toMatch(/shop\.sql:4: .*208.*\[exec-failed\]/);
});

it('saves a catalog that gives the same one again', async () => {
  const folder = shop();
  const saved = await run(['extract', 'shop.sql', '--out', 'shop.json', '--json', '-q'], { cwd: folder });
  expect([saved.code, saved.stderr]).toEqual([0, '']);
  const inventory = inventorySchema.parse(JSON.parse(saved.stdout));
  expect(inventory).toMatchObject({ source: { kind: 'scripts', database: 'shop' }, rows: 2, file: 'shop.json' });
  const document = catalogDocumentSchema.parse(JSON.parse(readFileSync(join(folder, 'shop.json'), 'utf8')));
  await run(['extract', 'shop.json', '--out', 'again.json', '-q'], { cwd: folder });
  const again = catalogDocumentSchema.parse(JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8')));
  expect(again).toEqual({ ...document, source: { kind: 'catalog', database: 'shop' } });
});

it.each([
  ['nowhere.dacpac', 'source-not-found'],
  ['shop.bak', 'source-kind'],
  ['shop.dacpac', 'source-package-invalid'],
])('ends with 2 and one message for %s', async (source, diagnostic) => {
  const folder = shop();
  if (!source.startsWith('nowhere')) writeFileSync(join(folder, source), 'x');
  const { code, stdout, stderr } = await run(['extract', source, '--out', 'x.json'], { cwd: folder });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error[${diagnostic}]`);
  expect(stderr).not.toMatch(/\n\s+at /);
});

it('says when the catalog cannot be written', async () => {
  const { code, stderr } = await run(['extract', 'shop.sql', '--out', 'no/such/folder.json'], { cwd: shop() });
  expect(code).toBe(2);
  expect(stderr).toContain('error[cli-file-unwritable]');
});
