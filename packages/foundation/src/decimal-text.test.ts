import { expect, it } from 'vitest';
import { decimalText } from './decimal-text.js';

it.each([
  [25n, 2, '0.25'],
  [-25n, 2, '-0.25'],
  [5n, 4, '0.0005'],
  [-120000n, 4, '-12.0000'],
  [7n, 0, '7'],
] as const)('%s of scale %s is %s', (value, scale, text) => {
  expect(decimalText(value, scale)).toBe(text);
});
