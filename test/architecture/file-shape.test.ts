import ts from 'typescript';
import { expect, it } from 'vitest';
import { sources, workspaces } from './source-files.js';

const LONGEST = 800;
const MEDIAN = 100;
const NINE_OF_TEN = 400;

/** The one place of a package where rules of many types stand together. */
const OPEN_TYPES = ['packages/tsql-syntax/src/grammar/rule.ts'];

const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));

it('has no file that is too long', () => {
  const all = workspaces.flatMap(({ files }) => files);
  const long = all.filter(({ text }) => text.split('\n').length - 1 > LONGEST);
  expect(long.map(({ path }) => path)).toEqual([]);
});

it('has mostly short files', () => {
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)];
  expect(sorted.length).toBeGreaterThan(300);
  expect(at(0.5)).toBeLessThanOrEqual(MEDIAN);
  expect(at(0.9)).toBeLessThanOrEqual(NINE_OF_TEN);
});

it('names files in kebab-case', () => {
  const odd = workspaces.flatMap(({ files }) =>
    files.filter(({ path }) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.test|\.d)?\.(ts|mts|mjs)$/.test(path)),
  );
  expect(odd.map(({ path }) => path)).toEqual([]);
});

it('exports names, never a default', () => {
  const odd = sources.filter(({ text }) => /^export default\b/m.test(text));
  expect(odd.map(({ path }) => path)).toEqual([]);
});

it('has no any', () => {
  const found = sources.flatMap(({ path, text }) => {
    if (OPEN_TYPES.includes(path) || !/\bany\b/.test(text)) return [];
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
    const places: string[] = [];
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) {
        places.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return places;
  });
  expect(found).toEqual([]);
});
