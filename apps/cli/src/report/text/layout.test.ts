import { expect, it } from 'vitest';
import { counted, duration, fit, grouped, table, wrap } from './layout.js';

it.each([
  ['dbo.Customer', 12, 'dbo.Customer'],
  ['dbo.Customer', 5, 'dbo.…'],
  ['dbo.Customer', 0, ''],
])('fits %j into %i', (text, width, expected) => {
  expect(fit(text, width)).toBe(expected);
});

it('wraps at blanks and leaves long words whole', () => {
  expect(wrap('a bc  def ghijklmnop q', 6)).toEqual(['a bc', 'def', 'ghijklmnop', 'q']);
  expect(wrap('', 6)).toEqual([]);
});

it('aligns the columns of a table', () => {
  expect(
    table(
      [{ title: 'name' }, { title: 'n', align: 'right' }],
      [
        ['a', '10'],
        ['longer', '1'],
      ],
    ),
  ).toEqual(['name     n', 'a       10', 'longer   1']);
});

it.each([
  [grouped(0), '0'],
  [grouped(1234567), '1,234,567'],
  [counted(1, 'batch', 'batches'), '1 batch'],
  [counted(1000, 'batch', 'batches'), '1,000 batches'],
  [duration(850.4), '850 ms'],
  [duration(12_340), '12.3 s'],
  [duration(250_000), '4 min 10 s'],
])('writes %s', (text, expected) => {
  expect(text).toBe(expected);
});
