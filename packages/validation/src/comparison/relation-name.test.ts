import { expect, it } from 'vitest';
import { parseRelation } from './relation-name.js';

it.each([
  ['main_marts.fct', { schema: 'main_marts', name: 'fct' }],
  ['"db"."main marts"."a ""b"".c"', { schema: 'main marts', name: 'a "b".c' }],
  ['fct', { schema: 'main', name: 'fct' }],
  ['', undefined],
  ['a.', undefined],
  ['.a', undefined],
  ['a.b.c.d', undefined],
  ['"a', undefined],
  ['"a"b', undefined],
])('%s', (text, expected) => {
  expect(parseRelation(text)).toEqual(expected);
});
