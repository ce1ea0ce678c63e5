import type { Rel } from '@datamigrate/relational';
import { expect, it } from 'vitest';
import { shareCtes } from './share-ctes.js';

/** A query over table expressions: `name=what it is of its own<what it reads`. */
function query(...ctes: readonly string[]): Rel.RelQuery {
  const made = ctes.map((text) => {
    const [name = '', own = ''] = text.split('=');
    const [mark = '', ...reads] = own.split('<');
    return {
      name,
      recursive: false,
      query: { kind: 'select', mark, from: reads.map((read) => ({ kind: 'cte', name: read })) },
    };
  });
  return { kind: 'select', ctes: made } as unknown as Rel.RelQuery;
}

const names = ({ ctes }: Pick<Rel.RelQuery, 'ctes'>): readonly string[] => ctes.map(({ name }) => name);

it.each<[string, readonly (readonly string[])[], readonly string[], readonly (readonly string[])[]]>([
  [
    'what all have alike stands once',
    [
      ['a=1', 'b=2<a'],
      ['a=1', 'b=2<a'],
    ],
    ['a', 'b'],
    [[], []],
  ],
  ['other names go up too', [['a=1'], ['a=1', 'c=3<a']], ['a', 'c'], [[], []]],
  ['another meaning of a name stays', [['a=1'], ['a=2']], ['a'], [[], ['a']]],
  [
    'and so does what reads it',
    [
      ['a=1', 'b=2<a'],
      ['a=2', 'b=2<a', 'c=3'],
    ],
    ['a', 'b', 'c'],
    [[], ['a', 'b']],
  ],
  ['names differ in more than their case', [['A=1'], ['a=2']], ['A'], [[], ['a']]],
])('%s', (_, queries, shared, left) => {
  const found = shareCtes(queries.map((ctes) => query(...ctes)));
  expect(names(found)).toEqual(shared);
  expect(found.queries.map(names)).toEqual(left);
});
