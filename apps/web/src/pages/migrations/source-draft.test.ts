import { createMigrationBody, migrationOptions } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { addFiles, bodyOf, isReady, NO_SOURCE, optionsOf, type SourceDraft } from './source-draft.js';

const empty: SourceDraft = { ...NO_SOURCE, kind: 'files' };
const options = {
  name: ' Sales ',
  projectId: '',
  checkpoints: ['plan'],
  select: 'dbo.*\n\n +dw.Fact ',
  exclude: 'a, b',
};

it('takes readable files once each, by name, and says which it leaves out', () => {
  const present = [{ name: 'b.sql', size: 1 }];
  const added = [
    { name: 'a.SQL', size: 2 },
    { name: 'b.sql', size: 3 },
    { name: 'notes.docx', size: 4 },
  ];
  expect(addFiles(present, added, ['.sql'])).toEqual({ files: [added[0], added[1]], ignored: ['notes.docx'] });
});

it.each<[Partial<SourceDraft>, boolean]>([
  [{}, false],
  [{ files: [{ name: 'a.sql', size: 100 }] }, true],
  [{ files: [{ name: 'a.sql', size: 101 }] }, false],
  [{ kind: 'script', script: ' \n' }, false],
  [{ kind: 'script', script: 'select 1' }, true],
  [{ kind: 'connection', sample: 'x' }, false],
  [{ kind: 'connection', connectionId: 'x' }, true],
  [{ kind: 'connection', connectionId: 'x', rows: 0 }, false],
  [{ kind: 'sample', sample: 'x' }, true],
])('knows whether %j can start', (change, ready) => {
  expect(isReady({ ...empty, ...change }, 100)).toBe(ready);
});

it('makes options that the contract accepts', () => {
  expect(migrationOptions.parse(optionsOf(options))).toEqual({
    name: 'Sales',
    target: 'duckdb',
    checkpoints: ['plan'],
    select: ['dbo.*', '+dw.Fact'],
    exclude: ['a', 'b'],
  });
});

it.each<Partial<SourceDraft>>([
  { kind: 'script', script: 'select 1' },
  { kind: 'sample', sample: 'harbor-trading' },
  { kind: 'connection', connectionId: 'con_00000000000000000000000000' },
])('makes a body that the contract accepts of %j', (change) => {
  const body = bodyOf({ ...empty, ...change }, options);
  expect(createMigrationBody.safeParse(body).error).toBeUndefined();
});

it('reads of a server what was asked for', () => {
  const draft: Partial<SourceDraft> = { include: 'sales.*, Customer', leaveOut: ' *.log_* ', rows: 1000 };
  const connectionId = 'con_00000000000000000000000000';
  expect(bodyOf({ ...empty, kind: 'connection', connectionId, ...draft }, options)?.source).toEqual({
    kind: 'connection',
    connectionId,
    include: ['sales.*', 'Customer'],
    exclude: ['*.log_*'],
    rows: 1000,
  });
});
