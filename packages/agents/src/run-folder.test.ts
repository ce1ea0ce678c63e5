import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectOf, type ToyRun, toyRun } from './testing/toy-run.js';

const ONE = [{ id: 'dbo.A' }];
const MODEL = /^dbo\.A-.*\.sql$/;

function put(toy: ToyRun, path: string, text = 'mine'): void {
  mkdirSync(dirname(toy.path(path)), { recursive: true });
  writeFileSync(toy.path(path), text);
}

function modelOf(toy: ToyRun): string {
  return `models/${readdirSync(toy.path('models')).find((name) => MODEL.test(name))}`;
}

/** Everything below the folder, to see that nothing was touched. */
function all(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).sort() : [];
}

/** What was kept aside, without the time. */
function kept(toy: ToyRun): Record<string, string> {
  const folder = toy.path('.datamigrate/kept');
  const files = all(folder).filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(
    files.map((path) => [path.replace(/^[^/]+\//, ''), readFileSync(join(folder, path), 'utf8')]),
  );
}

async function codeOf(result: ReturnType<ToyRun['run']>): Promise<string | undefined> {
  const { ok, ...rest } = await result;
  return ok || !('error' in rest) ? undefined : rest.error.map(({ code }) => code).join();
}

describe('a folder for a new run', () => {
  it.each<[string, (toy: ToyRun) => void]>([
    ['is not there', () => {}],
    ['is empty', (toy) => mkdirSync(toy.out)],
    ['holds a new repository', (toy) => put(toy, '.git/HEAD')],
    ['was left by a process that had only taken the lock', (toy) => put(toy, '.datamigrate/lock.json', '{}')],
    [
      'is a link to an empty folder',
      (toy) => {
        mkdirSync(`${toy.out}-place`);
        symlinkSync(`${toy.out}-place`, toy.out);
      },
    ],
  ])('%s', async (_, prepare) => {
    const toy = toyRun(ONE);
    prepare(toy);
    expect(await codeOf(toy.run())).toBeUndefined();
  });

  it('is made with those above it', async () => {
    const toy = toyRun(ONE);
    expect(await codeOf(toy.run({ out: toy.path('a', 'b') }))).toBeUndefined();
  });

  it.each<[string, string]>([
    ['models/mine.sql', 'run-folder-not-empty'],
    ['.gitignore', 'run-folder-not-empty'],
    ['dbt_project.yml', 'run-existing-project'],
    ['.datamigrate/catalog.json', 'run-folder-not-empty'],
    ['.datamigrate/run.json', 'run-folder-occupied'],
  ])('is refused and left alone when it holds %s', async (path, code) => {
    const toy = toyRun(ONE);
    put(toy, path);
    const before = all(toy.out);
    expect(await codeOf(toy.run())).toBe(code);
    expect(all(toy.out)).toEqual(before);
    expect(await codeOf(toy.run({ force: true }))).toBe(code === 'run-folder-occupied' ? undefined : code);
    if (code !== 'run-folder-occupied') expect(all(toy.out)).toEqual(before);
  });

  it('is no file, nor below one', async () => {
    const toy = toyRun(ONE);
    writeFileSync(toy.out, 'mine');
    expect(await codeOf(toy.run({ force: true }))).toBe('run-folder-not-a-folder');
    expect(await codeOf(toy.run({ out: toy.path('below') }))).toBe('run-folder-not-a-folder');
    expect(readFileSync(toy.out, 'utf8')).toBe('mine');
  });

  it.skipIf(process.getuid?.() === 0)('can be written', async () => {
    const toy = toyRun(ONE);
    mkdirSync(toy.out, { mode: 0o555 });
    expect(await codeOf(toy.run())).toBe('run-folder-unwritable');
    chmodSync(toy.out, 0o755);
  });

  it('has a name that the system takes', async () => {
    const toy = toyRun(ONE);
    const result = await toy.run({ out: toy.path('x'.repeat(300)) });
    expect(result.ok ? [] : result.error).toMatchObject([
      { code: 'run-folder-unwritable', message: expect.stringContaining('the name is too long') },
    ]);
  });

  it('stays as it was when the source turns out to be none', async () => {
    const toy = toyRun([]);
    expect(await codeOf(toy.run({ out: toy.path('deep', 'er') }))).toBe('toy-empty');
    expect(existsSync(toy.out)).toBe(false);
    mkdirSync(toy.out);
    expect(await codeOf(toy.run())).toBe('toy-empty');
    expect(readdirSync(toy.out)).toEqual([]);
    writeFileSync(join(toy.source, 'source.json'), '{"objects":[{"id":"dbo.A"}]}');
    expect(await codeOf(toy.run())).toBeUndefined();
  });
});

describe('a folder with a migration', () => {
  it('is refused, and replaced with force as a whole', async () => {
    const toy = toyRun(ONE);
    await toy.run();
    const before = all(toy.out);
    expect(await codeOf(toy.run())).toBe('run-folder-occupied');
    expect(all(toy.out)).toEqual(before);
    writeFileSync(join(toy.source, 'source.json'), '{"objects":[{"id":"dbo.New"}]}');
    expect(await codeOf(toy.run({ force: true }))).toBeUndefined();
    expect(Object.keys(projectOf(toy.out)).filter((path) => !path.includes('dbo.New'))).toEqual([]);
    expect(readdirSync(toy.path('.datamigrate/objects'))).toHaveLength(1);
    expect(kept(toy)).toEqual({});
  });

  it('keeps with force what people changed and added', async () => {
    const toy = toyRun(ONE);
    await toy.run();
    const model = modelOf(toy);
    writeFileSync(toy.path(model), 'edited');
    put(toy, 'models/mine.sql');
    const plan = toy.read('.datamigrate/plan.yml');
    writeFileSync(toy.path('.datamigrate/plan.yml'), `${plan}# edited`);
    expect(await codeOf(toy.run({ force: true }))).toBeUndefined();
    expect(kept(toy)).toEqual({ [model]: 'edited', '.datamigrate/plan.yml': `${plan}# edited` });
    expect(projectOf(toy.out)['models/mine.sql']).toBe('mine');
    expect(toy.events.filter((event) => event.kind === 'note' && event.text.includes('run-file-kept'))).toHaveLength(2);
    expect(await codeOf(toy.run({ force: true }))).toBeUndefined();
    expect(kept(toy)).toHaveProperty([model], 'edited');
  });

  it('stays as it is when the source of its successor cannot be read', async () => {
    const toy = toyRun(ONE);
    await toy.run();
    const before = all(toy.out);
    expect(await codeOf(toy.run({ force: true, source: join(toy.source, 'typo') }))).toBe('toy-no-source');
    expect(all(toy.out)).toEqual(before);
  });

  it('is replaced with force even if it is damaged', async () => {
    const toy = toyRun(ONE);
    await toy.run();
    writeFileSync(toy.path('.datamigrate/run.json'), '{');
    expect(await codeOf(toy.resume())).toBe('run-file-damaged');
    expect(await codeOf(toy.run())).toBe('run-folder-occupied');
    expect(await codeOf(toy.run({ force: true }))).toBeUndefined();
  });

  it('never takes a file of someone else for its own', async () => {
    const toy = toyRun(ONE);
    await toy.run({ checkpoints: ['plan'] });
    // Under the name that the executor is about to use.
    const name = Object.keys(projectOf((await finished()).out)).find((path) => MODEL.test(path.slice(7))) ?? '';
    put(toy, name, 'mine');
    expect(await codeOf(toy.resume())).toBeUndefined();
    expect(kept(toy)).toEqual({ [name]: 'mine' });
    expect(toy.read(name)).toContain('-- dbo.A');
  });
});

async function finished(): Promise<ToyRun> {
  const toy = toyRun(ONE);
  await toy.run();
  return toy;
}

it('a run that works keeps all others out', async () => {
  const codes: (string | undefined)[] = [];
  const toy: ToyRun = toyRun(ONE, {
    onCall: async (call) => {
      if (call !== 'execute dbo.A') return;
      codes.push(await codeOf(toy.resume()), await codeOf(toy.run({ force: true })));
    },
  });
  expect(await codeOf(toy.run())).toBeUndefined();
  expect(codes).toEqual(['run-folder-locked', 'run-folder-locked']);
});

it.each([
  ['is not there', () => {}],
  ['is empty', (toy: ToyRun) => mkdirSync(toy.out)],
  ['holds other files', (toy: ToyRun) => put(toy, 'a.txt')],
])('there is nothing to resume in a folder that %s', async (_, prepare) => {
  const toy = toyRun(ONE);
  prepare(toy);
  const before = all(toy.out);
  expect(await codeOf(toy.resume())).toBe('run-no-migration');
  expect(all(toy.out)).toEqual(before);
});
