import { displayName, type Module, objectKey, type QualifiedName, quotedName } from '@datamigrate/catalog';
import type { PlannedModel } from '@datamigrate/contracts';
import type { ConfigValue, ModelSpec } from '@datamigrate/dbt-project';
import { tablesRead } from '@datamigrate/procedure-analysis';
import { tableById } from '../../assessment/estate-index.js';
import type { ObjectExecution } from '../../executor/object-execution.js';
import { callOf, type VariableValues } from '../../scenario/parameter-values.js';
import type { EvidenceInputs } from './evidence-inputs.js';
import { walk } from './join-links.js';
import type { Rows, SmallDatabase, Way } from './small-database.js';

/** What a model stands for, ready to be run. */
export interface Original {
  readonly spec: ModelSpec;
  readonly module: Module;
  /** Bound, for the links in it. */
  readonly tree: unknown;
  /** Ids of what it reads and writes. */
  readonly reads: readonly string[];
  readonly run: (database: SmallDatabase) => { readonly rows: Rows | undefined; readonly ways: readonly Way[] };
  /** The model's column for a column of the rows; undefined where a test says nothing about it. */
  readonly columnOf: (name: string, ordinal: number) => string | undefined;
  /** Columns that are more than a column handed on. */
  readonly computed: ReadonlySet<string>;
  readonly vars: Readonly<Record<string, ConfigValue>>;
  /** Collations of the model's columns, where SQL Server may return any of the spellings that are equal under them. */
  readonly spellings: Readonly<Record<string, string>>;
}

/** What depends on rows of an earlier run is shown by scenarios; what asks the warehouse cannot run in a unit test. */
const HISTORY = /tsql_previous_rows|tsql_former_rows|is_incremental|\{\{ this \}\}|run_query/;
/** Alone in a column of its own. */
const CLOCK_COLUMN = /\{\{ (?:tsql_getdate\(\)|tsql_run_by\(name='\w+'\)) \}\} as (\w+)/g;
const CLOCK = /tsql_getdate|tsql_run_by|newid|random|uuid/i;

/** The original of a model; undefined where few rows cannot stand for it. */
export function originalOf(
  inputs: EvidenceInputs,
  module: Module,
  execution: ObjectExecution,
  planned: PlannedModel,
  spec: ModelSpec,
): Original | undefined {
  if (spec.materialized === 'incremental' || HISTORY.test(spec.sql)) return undefined;
  if (!/\b(?:case|join|where|having|group by)\b/.test(spec.sql)) return undefined;
  const clock = new Set([...spec.sql.matchAll(CLOCK_COLUMN)].map(([, name = '']) => name));
  if (CLOCK.test(spec.sql.replace(CLOCK_COLUMN, ''))) return undefined;
  const vars = variablesOf(spec, execution, inputs);
  if (!vars) return undefined;
  const facts = inputs.reader.read(module);
  const names = spec.columns.map(({ name }) => name);
  const byOrdinal = (_name: string, ordinal: number): string | undefined =>
    clock.has(names[ordinal] ?? '') ? undefined : names[ordinal];
  const columns = execution.columns[spec.name] ?? {};
  const collations = Object.entries(execution.spellings?.[spec.name] ?? {});
  const spellings = Object.fromEntries(collations.map(([name, collation]) => [columns[name] ?? name, collation]));
  const common = { spec, module, vars, spellings, reads: [...facts.reads] };
  if (module.kind === 'view') {
    const query = facts.view?.query;
    if (!query) return undefined;
    const run: Original['run'] = (database) => rowsOf(database, module);
    return { ...common, tree: query, run, columnOf: byOrdinal, computed: computedOf(query, names) };
  }
  if (module.kind !== 'procedure' || !facts.analysis || hasLoop(facts.body)) return undefined;
  const call = callOf(module, inputs.reader, inputs.values);
  if ('missing' in call) return undefined;
  const { reports, tables } = facts.analysis;
  const table = planned.table === undefined ? undefined : tableById(inputs.catalog, planned.table);
  if (!table) {
    const [{ query } = {}] = reports;
    if (planned.table !== undefined || reports.length !== 1 || tables.length > 0) return undefined;
    const run: Original['run'] = (database) => {
      const { resultSets, ways } = database.run(call.sql);
      return { rows: resultSets.length === 1 ? resultSets[0] : undefined, ways };
    };
    return { ...common, tree: facts.body, run, columnOf: byOrdinal, computed: computedOf(query, names) };
  }
  const written = tables.find((each) => displayName(each.table.object) === planned.table);
  if (written?.history !== 'replaced' || written.former.length > 0 || facts.together) return undefined;
  // Rows of another model of the procedure are no rows that it is given.
  const read = tablesRead(written.inserts);
  if (tables.some((each) => each !== written && read.has(objectKey(each.table.object)))) return undefined;
  const identity = new Set(table.columns.filter((column) => column.identity).map(({ name }) => name));
  return {
    ...common,
    tree: facts.body,
    reads: [...common.reads, ...tables.map((each) => displayName(each.table.object))],
    run: (database) => {
      const { ways, failed } = database.run(call.sql);
      return { rows: failed ? undefined : database.select(table), ways };
    },
    columnOf: (name) => {
      const emitted = columns[name];
      return identity.has(name) || emitted === undefined || clock.has(emitted) ? undefined : emitted;
    },
    computed: new Set(names),
  };
}

function rowsOf(database: SmallDatabase, view: QualifiedName): ReturnType<Original['run']> {
  const { resultSets, ways } = database.run(`SELECT * FROM ${quotedName(view)}`);
  return { rows: resultSets[0], ways };
}

/** Loops may be long for few rows, too. */
function hasLoop(body: unknown): boolean {
  let found = false;
  walk(body, ({ kind }) => {
    if (kind === 'while') found = true;
  });
  return found;
}

function computedOf(query: unknown, names: readonly string[]): ReadonlySet<string> {
  const items = typeof query === 'object' && query !== null && 'select' in query ? query.select : undefined;
  if (!Array.isArray(items)) return new Set();
  return new Set(
    names.filter((_, i) => (items[i] as { expression?: { kind?: string } })?.expression?.kind !== 'column'),
  );
}

/** The variables that a model asks for, as they are in the build; undefined where one depends on the day. */
function variablesOf(
  { sql }: ModelSpec,
  { vars }: ObjectExecution,
  { values, today }: { readonly values: VariableValues; readonly today: string },
): Record<string, ConfigValue> | undefined {
  const found: Record<string, ConfigValue> = {};
  for (const [, name = '', rest = ''] of sql.matchAll(/tsql_parameter\(name='(\w+)'([^)]*)\)/g)) {
    const value = values[name] ?? vars[name] ?? null;
    if (value === null && rest.includes('today')) return undefined;
    if (value === today) return undefined;
    if (value !== null) found[name] = value;
  }
  return found;
}
