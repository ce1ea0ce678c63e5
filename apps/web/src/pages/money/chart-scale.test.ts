import { expect, it } from 'vitest';
import { ticksOf } from './chart-scale.js';

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [7, [0, 2, 4, 6, 8]],
  [129, [0, 50, 100, 150]],
  [1000, [0, 500, 1000]],
])('draws lines for %i at %j', (largest, expected) => {
  expect(ticksOf(largest)).toEqual(expected);
});
