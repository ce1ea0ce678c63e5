import type { ObjectLine } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { countBy, filterObjects, type ObjectFilter, sortObjects } from './object-filter.js';

const line = (change: Partial<ObjectLine> & { id: string }): ObjectLine => ({
  kind: 'view',
  class: 'model',
  status: 'done',
  verdict: 'equal',
  fidelity: 'exact',
  models: [],
  statements: null,
  issues: 0,
  assumptions: 0,
  rowsCompared: 0,
  reason: null,
  ...change,
});
const rows = [
  line({ id: 'dbo.a', verdict: 'refused', issues: 2, rowsCompared: 5 }),
  line({ id: 'dbo.b', kind: 'table', models: ['stg_customer'], rowsCompared: 9 }),
  line({ id: 'dw.c', verdict: null, status: 'waiting' }),
  line({ id: 'dw.d', verdict: 'tested', rowsCompared: 5 }),
];
const all: ObjectFilter = { search: '', verdicts: [], kind: '', issuesOnly: false };
const ids = (found: readonly ObjectLine[]) => found.map(({ id }) => id.slice(-1)).join('');

it.each<[Partial<ObjectFilter>, string]>([
  [{}, 'abcd'],
  [{ search: 'DW.' }, 'cd'],
  [{ search: 'customer' }, 'b'],
  [{ verdicts: ['refused', 'tested'] }, 'ad'],
  [{ verdicts: ['equal'], kind: 'view' }, ''],
  [{ kind: 'table' }, 'b'],
  [{ issuesOnly: true }, 'a'],
])('filters by %j', (change, expected) => {
  expect(ids(filterObjects(rows, { ...all, ...change }))).toBe(expected);
});

it.each([
  ['id', 'abcd'],
  ['-id', 'dcba'],
  ['verdict', 'cadb'],
  ['-verdict', 'bdac'],
  ['-rowsCompared', 'badc'],
  ['nonsense', 'abcd'],
])('sorts by %s', (sort, expected) => {
  expect(ids(sortObjects(rows, sort))).toBe(expected);
});

it('counts, leaving out what has no key yet', () => {
  expect(countBy(rows, ({ verdict }) => verdict)).toEqual(
    new Map([
      ['refused', 1],
      ['equal', 1],
      ['tested', 1],
    ]),
  );
});
