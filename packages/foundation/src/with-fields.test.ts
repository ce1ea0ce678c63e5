import { expect, it } from 'vitest';
import { withFields } from './with-fields.js';

it('gives a copy with more fields, those given last', () => {
  const object = { kind: 'column', name: 'a' };
  expect(withFields(object, { name: 'b', nullable: true })).toEqual({ kind: 'column', name: 'b', nullable: true });
  expect(object).toEqual({ kind: 'column', name: 'a' });
});

it('keeps the order of the fields', () => {
  expect(Object.keys(withFields({ b: 1, a: 2 }, { c: 3, a: 4 }))).toEqual(['b', 'a', 'c']);
});
