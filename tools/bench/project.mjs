// `npm run bench -- project [--models n] [--runs n] [--no-dbt]`: shaping and linting a large project, and what dbt needs
// to parse it. The catalog is made up: half of the models are staging models, the others read two of them each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GOAL_MS = 2000;

const load = (name) => import(pathToFileURL(join(ROOT, `packages/${name}/dist/index.js`)).href);

/** @param {readonly string[]} args */
export async function bench(args) {
  const { values } = parseArgs({
    args: [...args],
    options: { models: { type: 'string' }, runs: { type: 'string' }, 'no-dbt': { type: 'boolean' } },
  });
  const count = Number(values.models ?? 1000);
  const project = await load('dbt-project');
  const catalog = await load('catalog');
  const best = { cpu: Infinity, name: Infinity, shape: Infinity, lint: Infinity, write: Infinity };
  let files = [];
  for (let run = 0; run < Number(values.runs ?? 3); run++) {
    const tables = madeUpTables(Math.ceil(count / 2), catalog);
    const cpu = process.cpuUsage();
    const start = performance.now();
    const { names } = project.nameTables(tables);
    const named = performance.now();
    const spec = madeUpProject(tables, names, Math.floor(count / 2), project);
    const shared = project.shareDescriptions(spec);
    const shaped = performance.now();
    project.lintProject(shared);
    const linted = performance.now();
    files = project.buildProject(shared);
    const written = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    keepBest(best, {
      cpu: (user + system) / 1000,
      name: named - start,
      shape: shaped - named,
      lint: linted - shaped,
      write: written - linted,
    });
  }
  const total = best.name + best.shape + best.lint + best.write;
  const parts = Object.entries(best).map(([part, ms]) => `${part} ${ms.toFixed(0)} ms`);
  console.log(
    `${count} models, ${files.length} files: ${total.toFixed(0)} ms (${parts.join(', ')}); goal ${GOAL_MS} ms`,
  );
  if (!values['no-dbt']) console.log(`dbt parse, nothing cached: ${await parseSeconds(files)}`);
  return total < GOAL_MS ? 0 : 1;
}

function keepBest(best, times) {
  for (const [part, ms] of Object.entries(times)) best[part] = Math.min(best[part], ms);
}

function madeUpTables(count, { plain, string, decimal }) {
  const types = [plain('int'), string('varchar', 20), decimal(19, 4), plain('date'), plain('datetime')];
  return Array.from({ length: count }, (_, i) => ({
    schema: `Area${i % 10}`,
    name: `Table${i}`,
    columns: Array.from({ length: 12 }, (_, c) => ({
      name: c === 0 ? 'Id' : `Column${c}`,
      type: types[c % types.length],
      nullable: c > 1,
      ...(c === 3 ? { description: 'What the column holds, in a sentence of some length.' } : {}),
    })),
    primaryKey: { columns: ['Id'] },
    uniqueKeys: [],
    indexes: [],
    checks: [],
    foreignKeys:
      i === 0
        ? []
        : [
            {
              columns: ['Column5'],
              references: { schema: `Area${(i - 1) % 10}`, name: `Table${i - 1}` },
              referencedColumns: ['Id'],
              trusted: true,
            },
          ],
  }));
}

function madeUpProject(tables, names, count, { stagingLayer }) {
  const dataType = ({ name }) =>
    ({ int: 'integer', varchar: 'varchar', decimal: 'decimal(19,4)', date: 'date' })[name] ?? 'timestamp';
  const staging = stagingLayer(tables, { names, landed: { schemaName: (schema) => schema, dataType } });
  const marts = Array.from({ length: count }, (_, i) => {
    const [a, b] = [staging.models[i % staging.models.length], staging.models[(i + 1) % staging.models.length]];
    return {
      name: `fct_mart_${i}`,
      layer: 'marts',
      folder: `area${i % 10}`,
      description: `One row for each \`id\`, from ${a.name} and ${b.name}.`,
      sql: `with a as (\n    select * from {{ ref('${a.name}') }}\n),\n\nb as (\n    select * from {{ ref('${b.name}') }}\n)\n\nselect\n    a.id,\n    b.column1\nfrom a\ninner join b\n    on b.id = a.column5\n`,
      columns: [
        { name: 'id', dataType: 'integer', tests: [{ test: 'unique' }, { test: 'not_null' }] },
        { name: 'column1', dataType: 'varchar' },
      ],
    };
  });
  return { name: 'made_up', target: 'duckdb', ...staging, models: [...staging.models, ...marts] };
}

async function parseSeconds(files) {
  const { findDbtEnvironment, runDbt } = await load('dbt-runner');
  const environment = findDbtEnvironment();
  if (!environment.ok) return 'dbt is not installed';
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-bench-'));
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const outcome = await runDbt({
      environment: environment.value,
      projectDir: folder,
      profilesDir: folder,
      command: 'parse',
    });
    return `${(outcome.durationMs / 1000).toFixed(1)} s, ${outcome.status}, ${outcome.warnings.length} warnings`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
