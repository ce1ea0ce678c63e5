import { describe, expect, it } from 'vitest';
import { alignResults } from './align-results.js';

const result = (names: string) => ({ columns: names.split(',').map((name) => ({ name })) });

/** Names of columns of what models stand for, and of what a call returned; the places of the latter. */
const CASES: readonly (readonly [stated: string[], returned: string[], found: (number | string)[]])[] = [
  [
    ['a', 'b,c'],
    ['a', 'b,c'],
    [0, 1],
  ],
  // Two named alike, in their order
  [
    ['a', 'a'],
    ['a', 'a'],
    [0, 1],
  ],
  // Variables besides
  [
    ['a', 'b'],
    ['rows', 'a', 'b', 'rows'],
    [1, 2],
  ],
  // A condition did not hold
  [['a', 'b'], ['b'], ['nothing', 0]],
  [['a'], [], ['nothing']],
  [['a'], ['b'], ['nothing']],
  // One of several alike
  [
    ['a', 'a', 'b'],
    ['a', 'b'],
    ['unclear', 'unclear', 1],
  ],
  [
    ['a', 'b'],
    ['a', 'a', 'b'],
    ['unclear', 2],
  ],
  // In another order
  [
    ['a', 'b'],
    ['b', 'a', 'c'],
    [1, 'unclear'],
  ],
  // Columns without names
  [[''], ['', 'rows'], [0]],
];

describe('alignResults', () => {
  it.each(CASES)('%j in %j', (stated, returned, found) => {
    const results = returned.map(result);
    const aligned = alignResults(stated.map(result), results);
    expect(aligned.map((each) => (typeof each === 'string' ? each : results.indexOf(each)))).toEqual(found);
  });
});
