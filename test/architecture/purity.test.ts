import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { PURE_PACKAGES } from './package-order.js';
import { readJson, type SourceFile, workspaces } from './source-files.js';

const pure = workspaces.filter(({ folder, name }) => folder.startsWith('packages/') && PURE_PACKAGES.includes(name));

/** What the standard library of the language still offers that differs from one run to the next. */
const IMPURE: readonly RegExp[] = [
  /\bDate \. now\b/,
  /\bnew Date \( \)/,
  /\bDate \( \)/,
  /\bMath \. random\b/,
  /\bglobalThis\b/,
  /\bprocess \. \w/,
  /\bfetch \( ["'`]/,
  /\bperformance \. \w/,
];

/** Where the names stand at all; the others need no closer look. */
const NAMES = /\b(Date|Math|globalThis|process|fetch|performance)\b/;

/** The code of a file, one blank between tokens, without comments and with empty strings. */
function codeOf(text: string): string {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, false);
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file);
    if (children.length > 0) for (const child of children) visit(child);
    else if (!ts.isStringLiteralLike(node) && !ts.isJSDoc(node)) tokens.push(node.getText(file));
  };
  visit(file);
  return tokens.filter((token) => token !== '').join(' ');
}

function isImpure(file: Pick<SourceFile, 'text'>): boolean {
  if (!NAMES.test(file.text)) return false;
  const code = codeOf(file.text);
  return IMPURE.some((impure) => impure.test(code));
}

it('finds what is impure', () => {
  const found = (text: string) => isImpure({ text });
  expect(found('const now = Date.now();')).toBe(true);
  expect(found('const now = new Date();')).toBe(true);
  expect(found('const given = new Date(milliseconds); // not Date.now()')).toBe(false);
  expect(found("const text = 'Date.now()';")).toBe(false);
});

describe.each(pure.map((workspace) => [workspace.name, workspace] as const))('%s', (_, { folder, files }) => {
  const code = files.filter(({ isTest }) => !isTest);

  it('imports nothing of Node', () => {
    const wrong = code.flatMap(({ path, imports }) =>
      imports.filter((name) => name.startsWith('node:')).map((name) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  // Without these types neither process nor fetch, console or timers have a declaration: such code does not compile.
  it('compiles without the types of Node and of browsers', () => {
    const options = {
      ...(readJson('tsconfig.base.json')['compilerOptions'] as object),
      ...(readJson(`${folder}/tsconfig.json`)['compilerOptions'] as object),
    };
    expect(options).toMatchObject({ types: [], lib: ['es2023'] });
  });

  it('asks neither a clock nor chance', () => {
    const wrong = code.filter((file) => isImpure(file));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
