// `npm run score -- sources [--write FILE]`: what every public database, project and package holds as we read it, and whether
// two ways into the same database give the same objects.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const CORPORA = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));

/** Loads years of simulated data. */
const LONG = /WideWorldImporters\.sqlproj$/;
/** Projects that define nothing on purpose, and one with statements of Synapse only. */
const NOTHING = /empty_project|only_schemas|dacfx\/(Template|TestData\/VerifyBuildWithTransitive)/;

/** The same database as a script and as a package. */
const PAIRS = [
  ['databases/chinook/Chinook_SqlServer_AutoIncrementPKs.sql', 'dacpac/Chinook.dacpac'],
  ['databases/northwind/instnwnd.sql', 'dacpac/NorthwindViews.dacpac'],
  ['databases/adventureworks/instawdb.sql', 'dacpac/AdventureWorks2014.dacpac'],
];

const KINDS = ['table', 'view', 'procedure', 'function', 'trigger', 'type', 'sequence', 'synonym', 'job'];

export async function score(args) {
  if (!existsSync(CORPORA)) {
    console.error('score: no public databases found (../shared/corpora); nothing to measure.');
    return 0;
  }
  const { extractSource } = await import('@datamigrate/sources');
  const read = async (path) => {
    const found = await extractSource(join(CORPORA, path), { now: Date.UTC(2024, 0, 31) });
    return found.ok ? found.value : found.error;
  };
  const rows = [];
  const failed = [];
  for (const path of sources()) {
    console.error(`score: ${path}`);
    const started = performance.now();
    const found = await read(path);
    if ('code' in found) failed.push(`${path}: ${found.message}`);
    else rows.push([path, ...counts(found), `${((performance.now() - started) / 1000).toFixed(1)}`]);
  }
  const agreements = [];
  for (const [script, dacpac] of PAIRS)
    agreements.push([`${script}, ${basename(dacpac)}`, ...agreement(await read(script), await read(dacpac))]);
  const text = [
    markdown(['Source', ...KINDS.map((kind) => `${kind}s`), 'columns', 'rows', 'gaps', 'seconds'], rows),
    markdown(['Script and package', 'objects of both', 'the same', 'of one only'], agreements),
  ].join('\n');
  console.log(text);
  for (const each of failed) console.log(`not read: ${each}`);
  const file = args.includes('--write') ? args[args.indexOf('--write') + 1] : undefined;
  if (file !== undefined) writeFileSync(file, page(text));
  return failed.length === 0 ? 0 : 1;
}

function sources() {
  const under = (folder, extension) =>
    existsSync(join(CORPORA, folder))
      ? readdirSync(join(CORPORA, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith(extension))
          .map((name) => join(folder, name).split(sep).join('/'))
          .sort()
      : [];
  const databases = readdirSync(join(CORPORA, 'databases'))
    .sort()
    .flatMap((name) => {
      const [script] = readdirSync(join(CORPORA, 'databases', name))
        .filter((file) => file.endsWith('.sql'))
        .sort();
      return script === undefined ? [] : [`databases/${name}/${script}`];
    });
  const projects = ['databases', 'warehouses', 'sqlproj'].flatMap((folder) => under(folder, '.sqlproj'));
  const all = [...databases, ...under('dacpac', '.dacpac'), ...projects];
  return all.filter((path) => !LONG.test(path) && !NOTHING.test(path));
}

function counts({ objects, columns, rows, document }) {
  const of = (...names) =>
    String(objects.filter(({ kind }) => names.includes(kind)).reduce((sum, { count }) => sum + count, 0));
  return [
    of('table'),
    of('view'),
    of('procedure'),
    of('scalar-function', 'inline-function', 'table-function'),
    of('trigger'),
    of('alias-type', 'table-type'),
    of('sequence'),
    of('synonym'),
    of('job'),
    String(columns),
    String(rows),
    String(document.gaps.length),
  ];
}

/** Objects by kind and name; the same when their columns have the same names, types and nullability. */
function agreement(left, right) {
  const [ours, theirs] = [shapes(left), shapes(right)];
  const both = [...ours.keys()].filter((key) => theirs.has(key));
  const same = both.filter((key) => ours.get(key) === theirs.get(key));
  return [both.length, same.length, ours.size + theirs.size - 2 * both.length].map(String);
}

function shapes({ document: { catalog } }) {
  const found = new Map();
  for (const kind of ['tables', 'tableTypes', 'aliasTypes', 'modules', 'sequences', 'synonyms']) {
    for (const { schema, name, columns = [], kind: module } of catalog[kind]) {
      const shape = columns.map((column) => [column.name, column.type, column.nullable, column.identity ?? null]);
      found.set(`${module ?? kind} ${schema}.${name}`.toLowerCase(), JSON.stringify(shape));
    }
  }
  return found;
}

function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map((_, i) => (i === 0 ? '---' : '--:'))) + rows.map(line).join('');
}

/** @param {string} text */
const page = (text) => `# Public sources, measured

What \`datamigrate extract\` finds in databases, projects and packages that are published, without any change to them. The
tables are written by a command:

\`\`\`
npm run score -- sources --write docs/reference/sources.md
\`\`\`

It needs them in \`../shared/corpora\`. Rows are those that scripts insert, or load from files beside them. A gap is something
that is not in the catalog, or could not be run, each with its reason; projects whose references are not at hand have many.
Script and package of one database are of different releases: what is in one of them only is that difference.

${text}`;
