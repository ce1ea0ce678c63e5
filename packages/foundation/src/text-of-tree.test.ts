import { expect, it } from 'vitest';
import { textOfTree } from './text-of-tree.js';

const text = (tree: unknown): string => textOfTree(tree, new Set(['span']));

it('is one text for trees that are alike', () => {
  expect(text({ kind: 'a', span: { start: 1 }, style: undefined })).toBe(text({ kind: 'a', span: { start: 2 } }));
});

it.each([
  [{ a: '1' }, { a: 1 }],
  [{ a: 1n }, { a: 1 }],
  [{ a: null }, { a: 'null' }],
  [{ a: 'x,b:1' }, { a: 'x', b: 1 }],
  [{ a: ['b', 'c'] }, { a: ['bc'] }],
  [{ a: new Uint8Array([1, 2]) }, { a: new Uint8Array([12]) }],
])('tells %o from %o', (one, other) => {
  expect(text(one)).not.toBe(text(other));
});

it('takes a short form of a node where there is one', () => {
  const short = (node: object): string | undefined => ('id' in node ? `#${String(node.id)}` : undefined);
  expect(textOfTree([{ id: 7, name: 'x' }, { a: 1 }], new Set(), short)).toBe('[#7,{a:1,},]');
});
