import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readManifest } from './manifest.js';
import { readRunResults } from './run-results.js';

const dir = mkdtempSync(join(tmpdir(), 'artifacts-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(content: unknown): string {
  const path = join(dir, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function metadata(schema: string): object {
  const address = `https://schemas.example/dbt/${schema}.json`;
  const run = { dbt_version: '1.12.6', invocation_id: 'i' };
  return { dbt_schema_version: address, ...run, adapter_type: 'duckdb', project_name: 'tiny' };
}

describe('reading an artefact', () => {
  it.each([
    ['no file', join(dir, 'none.json'), 'dbt-artifact-missing'],
    ['half a file', file('{"metadata": {'), 'dbt-artifact-unreadable'],
    ['no version', file({}), 'dbt-artifact-version'],
    ['a newer version', file({ metadata: metadata('run-results/v7') }), 'dbt-artifact-version'],
    ['another artefact', file({ metadata: metadata('manifest/v12') }), 'dbt-artifact-version'],
    ['missing parts', file({ metadata: metadata('run-results/v6') }), 'dbt-artifact-shape'],
  ])('%s is an error value', async (_, path, code) => {
    expect(await readRunResults(path)).toMatchObject({ ok: false, error: { code } });
  });

  it('names both versions', async () => {
    const read = await readManifest(file({ metadata: metadata('manifest/v13') }));
    expect(read).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/has the schema manifest\/v13, and manifest\/v12 is the one/) },
    });
  });

  it('refuses a status that it does not know', async () => {
    const results = [{ unique_id: 'model.a.b', status: 'splendid', execution_time: 1 }];
    const path = file({ metadata: metadata('run-results/v6'), elapsed_time: 1, results });
    const read = await readRunResults(path);
    expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining('results[0].status') } });
  });
});

describe('readManifest', () => {
  it('gives nodes of every kind in one shape', async () => {
    const node = (id: string, more: object = {}) => ({
      [id]: {
        unique_id: id,
        resource_type: id.split('.')[0],
        name: id.split('.').at(-1),
        package_name: 'tiny',
        original_file_path: 'models/m.yml',
        ...more,
      },
    });
    const test = {
      name: 'accepted_range',
      namespace: 'dbt_utils',
      kwargs: { model: '{{ x }}', column_name: 'id', min: 0 },
    };
    const path = file({
      metadata: metadata('manifest/v12'),
      nodes: {
        ...node('model.tiny.a', { columns: { id: { name: 'id', description: 'Key.', data_type: 'bigint' } } }),
        ...node('test.tiny.t', { attached_node: 'model.tiny.a', column_name: 'id', test_metadata: test }),
      },
      sources: node('source.tiny.raw.orders', { relation_name: '"raw"."orders"' }),
      exposures: node('exposure.tiny.board', { depends_on: { nodes: ['model.tiny.a'] } }),
      unit_tests: node('unit_test.tiny.a.u'),
    });
    const read = await readManifest(path);
    const nodes = read.ok ? read.value.nodes : new Map();
    expect([...nodes.keys()]).toEqual([
      'model.tiny.a',
      'test.tiny.t',
      'source.tiny.raw.orders',
      'exposure.tiny.board',
      'unit_test.tiny.a.u',
    ]);
    expect(nodes.get('model.tiny.a').columns).toEqual([{ name: 'id', description: 'Key.', dataType: 'bigint' }]);
    expect(nodes.get('test.tiny.t')).toMatchObject({
      attachedNode: 'model.tiny.a',
      genericTest: { name: 'dbt_utils.accepted_range', arguments: { min: 0 }, column: 'id' },
    });
    expect(nodes.get('exposure.tiny.board').dependsOn).toEqual(['model.tiny.a']);
  });
});
