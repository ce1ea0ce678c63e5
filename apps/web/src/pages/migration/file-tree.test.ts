import { expect, it } from 'vitest';
import { type FileNode, languageOf, treeOf } from './file-tree.js';

const files = ['models/marts/dw/a.sql', 'models/marts/b.sql', 'README.md', '.github/workflows/dbt.yml'].map((path) => ({
  path,
}));
const drawn = (nodes: readonly FileNode[], depth = 0): string[] =>
  nodes.flatMap(({ name, children }) => [
    `${'  '.repeat(depth)}${name}${children ? '/' : ''}`,
    ...drawn(children ?? [], depth + 1),
  ]);

it('draws folders first and joins folders that hold only one', () => {
  expect(drawn(treeOf(files))).toEqual([
    '.github/workflows/',
    '  dbt.yml',
    'models/marts/',
    '  dw/',
    '    a.sql',
    '  b.sql',
    'README.md',
  ]);
});

it('keeps the whole path of a file for asking for it', () => {
  expect(treeOf(files, 'A.SQL')[0]).toMatchObject({
    name: 'models/marts/dw',
    children: [{ path: 'models/marts/dw/a.sql' }],
  });
});

it.each([
  ['a/b.sql', 'sql'],
  ['x.yml', 'yaml'],
  ['README.md', 'markdown'],
  ['LICENSE', 'plaintext'],
])('shows %s as %s', (path, language) => {
  expect(languageOf(path)).toBe(language);
});
