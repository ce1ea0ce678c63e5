import { compareText } from '@datamigrate/foundation';
import { readsVariable, upstream } from '../describe/describe-model.js';
import type { ProjectSpec } from '../spec/project-spec.js';
import { LAYERS } from './layers.js';
import { hasExceptions } from './lint-files.js';
import { DEFAULT_DATABASE_PATH } from './settings-files.js';

/** The README of a generated project. */
export function readme(spec: ProjectSpec): string {
  const sections = [
    `# ${spec.name}`,
    spec.description ?? 'A dbt project made from a SQL Server database.',
    runSection(spec),
    layoutSection(spec),
    sourcesSection(spec),
    lineageSection(spec),
    testsSection(spec),
    variablesSection(spec),
    jobsSection(spec),
    aroundSection(spec),
    (spec.notes ?? []).length === 0 ? '' : ['## Notes', ...(spec.notes ?? [])].join('\n\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function runSection(spec: ProjectSpec): string {
  const path = spec.databasePath ?? DEFAULT_DATABASE_PATH;
  return `## Run it

\`\`\`
pip install -r requirements.txt
dbt build --profiles-dir .
\`\`\`

The data is in \`${path}\`, which is not under version control: source tables in schemas called as in SQL Server, models in
schemas called after their layer (\`main_marts\`).`;
}

function layoutSection({ models, seeds = [] }: ProjectSpec): string {
  const rows = LAYERS.map((fact) => ({ ...fact, count: models.filter(({ layer }) => layer === fact.layer).length }))
    .filter(({ count }) => count > 0)
    .map(({ layer, count, purpose }) => `| \`models/${layer}\` | ${count} | ${purpose} |`);
  if (seeds.length > 0)
    rows.push(`| \`seeds\` | ${seeds.length} | look-up tables whose rows are part of the project |`);
  if (rows.length === 0) return '';
  return ['## Layout', ['| Folder | Models | What |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n');
}

function sourcesSection({ sources }: ProjectSpec): string {
  if (sources.length === 0) return '';
  const rows = sources.map(({ name, schema, tables }) => `| \`${name}\` | \`${schema ?? name}\` | ${tables.length} |`);
  return ['## Sources', ['| Source | Schema | Tables |', '| --- | --- | --- |', ...rows].join('\n')].join('\n\n');
}

function testsSection({ models, sources, unitTests = [] }: ProjectSpec): string {
  const tested = [...models, ...sources.flatMap(({ tables }) => tables)];
  const any = tested.some(({ columns, tests }) =>
    [tests, ...columns.map((column) => column.tests)].some((t) => t?.length),
  );
  const parts = [...(any ? [DATA_TESTS] : []), ...(unitTests.length > 0 ? [UNIT_TESTS] : [])];
  return parts.length === 0 ? '' : ['## Tests', ...parts].join('\n\n');
}

const DATA_TESTS = `Keys, foreign keys and lists of allowed values of the database are data tests. Each is stated once: on the staging model,
or on the source where no staging model reads it. A test warns instead of failing where SQL Server itself did not
guarantee the rule as the target checks it: foreign keys that were never verified, and text compared without case.`;

const UNIT_TESTS = `Unit tests (\`_<folder>__unit_tests.yml\`) give a model a few rows of the database and expect what the original T-SQL made of
them. They run in \`dbt build\` before their model, and alone with \`dbt test --select test_type:unit\`. Their rows are real:
see to it that nobody reads them who may not read the database.`;

function variablesSection({ vars = {}, models, singularTests = [] }: ProjectSpec): string {
  const rows = Object.entries(vars).map(([name, value]) => {
    const reading = [...models, ...singularTests].filter(({ sql }) => readsVariable(sql, name));
    const today = reading.some(({ sql }) => new RegExp(`name='${name}'[^)]*otherwise='today'`).test(sql));
    const unset = today ? 'the day of the run' : 'none';
    const shown = value === null ? unset : `\`${JSON.stringify(value)}\``;
    return `| \`${name}\` | ${shown} | ${some(reading.map((each) => each.name).sort(compareText))} |`;
  });
  if (rows.length === 0) return '';
  const table = ['| Variable | Default | Read by |', '| --- | --- | --- |', ...rows].join('\n');
  return ['## Variables', 'Parameters of the procedures. Set them with `--vars`.', table].join('\n\n');
}

/** The first names of many. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_READERS).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const MOST_READERS = 4;

/** Models of the marts and what they read of each other: the whole graph is in dbt's own documentation. */
function lineageSection({ models }: ProjectSpec): string {
  const marts = new Set(models.flatMap(({ name, layer }) => (layer === 'marts' ? [name] : [])));
  const edges = models
    .filter(({ name }) => marts.has(name))
    .flatMap(({ name, sql }) => upstream(sql).flatMap((from) => (marts.has(from) ? [`    ${from} --> ${name}`] : [])));
  if (edges.length === 0 || edges.length > MOST_EDGES) return '';
  const graph = ['```mermaid', 'flowchart LR', ...edges.sort(), '```'].join('\n');
  return ['## Lineage', 'How the models of the marts read each other; `dbt docs generate` shows the rest.', graph].join(
    '\n\n',
  );
}

/** More of them is a picture that nobody reads. */
const MOST_EDGES = 60;

function jobsSection({ selectors = [] }: ProjectSpec): string {
  if (selectors.length === 0) return '';
  const rows = selectors.map(
    ({ name, description = '' }) => `| \`dbt build --selector ${name}\` | ${description.replace(/\s+/g, ' ')} |`,
  );
  const table = ['| Command | Instead of |', '| --- | --- |', ...rows].join('\n');
  return ['## Jobs', table].join('\n\n');
}

const AROUND: readonly (readonly [path: string, what: string, isThere: (spec: ProjectSpec) => boolean])[] = [
  ['MIGRATION.md', 'every object of the database: verdict, models, statements, evidence', () => true],
  ['name_map.yml', 'names in SQL Server and in this project', ({ documents = [] }) => documents.length > 0],
  ['analyses/', 'queries that compare a copied table with its model', ({ analyses = [] }) => analyses.length > 0],
  ['models/_exposures.yml', 'who reads the results', ({ exposures = [] }) => exposures.length > 0],
  ['seeds/dbt_project_evaluator_exceptions.csv', 'rules that single models may break, and why', hasExceptions],
  ['profiles.example.yml', 'connections to other warehouses, with variables of the environment', () => true],
  ['.sqlfluff, .yamllint, .pre-commit-config.yaml', 'settings of the linters that CI runs', () => true],
];

function aroundSection(spec: ProjectSpec): string {
  const rows = AROUND.filter(([, , isThere]) => isThere(spec)).map(([path, what]) => `| \`${path}\` | ${what} |`);
  return ['## Around the models', ['| Path | What |', '| --- | --- |', ...rows].join('\n')].join('\n\n');
}
