import type { Rel } from '@datamigrate/relational';
import { describe, expect, it } from 'vitest';
import type { ExecutorInputs } from './execute-object.js';
import { modelTests } from './model-tests.js';

const column = (name: string): unknown => ({ kind: 'column', relation: 't', name });

/** A query whose columns are those of one relation; `!` behind a name: never NULL. */
function query(columns: readonly string[], group: readonly string[] = []): { query: Rel.RelQuery; names: string[] } {
  const names = columns.map((name) => name.replace('!', ''));
  const made = {
    kind: 'select',
    ctes: [],
    columns: columns.map((name, i) => ({ name: names[i], nullable: !name.endsWith('!') })),
    select: names.map((name) => ({ expression: column(name) })),
    ...(group.length > 0 ? { groupBy: { sets: [[]], keys: group.map(column) } } : {}),
  };
  return { query: made as unknown as Rel.RelQuery, names };
}

describe('tests of a query', () => {
  it.each<[string, readonly string[], readonly string[], Record<string, readonly string[]>]>([
    ['one column stands for all that are handed on', ['a', 'b!', 'c!'], [], { b: ['not_null'] }],
    ['rather one like a key', ['name!', 'order_id!', 'line_no!'], [], { order_id: ['not_null'] }],
    ['none where each may be NULL', ['a', 'b'], [], {}],
    ['the key of a grouping', ['place!', 'total!'], ['place'], { place: ['unique', 'not_null'] }],
    ['a key that may be NULL', ['place', 'total!'], ['place'], { place: ['unique'] }],
    [
      'a key of two columns',
      ['place!', 'day!', 'total!'],
      ['place', 'day'],
      { place: ['not_null'], day: ['not_null'] },
    ],
  ])('%s', (_, columns, group, expected) => {
    const { query: made, names } = query(columns, group);
    const tests = modelTests({ catalog: {}, names: {} } as unknown as ExecutorInputs, made, undefined, names);
    const stated = [...tests.columns].map(([name, own]) => [name, own.map(({ test }) => test)]);
    expect(Object.fromEntries(stated)).toEqual(expected);
    expect(tests.model).toHaveLength(group.length > 1 ? 1 : 0);
  });
});
