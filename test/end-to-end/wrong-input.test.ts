import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, type Finished, hasDbt, startCli } from './support/cli.js';
import { workFolder, writeFiles } from './support/work-folder.js';

const TABLE = 'CREATE TABLE dbo.T (Id int NOT NULL PRIMARY KEY);\nGO\nINSERT INTO dbo.T (Id) VALUES (1);\n';
const BINARY = Uint8Array.from({ length: 600 }, (_, i) => (i * 37) % 256);

/** One message of one code with its help, and nothing that only programmers read. */
function expectOneMessage({ code, stdout, stderr }: Finished, diagnostic: string, text: RegExp): void {
  // Some sources can be told from good ones only when they are read, which is progress worth a line.
  const said = stderr.replace(/^assessment {2}reads .*\n/, '');
  expect(said).toMatch(text);
  expect(said).toMatch(new RegExp(`^error\\[${diagnostic}\\]: [^\\n]+\\n( {2}help: [^\\n]+\\n)?$`));
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node:internal|undefined|\[object/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

describe.skipIf(!hasDbt)('a source that cannot be migrated', () => {
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, string, string, RegExp]>([
    ['a missing file', { 'shop.sql': TABLE }, 'shpo.sql', 'source-not-found', /There is no file or folder .*shpo\.sql/],
    ['a missing folder', {}, 'scripts/all', 'source-not-found', /There is no file or folder .*scripts.all/],
    ['a binary file', { 'shop.sql': BINARY }, 'shop.sql', 'source-not-text', /shop\.sql is not a text file/],
    ['a folder without scripts', { 'a/readme.txt': 'x' }, 'a', 'source-no-scripts', /holds no \.sql files/],
    ['an empty script', { 'shop.sql': '' }, 'shop.sql', 'source-no-objects', /defines no table/],
    [
      'a script without objects',
      { 'shop.sql': "SELECT 1;\nGO\nPRINT N'x';" },
      'shop.sql',
      'source-no-objects',
      /defines no table/,
    ],
    ['a broken .dacpac', { 'shop.dacpac': BINARY }, 'shop.dacpac', 'source-package-invalid', /no zip file/],
    ['a broken .bacpac', { 'shop.bacpac': BINARY }, 'shop.bacpac', 'source-package-invalid', /no zip file/],
    [
      'a broken .sqlproj',
      { 'shop.sqlproj': '<Project>' },
      'shop.sqlproj',
      'source-project-invalid',
      /no database project/,
    ],
    ['another .json', { 'shop.json': '{}' }, 'shop.json', 'source-catalog-invalid', /no catalog of this tool/],
    ['a .bak', { 'shop.bak': BINARY }, 'shop.bak', 'source-kind', /database backup/],
  ])('%s is one message', async (_, files, source, diagnostic, text) => {
    const folder = writeFiles(workFolder(), files);
    const before = readdirSync(folder);
    const finished = await cli('migrate', join(folder, source), '--out', join(folder, 'out'));
    expectOneMessage(finished, diagnostic, text);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('an empty folder is one message', async () => {
    const folder = workFolder();
    mkdirSync(join(folder, 'scripts'));
    const finished = await cli('migrate', join(folder, 'scripts'), '--out', join(folder, 'out'));
    expectOneMessage(finished, 'source-no-scripts', /holds no \.sql files/);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('a misspelt name is answered with the right one', async () => {
    const folder = writeFiles(workFolder(), { 'shop.sql': TABLE });
    const { stderr } = await cli('migrate', join(folder, 'shpo.sql'), '--out', join(folder, 'out'));
    expect(stderr).toContain(`help: Did you mean ${join(folder, 'shop.sql')}?`);
  });

  it('with --log-format json the message is JSON', async () => {
    const folder = workFolder();
    const finished = await cli('migrate', join(folder, 'x.sql'), '--out', join(folder, 'out'), '--log-format', 'json');
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(
      finished.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([expect.objectContaining({ kind: 'note', level: 'error', code: 'source-not-found' })]);
  });
});

describe.skipIf(!hasDbt)('an out folder that cannot be used', () => {
  const migrateTo = (folder: string, out: string, ...options: string[]) =>
    cli('migrate', join(folder, 'shop.sql'), '--out', join(folder, out), ...options);

  it.each([[[]], [['--force']]])("someone's files stay as they are (%j)", async (options) => {
    const folder = writeFiles(workFolder(), { 'shop.sql': TABLE, 'out/thesis.txt': 'ten years', 'out/b/c.txt': 'x' });
    const finished = await migrateTo(folder, 'out', ...options);
    expectOneMessage(finished, 'run-folder-not-empty', /holds files that no migration wrote: b, thesis\.txt/);
    expect(readdirSync(join(folder, 'out'), { recursive: true }).sort()).toEqual([
      'b',
      join('b', 'c.txt'),
      'thesis.txt',
    ]);
  });

  it('a file in its place is one message', async () => {
    const folder = writeFiles(workFolder(), { 'shop.sql': TABLE, out: 'a file' });
    expectOneMessage(await migrateTo(folder, 'out'), 'run-folder-not-a-folder', /is not a folder/);
    expectOneMessage(await migrateTo(folder, 'out/below'), 'run-folder-not-a-folder', /is not a folder/);
  });

  it('the folder of the source is not one to write to', async () => {
    const folder = writeFiles(workFolder(), { 'scripts/shop.sql': TABLE });
    const scripts = join(folder, 'scripts');
    const finished = await cli('migrate', scripts, '--out', scripts);
    expectOneMessage(finished, 'run-folder-not-empty', /holds files that no migration wrote: shop\.sql/);
    expect(readdirSync(scripts)).toEqual(['shop.sql']);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'one without permission is one message',
    async () => {
      const folder = writeFiles(workFolder(), { 'shop.sql': TABLE });
      mkdirSync(join(folder, 'closed'), { mode: 0o500 });
      expectOneMessage(await migrateTo(folder, 'closed/out'), 'run-folder-unwritable', /permission denied/);
    },
  );

  it('a folder without a migration cannot be resumed', async () => {
    const folder = workFolder();
    expectOneMessage(await cli('resume', join(folder, 'nowhere')), 'run-no-migration', /holds no migration/);
    expectOneMessage(await cli('resume', folder), 'run-no-migration', /holds no migration/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('out may be given relative to where one stands', async () => {
    const folder = writeFiles(workFolder(), { 'shop.sql': TABLE });
    const { finished } = startCli(['migrate', 'shop.sql', '--out', 'out', '--checkpoint', 'plan'], folder);
    expect(await finished).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'out/.datamigrate/plan.yml'))).toBe(true);
  });
});
