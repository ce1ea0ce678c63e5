import { type CatalogIndex, displayName, objectKey, type QualifiedName, type Table } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { catalogTests, type DataTestSpec, type ModelSpec, quoteIfNeeded } from '@datamigrate/dbt-project';
import { tableRead } from '../assessment/estate-index.js';
import { type ObjectExecution, stagingOf } from '../executor/object-execution.js';

/** The model that holds the rows of a table. */
interface Holder {
  readonly model: string;
  /** Original column names to emitted ones. */
  readonly columns: Readonly<Record<string, string>>;
}

export interface ReferenceInputs {
  readonly catalog: CatalogIndex;
  readonly plan: Plan;
  readonly executions: readonly ObjectExecution[];
}

/**
 * Foreign keys of tables that procedures fill, as tests of their models: what they refer to is the model of the other table,
 * or its staging model where no procedure fills it. SQL Server would end a load that breaks one (error 547).
 */
export function withReferenceTests(models: readonly ModelSpec[], inputs: ReferenceInputs): readonly ModelSpec[] {
  const { catalog } = inputs.catalog;
  const byId = new Map(inputs.executions.map((execution) => [execution.id, execution]));
  const filled = filledTables(inputs.plan, byId);
  const holderOf = (name: QualifiedName): Holder | undefined => {
    const key = objectKey(name);
    const own = filled.get(key);
    const [model, columns] = own ? [] : stagingOf(byId, displayName(tableRead(catalog, key) ?? name));
    return own ?? (model !== undefined && columns ? { model, columns } : undefined);
  };
  const changed = new Map<string, (model: ModelSpec) => ModelSpec>();
  for (const table of catalog.tables) {
    const own = filled.get(objectKey(table));
    if (own && table.foreignKeys.length > 0)
      changed.set(own.model, (model) => withReferences(model, table, own, holderOf));
  }
  return models.map((model) => changed.get(model.name)?.(model) ?? model);
}

function withReferences(
  model: ModelSpec,
  table: Table,
  own: Holder,
  holderOf: (name: QualifiedName) => Holder | undefined,
): ModelSpec {
  const { columns, table: whole } = catalogTests(table, {
    columnName: (name) => quoteIfNeeded(columnIn(own, name) ?? name),
    isPresent: (name) => columnIn(own, name) !== undefined,
    referenced: ({ references, referencedColumns }) => {
      const parent = holderOf(references);
      if (!parent || referencedColumns.some((name) => columnIn(parent, name) === undefined)) return undefined;
      const columnName = (name: string): string => quoteIfNeeded(columnIn(parent, name) ?? name);
      return { relation: `ref('${parent.model}')`, columnName };
    },
  });
  const keys = new Set(table.foreignKeys.flatMap((key) => key.columns.map((name) => name.toLowerCase())));
  const byColumn = new Map<string, readonly DataTestSpec[]>();
  for (const [name, tests] of columns) {
    const isKey = keys.has(name.toLowerCase());
    const wanted = tests.filter(({ test }) => test === 'relationships' || (isKey && test === 'not_null'));
    byColumn.set(columnIn(own, name) ?? name, wanted);
  }
  const ofTable = whole.filter(({ test }) => test === 'relationships_combination');
  return {
    ...model,
    columns: model.columns.map((column) => {
      const added = missing(byColumn.get(column.name) ?? [], column.tests);
      return added.length === 0 ? column : { ...column, tests: [...(column.tests ?? []), ...added] };
    }),
    ...(ofTable.length > 0 ? { tests: [...(model.tests ?? []), ...ofTable] } : {}),
  };
}

const missing = (wanted: readonly DataTestSpec[], known: readonly DataTestSpec[] = []): readonly DataTestSpec[] =>
  wanted.filter(({ test }) => test !== 'not_null' || !known.some((each) => each.test === test));

function columnIn({ columns }: Holder, name: string): string | undefined {
  const found = Object.keys(columns).find((each) => each.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : columns[found];
}

/** By table in lower case. */
function filledTables(plan: Plan, byId: ReadonlyMap<string, ObjectExecution>): ReadonlyMap<string, Holder> {
  const filled = new Map<string, Holder>();
  for (const { id, kind, models } of plan.objects) {
    const execution = byId.get(id);
    if (kind === 'table' || !execution) continue;
    for (const { name, table } of models) {
      const columns = execution.columns[name];
      const isThere = execution.models.some((model) => model.name === name);
      if (table !== undefined && columns && isThere) filled.set(table.toLowerCase(), { model: name, columns });
    }
  }
  return filled;
}
