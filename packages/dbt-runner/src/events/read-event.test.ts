import { describe, expect, it } from 'vitest';
import { recordedEvents } from '../testing/recorded.js';
import { NodeProgress } from './node-progress.js';
import { readEvents } from './read-event.js';

function eventLine(name: string, level: string, code: string, data: unknown): string {
  return JSON.stringify({ info: { name, level, code, msg: 'for people', invocation_id: 'x' }, data });
}

describe('a recorded build', () => {
  const events = recordedEvents('recorded-build');

  it('tells each kind of node when it starts and how it ends', () => {
    const told = events.flatMap((event) => {
      if (event.kind === 'node-started') return [`${event.index}/${event.total} ${event.uniqueId}`];
      if (event.kind === 'node-finished')
        return [`${event.index}/${event.total} ${event.resourceType} ${event.status}`];
      return [];
    });
    expect(told).toEqual([
      '1/8 seed.tiny.people',
      '1/9 seed success',
      '2/9 test.tiny.unique_stg_people_id.27b08cba8e',
      '2/9 test pass',
      '3/9 model.tiny.broken',
      '3/9 model error',
      '4/9 unit_test.tiny.dim_people.ut_dim',
      '4/9 unit_test fail',
      '5/9 model.tiny.after_broken',
      '5/9 model skipped',
    ]);
  });

  it('gives the message of a failure while the run goes on', () => {
    const broken = events.find((event) => event.kind === 'node-finished' && event.uniqueId === 'model.tiny.broken');
    expect(broken).toMatchObject({
      message: expect.stringContaining('Referenced column "nope" not found'),
      relationName: '"wh"."main"."broken"',
    });
    const unitTest = events.find((event) => event.kind === 'node-finished' && event.resourceType === 'unit_test');
    expect(unitTest).toMatchObject({ failures: 1, message: expect.stringContaining('actual differs from expected') });
  });

  it('gives every complaint once, and nothing as raw text', () => {
    const warnings = events.filter((event) => event.kind === 'log-warning');
    expect(warnings).toMatchObject([{ name: 'NoNodeForYamlKey', code: 'I058' }]);
    expect(events.filter(({ kind }) => kind === 'error' || kind === 'raw')).toEqual([]);
  });

  it('tells versions and artefacts', () => {
    expect(events[0]).toEqual({ kind: 'started', dbtVersion: '1.12.6' });
    expect(events[1]).toEqual({ kind: 'adapter', name: 'duckdb', version: '1.11.1' });
    expect(events).toContainEqual({
      kind: 'artifact',
      type: 'RunExecutionResult',
      path: '/project/target/run_results.json',
    });
  });
});

describe('a recorded strict parse', () => {
  it('tells each deprecation with its place, without the summary', () => {
    const deprecations = recordedEvents('recorded-strict-parse').filter(({ kind }) => kind === 'deprecation');
    expect(deprecations).toHaveLength(6);
    expect(deprecations).toContainEqual(
      expect.objectContaining({
        name: 'PropertyMovedToConfigDeprecation',
        code: 'D030',
        file: 'models/dep.yml',
        key: 'meta',
        keyPath: 'models[0]',
      }),
    );
  });
});

describe('readEvents', () => {
  const read = (line: string) => readEvents(line, new NodeProgress());

  it.each([
    'Traceback (most recent call last):',
    '{"info": {"name": "NodeFin',
    '{"info": 1, "data": {}}',
    '{}',
    'null',
    '[]',
    eventLine('NodeFinished', 'debug', 'Q025', { node_info: {} }),
    eventLine('ShowNode', 'info', 'Q041', { preview: 'no json' }),
  ])('keeps %s as it is', (line) => {
    expect(read(line)).toEqual([{ kind: 'raw', text: line }]);
  });

  it('says nothing about empty lines and events of no interest', () => {
    expect(read('')).toEqual([]);
    expect(read(eventLine('SQLQuery', 'debug', 'E016', {}))).toEqual([]);
    expect(read(eventLine('toString', 'info', 'X', {}))).toEqual([]);
  });

  it('takes an unknown warning or error by its level', () => {
    const data = { node_info: { unique_id: 'model.tiny.a' } };
    expect(read(eventLine('NewWarning', 'warn', 'Z999', data))).toEqual([
      { kind: 'log-warning', name: 'NewWarning', code: 'Z999', message: 'for people', node: 'model.tiny.a' },
    ]);
    expect(read(eventLine('NewError', 'error', 'Z998', {}))).toEqual([
      { kind: 'error', name: 'NewError', code: 'Z998', message: 'for people' },
    ]);
    expect(read(eventLine('DeprecatedModel', 'warn', 'I065', {}))).toMatchObject([{ kind: 'deprecation' }]);
  });
});
