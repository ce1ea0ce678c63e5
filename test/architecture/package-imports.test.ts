import { dirname, posix } from 'node:path';
import { expect, it } from 'vitest';
import { levelOf, PACKAGE_ORDER, STRANGERS } from './package-order.js';
import { readJson, type SourceFile, workspaces } from './source-files.js';

const SCOPE = '@datamigrate/';
const packages = workspaces.filter(({ folder }) => folder.startsWith('packages/'));

/** The packages of this repository that files import, without repetitions. */
function packagesIn(files: readonly SourceFile[]): string[] {
  const names = files.flatMap(({ imports }) => imports.filter((name) => name.startsWith(SCOPE)));
  return [...new Set(names.map((name) => name.slice(SCOPE.length).split('/')[0] ?? ''))];
}

/** The npm package of an import: `@duckdb/node-api/lib/x` is of `@duckdb/node-api`. */
function npmPackage(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

it('has every package in the order', () => {
  expect(packages.map(({ name }) => name).sort()).toEqual(PACKAGE_ORDER.flat().sort());
});

it('reads the imports', () => {
  const agents = packages.find(({ name }) => name === 'agents');
  expect(packagesIn(agents?.files ?? [])).toEqual(expect.arrayContaining(['contracts', 'relational', 'landing']));
});

it('imports downwards only, so that there are no cycles', () => {
  const wrong = packages.flatMap(({ name, files }) =>
    packagesIn(files.filter(({ isTest }) => !isTest))
      .filter((imported) => imported !== name && levelOf(imported) >= levelOf(name))
      .map((imported) => `${name} imports ${imported}`),
  );
  expect(wrong).toEqual([]);
});

it('keeps the reference engine and the dialects apart', () => {
  const known = new Map(packages.map(({ name, files }) => [name, packagesIn(files)]));
  expect(STRANGERS.filter(([one, other]) => known.get(one)?.includes(other))).toEqual([]);
});

it('imports a package by its name, never a file inside it', () => {
  const deep = workspaces.flatMap(({ folder, files }) =>
    files.flatMap(({ path, imports }) =>
      imports
        .filter((name) => (name.startsWith('.') ? leaves(folder, path, name) : /^@datamigrate\/[^/]+\//.test(name)))
        .map((name) => `${path}: ${name}`),
    ),
  );
  expect(deep).toEqual([]);
});

/** Whether a relative import leads into another package. */
function leaves(folder: string, path: string, name: string): boolean {
  const target = posix.join(dirname(path), name);
  return /^(packages|apps)\//.test(target) && !target.startsWith(`${folder}/`);
}

it('imports no app from a package, and no app from another', () => {
  const apps = workspaces.filter(({ folder }) => folder.startsWith('apps/')).map(({ name }) => name);
  const wrong = workspaces.flatMap(({ name, files }) =>
    packagesIn(files).filter((imported) => imported !== name && apps.includes(imported)),
  );
  expect(wrong).toEqual([]);
});

it.each(workspaces.map((workspace) => [workspace.name, workspace] as const))(
  'declares in package.json and tsconfig.json what %s imports',
  (name, { folder, files }) => {
    const manifest = readJson(`${folder}/package.json`);
    // What the web app imports is built into its files; drivers of servers are loaded where they are installed.
    const lists = ['dependencies', 'optionalDependencies', ...(name === 'web' ? ['devDependencies'] : [])];
    const declared = lists.flatMap((list) => Object.keys((manifest[list] as object | undefined) ?? {}));
    const references = readJson(`${folder}/tsconfig.json`)['references'] as { path: string }[] | undefined;
    const built = (references ?? []).map(({ path }) => posix.basename(path));

    const code = files.filter(({ isTest }) => !isTest);
    const foreign = code.flatMap(({ imports }) => imports.filter((one) => !/^(\.|node:|@datamigrate\/)/.test(one)));
    const own = packagesIn(code).filter((imported) => imported !== name);
    expect(declared).toEqual(expect.arrayContaining([...foreign.map(npmPackage), ...own.map((one) => SCOPE + one)]));
    expect(built).toEqual(expect.arrayContaining(own));
  },
);
