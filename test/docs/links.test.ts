import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './diagnostic-codes.js';
import { anchorsOf, type MarkdownFile, markdownFiles } from './markdown-files.js';

const files = markdownFiles();
const byPath = new Map(files.map((file) => [file.path, file]));

interface Link {
  readonly from: MarkdownFile;
  readonly target: string;
}

const links = files.flatMap((from): Link[] =>
  [...from.prose.replace(/`[^`\n]*`/g, '``').matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({
    from,
    target,
  })),
);

function isBroken({ from, target }: Link): boolean {
  if (/^https?:/.test(target)) return false;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from.path : posix.join(dirname(from.path), path);
  if (!existsSync(join(ROOT, file))) return true;
  const page = byPath.get(file);
  return anchor !== undefined && (page === undefined || !anchorsOf(page).includes(anchor));
}

it('sees pages and links', () => {
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/reference/cli.md']));
  expect(links.length).toBeGreaterThan(100);
  const [page] = files;
  expect(page && isBroken({ from: page, target: 'no-such-page.md' })).toBe(true);
  expect(page && isBroken({ from: page, target: '#no-such-title' })).toBe(true);
});

it('has no link that leads nowhere', () => {
  expect(links.filter(isBroken).map(({ from, target }) => `${from.path}: ${target}`)).toEqual([]);
});

it('names files and folders of the repository that exist', () => {
  const named = files.flatMap(({ path, prose }) =>
    [...prose.matchAll(/`((?:packages|apps|scripts|tools|test|samples|docs|requirements)\/[^`\s]*)`/g)]
      .map(([, name = '']) => ({ path, name }))
      .filter(({ name }) => !/[<*{…]/.test(name)),
  );
  expect(named.length).toBeGreaterThan(20);
  const own = (path: string, name: string) => join(ROOT, dirname(path), name);
  const lost = named.filter(({ path, name }) => !existsSync(join(ROOT, name)) && !existsSync(own(path, name)));
  expect(lost.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
});
