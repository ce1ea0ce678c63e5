// Procedures of public databases and warehouses: what becomes of each statement, and which codes stand in the way.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CORPORA = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));

/** Folders of one database each; where a folder holds the same objects twice, one of the two. */
const PROJECTS = [
  ['databases', ['adventureworks', 'adventureworks-dw', 'pubs', 'wideworldimporters', 'wideworldimporters-dw']],
  ['warehouses', ['adventureworks-scd', 'azure-mdw', 'dv-northwind']],
  ['.', ['procbench']],
];

/**
 * Databases that are read from by name: a second source, with what it is called there where it calls itself otherwise. The
 * procedures of one with a name have a line of their own elsewhere.
 */
const BESIDE = {
  'adventureworks-scd': { name: 'AdvWrks2022_OLTP', path: 'databases/adventureworks' },
  'dv-northwind': { path: 'databases/northwind' },
};

/** The projects that are here: a name and the folders that are read together. */
export function projects(only) {
  const found = PROJECTS.flatMap(([area, names]) => names.map((name) => projectOf(area, name)));
  const templates = join(CORPORA, 'warehouses', 'businessplatformapps');
  const apps = existsSync(templates) ? readdirSync(templates).sort() : [];
  const all = [...found, ...apps.map((name) => ({ name, folders: [join(templates, name)] }))];
  return all
    .filter(({ folders }) => folders.every((folder) => existsSync(folder.path ?? folder)))
    .filter(({ name }) => only === undefined || only.some((part) => name.includes(part)));
}

function projectOf(area, name) {
  const folder = join(CORPORA, area, name);
  const other = BESIDE[name];
  if (!other) return { name, folders: [folder] };
  const beside = { ...other, path: join(CORPORA, other.path) };
  const counted = ({ id }) => other.name === undefined || !id.startsWith(`${other.name}.`);
  return { name: `${name} + ${other.path.split('/').at(-1)}`, folders: [folder, beside], counted };
}

/** Prints a line a project and the codes ranked by the procedures that each one blocks; false when there is nothing. */
export async function scoreCorpora(only) {
  const wanted = projects(only);
  if (wanted.length === 0) return false;
  const { convertCatalog } = await import('@datamigrate/agents');
  const reading = await import('@datamigrate/sources');
  const rows = [];
  const blocked = new Map();
  for (const { name, folders, counted = () => true } of wanted) {
    const started = performance.now();
    const converted = await convertCatalog(await load(folders, reading));
    const procedures = converted.filter(({ planned }) => planned.kind === 'procedure' && counted(planned));
    const inScope = procedures.filter(({ status }) => status !== 'out-of-scope');
    for (const { planned, status, codes } of inScope) {
      if (status !== 'refused') continue;
      for (const code of codes) {
        if (code === 'analyse-follows-refusal') continue;
        blocked.set(code, (blocked.get(code) ?? new Set()).add(`${name}: ${planned.id}`));
      }
    }
    const lines = procedures.flatMap(({ trace }) => trace);
    const count = (state) => lines.filter((line) => line.state === state).length;
    const seconds = (performance.now() - started) / 1000;
    const good = inScope.filter(({ status }) => status === 'converted').length;
    rows.push({ name, procedures, good, inScope, lines, count, seconds });
    console.error(`score: ${name} ${seconds.toFixed(1)} s`);
  }
  printTable(rows);
  console.log('\nrefusal codes by procedures that they block:');
  for (const [code, names] of [...blocked].sort(([, a], [, b]) => b.size - a.size)) {
    console.log(`  ${String(names.size).padStart(4)}  ${code}: ${[...names].slice(0, 3).join(', ')}`);
  }
  return true;
}

function printTable(rows) {
  const head = [
    'project',
    'procedures',
    'in scope',
    'converted',
    'share',
    'statements',
    'converted',
    'absorbed',
    'refused',
    's',
  ];
  const total = { name: 'all', good: 0, inScope: [], procedures: [], lines: [], seconds: 0 };
  for (const row of rows) {
    for (const key of ['inScope', 'procedures', 'lines']) total[key] = total[key].concat(row[key]);
    total.good += row.good;
    total.seconds += row.seconds;
  }
  total.count = (state) => total.lines.filter((line) => line.state === state).length;
  const table = [head];
  for (const { name, procedures, good, inScope, lines, count, seconds } of [...rows, total]) {
    if (procedures.length === 0) continue;
    const states = ['converted', 'absorbed', 'refused'].map(count);
    if (states.reduce((a, b) => a + b, 0) !== lines.length) throw new Error(`${name}: statements do not add up`);
    const share = inScope.length === 0 ? '' : `${Math.round((100 * good) / inScope.length)} %`;
    table.push(
      [name, procedures.length, inScope.length, good, share, lines.length, ...states, seconds.toFixed(1)].map(String),
    );
  }
  const widths = head.map((_, i) => Math.max(...table.map((line) => line[i].length)));
  for (const line of table)
    console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
}

/** Folders as the product reads them. */
async function load(folders, { joinSources, loadSource, openSource }) {
  const source = joinSources(sourcesOf(folders));
  const opened = await openSource(source);
  if (!opened.ok) throw new Error(opened.error.message);
  const limits = { statements: 2_000, rows: 1_000_000 };
  const loaded = await loadSource({ ...opened.value, data: [] }, source, { now: 0, limits });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

/** Each folder by its project when it has one, otherwise by its scripts. */
export function sourcesOf(folders) {
  return folders.map((given) => {
    const { name, path: folder } = typeof given === 'string' ? { path: given } : given;
    const project = readdirSync(folder).find((file) => file.endsWith('.sqlproj'));
    const source = project === undefined ? folder : join(folder, project);
    return name === undefined ? source : `${name}=${source}`;
  });
}
