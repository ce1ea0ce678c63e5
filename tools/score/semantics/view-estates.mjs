// Databases of the corpora whose views are translated: one script, a project of many files, or a folder of ordered ones.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadScripts } from '@datamigrate/tsql-engine';
import { decodeSource } from '@datamigrate/tsql-syntax';

const CORPORA = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));

/** Name and, where a name covers many databases, the folders of all of them. */
const ESTATES = [
  ['Northwind', ['databases/northwind']],
  ['AdventureWorks', ['databases/adventureworks']],
  ['AdventureWorksDW', ['databases/adventureworks-dw']],
  ['WideWorldImporters', ['databases/wideworldimporters']],
  ['WideWorldImportersDW', ['databases/wideworldimporters-dw']],
  ['BusinessPlatformApps', undefined],
];

export function viewEstates() {
  if (!existsSync(CORPORA)) return [];
  return ESTATES.map(([name, folders]) => ({
    name,
    databases: (folders ?? applications()).map((folder) => ({
      folder,
      load: (options) => load(join(CORPORA, folder), options),
    })),
  }));
}

/** The sample of this repository, in the same form. */
export function sampleEstate() {
  const folder = fileURLToPath(new URL('../../../samples/harbor-trading', import.meta.url));
  return {
    name: 'HarborTrading',
    databases: [{ folder: 'samples/harbor-trading', load: (options) => load(folder, options) }],
  };
}

/** Every folder with scripts of its own is the database of one application. */
function applications() {
  const root = 'warehouses/businessplatformapps';
  const files = sqlFiles(join(CORPORA, root)).map((file) => file.slice(CORPORA.length));
  return [...new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))))].sort();
}

function load(folder, options) {
  const scripts = sqlFiles(folder).flatMap((path) => {
    const decoded = decodeSource(readFileSync(path));
    return decoded.ok ? [{ name: path.slice(folder.length + 1), text: decoded.value.text }] : [];
  });
  // Files of a project have no order of their own: what others stand on comes first.
  const project = readdirSync(folder).some((name) => name.endsWith('.sqlproj'));
  return loadScripts(project ? scripts.sort((a, b) => rank(a) - rank(b)) : scripts, options);
}

const RANKS = ['SCHEMA', 'TYPE', 'SEQUENCE', 'TABLE', 'FUNCTION', 'VIEW', 'PROCEDURE'];

function rank({ text }) {
  const kind = /\bCREATE\s+(\w+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const found = RANKS.indexOf(kind);
  return found === -1 ? RANKS.length : found;
}

function sqlFiles(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return sqlFiles(path);
      return /\.sql$/i.test(name) ? [path] : [];
    });
}
