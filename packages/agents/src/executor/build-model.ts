import { displayName, type Module, objectKey, type QualifiedName } from '@datamigrate/catalog';
import type { PlannedModel } from '@datamigrate/contracts';
import type { ColumnSpec, ModelSpec } from '@datamigrate/dbt-project';
import { snakeCase } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { duckTypeOf, duckTypeText, type ModelReference, renderModel } from '@datamigrate/dialects';
import type { LoweredModel } from '@datamigrate/relational';
import type { Bound } from '@datamigrate/tsql-binder';
import { tableById } from '../assessment/estate-index.js';
import type { ModuleFacts } from '../assessment/module-facts.js';
import { agentDiagnostics } from '../diagnostics.js';
import { inQueries } from '../planner/project-names.js';
import type { ExecutorInputs } from './execute-object.js';
import { builtBefore, formerRowsOf } from './former-rows.js';
import { modelTests } from './model-tests.js';

export interface BuiltModel {
  readonly name: string;
  readonly spec: ModelSpec | undefined;
  readonly macros: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** Collations by original column, where SQL Server may return any of the spellings that are equal under them. */
  readonly spellings?: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
  /** What the model reads by name. */
  readonly reads: readonly QualifiedName[];
}

/** One model of a module: its SQL, columns, tests and description. */
export function buildModel(
  inputs: ExecutorInputs,
  module: Module,
  facts: ModuleFacts,
  lowered: LoweredModel,
  planned: PlannedModel | undefined,
  position: number,
): BuiltModel {
  const name = planned?.name ?? snakeCase(module.name);
  const written = facts.analysis?.tables[position];
  const appended = written?.history === 'appended' ? written.table.object : undefined;
  const own = written?.table.object;
  const former = formerOf(facts, position);
  const { query } = lowered;
  if (!query) return { name, spec: undefined, macros: [], columns: {}, diagnostics: [unfilled(module)], reads: [] };
  const reads: QualifiedName[] = [];
  const { sql, macros, diagnostics } = renderModel(query, {
    reference: (object) => {
      reads.push(object);
      return referenceTo(inputs, object, own, appended !== undefined, former);
    },
    ...(appended ? { history: appended } : {}),
  });
  const originals = written
    ? written.table.columns.map(({ name: column }) => column)
    : originalNames(facts, lowered, position);
  const columns = Object.fromEntries(originals.map((original, i) => [original, lowered.columns[i] ?? original]));
  if (sql === undefined) return { name, spec: undefined, macros: [], columns, diagnostics, reads };
  const table = planned?.table;
  const tests = modelTests(inputs, query, written?.table.object, lowered.columns);
  const spec: ModelSpec = {
    name,
    layer: planned?.layer === 'intermediate' ? 'intermediate' : 'marts',
    ...(planned?.folder ? { folder: planned.folder } : {}),
    materialized: materializedOf(planned),
    ...(appended ? { config: { incremental_strategy: 'append' } } : {}),
    sql: `${buildAfter(inputs, facts, own)}${sql}`,
    description: describe(inputs, module, table, lowered),
    columns: query.columns.map((column, i): ColumnSpec => {
      const type = duckTypeOf(column.type);
      const own = tests.columns.get(lowered.columns[i] ?? '');
      return {
        name: lowered.columns[i] ?? column.name,
        ...(type ? { dataType: duckTypeText(type) } : {}),
        ...(own ? { tests: own } : {}),
      };
    }),
    ...(tests.model.length > 0 ? { tests: tests.model } : {}),
  };
  const history = [
    ...(written?.history === 'rewritten' ? ['tsql_previous_rows'] : []),
    ...(former.length > 0 || written?.kept ? ['tsql_former_rows'] : []),
  ];
  const spellings = spellingsOf(originals, written?.table.columns ?? outputOf(facts, position), lowered);
  return { name, spec, macros: [...macros, ...history], columns, ...spellings, diagnostics, reads };
}

function spellingsOf(
  originals: readonly string[],
  output: readonly Bound.OutputColumn[],
  { normalised }: LoweredModel,
): Pick<BuiltModel, 'spellings'> {
  if (!normalised.some(({ kind }) => kind === 'spelling')) return {};
  const collations = originals.flatMap((original, i) => {
    const collation = output[i]?.collation;
    return collation && collation.label !== 'none' ? [[original, collation.name] as const] : [];
  });
  return collations.length === 0 ? {} : { spellings: Object.fromEntries(collations) };
}

function buildAfter(inputs: ExecutorInputs, { analysis }: ModuleFacts, own: QualifiedName | undefined): string {
  const first = own ? builtBefore(inputs, analysis?.tables ?? [], own) : [];
  return first.map((model) => `-- depends_on: {{ ref('${model}') }}\n`).join('');
}

/** Tables that are read as they were before the procedure, by the model of a table or of a result set. */
function formerOf({ analysis }: ModuleFacts, position: number): readonly string[] {
  const { tables = [], reports = [] } = analysis ?? {};
  return (tables[position] ?? reports[position - tables.length])?.former ?? [];
}

/** What an object is read as: the model or source that the plan gives it, or a table's own rows before the run. */
export function referenceTo(
  inputs: ExecutorInputs,
  object: QualifiedName,
  own: QualifiedName | undefined,
  appended: boolean,
  former: readonly string[],
): ModelReference {
  const { names } = inputs;
  const model = names.modelOf(object) ?? snakeCase(object.name);
  if (own && objectKey(object) === objectKey(own)) {
    const staging = names.tables.get(displayName(object))?.staging ?? model;
    if (!appended) return { relation: `{{ tsql_previous_rows(ref('${staging}')) }}`, name: 'previous' };
    return {
      relation: `{% if is_incremental() %}{{ this }}{% else %}{{ ref('${staging}') }}{% endif %}`,
      name: 'previous',
    };
  }
  if (former.includes(displayName(object))) return formerRowsOf(inputs, object);
  return { relation: `{{ ref('${model}') }}`, name: inQueries(names, object) };
}

/** Of a view, or of a result set, which follow the tables. Result sets may name two columns alike: those of the model differ. */
function originalNames(facts: ModuleFacts, { columns }: LoweredModel, position: number): readonly string[] {
  const output = outputOf(facts, position);
  const names = columns.map((column, i) => output[i]?.name ?? column);
  return new Set(names).size === names.length ? names : columns;
}

function outputOf({ view, analysis }: ModuleFacts, position: number): readonly Bound.OutputColumn[] {
  return view?.columns ?? analysis?.reports[position - analysis.tables.length]?.query.columns ?? [];
}

function materializedOf(planned: PlannedModel | undefined): 'view' | 'table' | 'incremental' {
  return planned?.materialized === 'table' || planned?.materialized === 'incremental' ? planned.materialized : 'view';
}

function describe(
  { catalog }: ExecutorInputs,
  module: Module,
  table: string | undefined,
  { normalised }: LoweredModel,
): string {
  const own = tableById(catalog.catalog, table ?? '')?.description ?? module.description;
  const origin =
    table === undefined
      ? `From the ${module.kind} ${displayName(module)}.`
      : `${table}, as ${displayName(module)} fills it.`;
  const open = normalised.map(({ text }) => text).join('; ');
  const notes = open === '' ? '' : ` SQL Server leaves open: ${open}.`;
  return `${own ? `${own} ` : ''}${origin}${notes}`;
}

export function unfilled(module: Module): Diagnostic {
  return agentDiagnostics.create('plan-unbound', { object: displayName(module) });
}
