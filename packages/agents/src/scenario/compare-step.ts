import { type CatalogIndex, displayName, objectKey, type SqlType, type Table } from '@datamigrate/catalog';
import {
  type ComparisonOutcome,
  compareRelations,
  isEqual,
  type Numbered,
  parseRelation,
} from '@datamigrate/validation';
import { moduleById } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { ReferenceRows } from '../cores/reference-rows.js';
import { agentDiagnostics } from '../diagnostics.js';
import { alignResults } from './align-results.js';
import { findTable } from './find-table.js';
import type { ProjectModels, TableModel } from './project-models.js';
import type { StepComparison } from './proof.js';
import type { CallOutcome, ReferenceSession, TracedCall } from './reference-session.js';
import type { ScenarioSteps } from './scenario-steps.js';

const SAMPLES = 5;

export interface ComparedStep {
  readonly step: number;
  readonly databasePath: string;
  readonly session: ReferenceSession;
  readonly catalog: CatalogIndex;
  readonly reader: ModuleReader;
  readonly models: ProjectModels;
  readonly scenario: ScenarioSteps;
  /** Converted procedures that ran. */
  readonly procedures: ReadonlySet<string>;
  /** Why dbt did not build a model. */
  readonly unbuilt: ReadonlyMap<string, string>;
}

/** The tables to compare after a step, each against the model that stands for it, else against its staging model. */
export function comparedTables({
  scenario,
  catalog,
  models,
  procedures,
}: Pick<ComparedStep, 'scenario' | 'catalog' | 'models' | 'procedures'>): readonly Table[] {
  if (scenario.targets) return scenario.targets.flatMap((target) => findTable(catalog, target) ?? []);
  const written = [...models.written].filter(([, { owner }]) => procedures.has(owner));
  return written.flatMap(([name]) => findTable(catalog, name) ?? []);
}

export async function compareTables(inputs: ComparedStep): Promise<readonly StepComparison[]> {
  const comparisons: StepComparison[] = [];
  for (const table of comparedTables(inputs)) {
    const id = displayName(table);
    const model = inputs.models.written.get(id.toLowerCase()) ?? inputs.models.stagingOf(id);
    if (!model) continue;
    const ignored = inputs.scenario.ignoreColumns.get(id.toLowerCase()) ?? [];
    const rows = inputs.session.rows(table);
    let outcome = await compare(inputs, model, id, rows, ignored);
    for (const numbered of isEqual(outcome) ? [] : numberedIn(inputs, table, model.owner)) {
      const apart = await compare(inputs, model, id, rows, ignored, numbered);
      if (!isEqual(apart)) continue;
      outcome = apart;
      break;
    }
    comparisons.push({ ...placeOf(inputs, model), table: id, outcome });
  }
  return comparisons;
}

/**
 * A column that the procedure's INSERT has numbered in an order which it does not state: another run of SQL Server could
 * number the rows differently, and leave other numbers when some of them are deleted. In a scenario that somebody gave,
 * they say themselves what is not compared.
 */
function numberedIn(
  { scenario, catalog, reader, session }: ComparedStep,
  table: Table,
  owner: string,
): readonly Numbered[] {
  if (scenario.origin === 'given') return [];
  const module = moduleById(catalog.catalog, owner);
  const written = module && reader.read(module).analysis?.tables;
  const column = written?.find((each) => objectKey(each.table.object) === objectKey(table))?.numbered;
  const above = column === undefined ? undefined : session.numberedAbove(table, column);
  if (column === undefined || above === undefined) return [];
  const left = session.numberedBefore(table, column) ?? above;
  return [{ column, above }, ...(left > above ? [{ column, above, left }] : [])];
}

/** The result sets of a step's calls against the models that stand for them, in any order of rows. */
export async function compareResults(
  inputs: ComparedStep,
  outcomes: readonly CallOutcome[],
): Promise<readonly StepComparison[]> {
  const comparisons: StepComparison[] = [];
  for (const { calls, resultSets, failure } of outcomes) {
    if (failure) continue;
    const reports = calls.flatMap((call) => {
      const module = moduleById(inputs.catalog.catalog, call.id);
      const stated = module && inputs.reader.read(module).analysis?.reports;
      return inputs.models.resultModels(call.id).map((model, i) => {
        return { call, model, i, columns: stated?.[i]?.query.columns ?? [] };
      });
    });
    // Rows that a caller took for itself, or returned as its own, are part of the caller.
    const own = reports.length === resultSets.length ? reports : reports.filter(({ call }) => call.depth === 0);
    const aligned = alignResults(own, resultSets);
    for (const [position, { call, model, i, columns }] of own.entries()) {
      const result = aligned[position] ?? 'unclear';
      const types = columns.map(({ type }) => type);
      const returned = result === 'nothing' ? [] : result === 'unclear' ? undefined : result.rows;
      const rows = returned ? resultRows(model, types, returned) : OTHER_RESULTS;
      const outcome = await compare(inputs, model, call.id, rows, []);
      comparisons.push({ ...placeOf(inputs, model), table: resultName(call, i), outcome });
    }
  }
  return comparisons;
}

function placeOf({ step }: ComparedStep, { name, owner, relation }: TableModel) {
  const parsed = relation === undefined ? undefined : parseRelation(relation);
  return { step, owner, model: name, relation: parsed ? `${parsed.schema}.${parsed.name}` : '' };
}

const OTHER_RESULTS: ReferenceRows = { skipped: 'the call returns other result sets than the models stand for.' };

/** A result set has no name of its own: the first one is called like the procedure. */
const resultName = ({ id }: TracedCall, position: number): string =>
  position === 0 ? id : `${id} (result ${position + 1})`;

function resultRows(
  { columns }: TableModel,
  types: readonly SqlType[],
  rows: readonly (readonly (string | null)[])[],
): ReferenceRows {
  const names = Object.keys(columns);
  if (names.length !== types.length) return { skipped: 'columns of the result set share a name.' };
  return {
    columns: types.map((type, i) => ({ name: names[i] ?? '', type })),
    rows,
  };
}

async function compare(
  { databasePath, unbuilt, step }: ComparedStep,
  model: TableModel,
  table: string,
  rows: ReferenceRows,
  ignored: readonly string[],
  numbered?: Numbered,
): Promise<ComparisonOutcome> {
  if ('skipped' in rows) return skipped(table, rows.skipped);
  if (model.relation === undefined) return skipped(table, `dbt names no relation for ${model.name}.`);
  const message = unbuilt.get(model.name);
  if (message !== undefined) return skipped(table, `dbt did not build ${model.name}: ${message}`);
  const wanted = new Set(ignored.map((name) => name.toLowerCase()));
  const left = rows.columns.filter(({ name }) => wanted.has(name.toLowerCase()) || !(name in model.columns));
  const key = rows.key?.some((name) => left.some((column) => column.name === name)) ? undefined : rows.key;
  return compareRelations({
    databasePath,
    relation: model.relation,
    model: model.name,
    table,
    columnMap: model.columns,
    expectedColumns: rows.columns,
    expectedRows: rows.rows,
    ...(key && !(numbered && key.includes(numbered.column)) ? { key } : {}),
    ...(numbered ? { numbered } : {}),
    ...(model.spellings ? { spellings: model.spellings } : {}),
    ...(left.length > 0 ? { ignoreColumns: left.map(({ name }) => name) } : {}),
    step,
    sampleLimit: SAMPLES,
  });
}

function skipped(object: string, reason: string): ComparisonOutcome {
  return { status: 'not-run', diagnostics: [agentDiagnostics.create('evaluate-skipped', { object, reason })] };
}
