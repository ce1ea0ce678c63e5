import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from './artifacts/manifest.js';
import { findDbtEnvironment } from './environment.js';
import type { DbtEvent } from './events/dbt-event.js';
import type { DbtOptions } from './options.js';
import type { DbtOutcome } from './outcome.js';
import { runDbt } from './run-dbt.js';
import { SLOW_MODEL, TinyProject } from './testing/tiny-project.js';

const found = findDbtEnvironment();
const environment = found.ok ? found.value : { home: '', python: '' };

const PEOPLE = {
  'seeds/people.csv': 'id,name\n1,a\n2,b\n',
  'models/stg_people.sql': "select id, name from {{ ref('people') }}",
};

let project: TinyProject;

function run(options: Partial<DbtOptions> = {}): Promise<DbtOutcome> {
  const place = { projectDir: project.dir, profilesDir: project.dir };
  return runDbt({ environment, ...place, command: 'build', ...options });
}

describe.skipIf(!found.ok)('a build with successes and failures', () => {
  const events: DbtEvent[] = [];
  let outcome: DbtOutcome;
  beforeAll(async () => {
    project = new TinyProject({
      ...PEOPLE,
      'models/broken.sql': "select nope from {{ ref('stg_people') }}",
      'models/after_broken.sql': "select * from {{ ref('broken') }}",
      'models/people.yml': `models:
  - name: stg_people
    columns:
      - {name: id, data_type: integer, data_tests: [unique]}
      - name: name
        data_tests:
          - accepted_values: {arguments: {values: [a]}}
          - accepted_values: {name: only_warns, arguments: {values: [a]}, config: {severity: warn}}
  - name: nowhere
`,
      '.env': 'DBT_ENGINE_NONSENSE=1\n',
    });
    const own = process.env;
    // Settings of the user, each of which would change the run.
    process.env = { ...own, DBT_TARGET: 'nowhere', DBT_FULL_REFRESH: '1', DBT_ENGINE_FAIL_FAST: '1', DBT_DEBUG: '1' };
    outcome = await run({
      onEvent: (event) => events.push(event),
      environmentVariables: { TINY_FILE: 'named.duckdb' },
    });
    process.env = own;
  });
  afterAll(() => project.remove());

  it('fails, with the versions at hand', () => {
    expect(outcome).toMatchObject({
      status: 'failed',
      exitCode: 1,
      dbtVersion: expect.stringMatching(/^1\.12\./),
      adapterVersions: { duckdb: expect.stringMatching(/^1\.11\./) },
      errors: [],
      diagnostics: [],
      rawLog: [],
      deprecations: [],
    });
  });

  it('gives the result of every node', () => {
    const results = Object.fromEntries(
      outcome.nodes.map(({ uniqueId, status }) => [uniqueId.split('.').slice(0, 3).join('.'), status]),
    );
    expect(results).toEqual({
      'seed.tiny.people': 'success',
      'model.tiny.stg_people': 'success',
      'model.tiny.broken': 'skipped',
      'model.tiny.after_broken': 'skipped',
      'test.tiny.unique_stg_people_id': 'pass',
      'test.tiny.accepted_values_stg_people_name__a': 'fail',
      'test.tiny.only_warns': 'warn',
    });
    const model = outcome.nodes.find(({ uniqueId }) => uniqueId === 'model.tiny.stg_people');
    expect(model?.relationName).toBe('"named"."main"."stg_people"');
    expect(readFileSync(model?.compiledPath ?? '', 'utf8')).toContain('"named"."main"."people"');
    expect(outcome.nodes.find(({ status }) => status === 'fail')).toMatchObject({ resourceType: 'test', failures: 1 });
  });

  it('tells the same while it happens', () => {
    const finished = events.flatMap((event) => (event.kind === 'node-finished' ? [event] : []));
    expect(finished.map(({ uniqueId }) => uniqueId).sort()).toEqual(
      outcome.nodes.map(({ uniqueId }) => uniqueId).sort(),
    );
    expect(finished.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(finished.at(-1)).toMatchObject({ index: 7, total: 7 });
    expect(events.at(0)?.kind).toBe('started');
    expect(events.at(-1)).toEqual({ kind: 'finished', status: 'failed', durationMs: outcome.durationMs });
  });

  it('keeps warnings apart from results', () => {
    expect(outcome.warnings).toMatchObject([{ name: 'NoNodeForYamlKey' }]);
  });

  it('leaves a manifest that tells what tests what', async () => {
    const manifest = await readManifest(outcome.artifacts.manifest ?? '');
    const nodes = manifest.ok ? [...manifest.value.nodes.values()] : [];
    expect(nodes.find(({ name }) => name === 'unique_stg_people_id')).toMatchObject({
      attachedNode: 'model.tiny.stg_people',
      originalFilePath: 'models/people.yml',
      genericTest: { name: 'unique', column: 'id', arguments: {} },
    });
    expect(nodes.find(({ name }) => name === 'stg_people')).toMatchObject({
      materialized: 'view',
      dependsOn: ['seed.tiny.people'],
      columns: [{ name: 'id', dataType: 'integer' }, { name: 'name' }],
    });
  });

  it('writes nothing beside the target folder', () => {
    const files = readdirSync(project.dir).filter((name) => !['models', 'seeds', '.env'].includes(name));
    expect(files.sort()).toEqual(['dbt_project.yml', 'named.duckdb', 'profiles.yml', 'target']);
    expect(existsSync(project.path('target/dbt.log'))).toBe(false);
  });
});

describe.skipIf(!found.ok)('a run that cannot do its work', () => {
  afterEach(() => project.remove());

  it('fails with an error when the project is wrong', async () => {
    project = new TinyProject({ 'models/a.sql': "select * from {{ ref('nothing') }}" });
    expect(await run({ command: 'parse' })).toMatchObject({
      status: 'failed',
      exitCode: 2,
      nodes: [],
      errors: [{ name: 'MainEncounteredError', message: expect.stringContaining("a node named 'nothing'") }],
    });
  });

  it('fails when the selection matches nothing, and does not take an older result for its own', async () => {
    project = new TinyProject({ ...PEOPLE });
    expect(await run()).toMatchObject({ status: 'ok', exitCode: 0 });
    const outcome = await run({ select: 'nothing' });
    expect(outcome).toMatchObject({ status: 'failed', nodes: [] });
    expect(outcome.artifacts.runResults).toBeUndefined();

    const shown = await run({ command: 'show', select: 'stg_people', limit: 1 });
    expect(shown).toMatchObject({ status: 'ok', rows: [{ id: 1, name: 'a' }] });
  });

  it('crashes when another process holds the database file', async () => {
    project = new TinyProject({ ...PEOPLE });
    const script = "import duckdb, sys; c = duckdb.connect('tiny.duckdb'); print('open', flush=True); sys.stdin.read()";
    const holder = spawn(environment.python, ['-c', script], { cwd: project.dir, stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const outcome = await run();
    holder.stdin.end();
    expect(outcome).toMatchObject({ status: 'crashed', exitCode: 2 });
    expect(outcome.errors[0]?.message).toContain('Could not set lock on file');
    expect(outcome.rawLog.join('\n')).toContain('Traceback');
  });

  it('crashes when there is no Python', async () => {
    project = new TinyProject({});
    const outcome = await run({ environment: { home: '/nowhere', python: '/nowhere/python' } });
    expect(outcome).toMatchObject({ status: 'crashed', errors: [{ name: 'ProcessNotStarted' }] });
    expect(outcome).not.toHaveProperty('exitCode');
  });
});

describe.skipIf(!found.ok)('a run that is stopped', () => {
  beforeAll(() => {
    project = new TinyProject({ 'models/slow.sql': SLOW_MODEL });
  });
  afterAll(() => project.remove());

  it('ends in order when it is cancelled, and the database file is free', async () => {
    const cancel = new AbortController();
    const onEvent = ({ kind }: DbtEvent): void => {
      if (kind === 'node-started') setTimeout(() => cancel.abort(), 1_000);
    };
    const outcome = await run({ signal: cancel.signal, onEvent });
    expect(outcome.status).toBe('cancelled');
    expect(outcome.durationMs).toBeLessThan(30_000);
    expect(await run({ command: 'show', inline: 'select 1 as one' })).toMatchObject({ rows: [{ one: 1 }] });
  });

  it('ends when its time is up', async () => {
    expect(await run({ timeoutMs: 5_000 })).toMatchObject({ status: 'timed-out' });
  });
});

describe.skipIf(!found.ok)('deprecations', () => {
  beforeAll(() => {
    project = new TinyProject({
      'models/a.sql': 'select 1 as id',
      'models/a.yml': 'models:\n  - name: a\n    meta: {owner: us}\n    color: red\n',
    });
  });
  afterAll(() => project.remove());

  it('are found on DuckDB with strict schemas only, even in files that were parsed before', async () => {
    expect(await run({ command: 'parse' })).toMatchObject({ status: 'ok', deprecations: [] });
    const outcome = await run({ command: 'parse', strictSchemas: true });
    expect(outcome.status).toBe('ok');
    expect(outcome.deprecations.map(({ name, key, file }) => `${name} ${key} ${file}`).sort()).toEqual([
      'CustomKeyInObjectDeprecation color models/a.yml',
      'PropertyMovedToConfigDeprecation meta models/a.yml',
    ]);
  });

  it('end the run when warnings are errors', async () => {
    const outcome = await run({ command: 'parse', strictSchemas: true, warnError: true });
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 2 });
    expect(outcome.errors[0]?.message).toMatch(/Deprecation/);
  });
});
