import { type Catalog, displayName, type ForeignKey, type Table } from '@datamigrate/catalog';
import { type DataTestSpec, type ModelSpec, quoteIfNeeded } from '@datamigrate/dbt-project';
import type { Database, Row } from '@datamigrate/tsql-engine';
import { tableById } from '../assessment/estate-index.js';
import { type ObjectExecution, stagingOf } from '../executor/object-execution.js';

/**
 * Foreign keys that the copied rows do not keep: a data file that is missing, or a key that was never verified. Their tests
 * say how many rows it were and fail when there are more, so that a known gap is no daily warning and a new one is not
 * overlooked.
 */
export function withBrokenReferences(
  models: readonly ModelSpec[],
  catalog: Catalog,
  executions: ReadonlyMap<string, ObjectExecution>,
  database: Database,
): readonly ModelSpec[] {
  const changes = new Map<string, Change[]>();
  for (const table of catalog.tables) {
    for (const key of table.foreignKeys) {
      const id = displayName(table);
      const [model, columns] = stagingOf(executions, id);
      const parent = tableById(catalog, displayName(key.references));
      const [parentModel] = parent ? stagingOf(executions, displayName(parent)) : [];
      if (model === undefined || !columns || !parent || parentModel === undefined) continue;
      const rows = rowsWithoutParent(database, table, parent, key);
      if (rows === 0) continue;
      const names = key.columns.map((name) => columns[name] ?? name);
      const change = { names, to: `ref('${parentModel}')`, parent: displayName(parent), rows };
      changes.set(model, [...(changes.get(model) ?? []), change]);
    }
  }
  return models.map((model) => (changes.get(model.name) ?? []).reduce(changed, model));
}

interface Change {
  readonly names: readonly string[];
  readonly to: string;
  readonly parent: string;
  readonly rows: number;
}

function changed(model: ModelSpec, change: Change): ModelSpec {
  const [only = '', ...more] = change.names;
  const known = (test: DataTestSpec): DataTestSpec =>
    test.arguments?.['to'] === change.to ? tolerating(test, change) : test;
  if (more.length === 0) {
    const columns = model.columns.map((column) =>
      column.name === only && column.tests ? { ...column, tests: column.tests.map(known) } : column,
    );
    return { ...model, columns };
  }
  const names = change.names.map(quoteIfNeeded).join();
  const tests = model.tests?.map((test) => (String(test.arguments?.['columns']) === names ? known(test) : test));
  return tests ? { ...model, tests } : model;
}

function tolerating(test: DataTestSpec, { parent, rows }: Change): DataTestSpec {
  const limit = `>${rows}`;
  const counted = rows === 1 ? 'One row' : `${rows} rows`;
  return {
    ...test,
    description: `${counted} had no row in \`${parent}\` when they were copied; more of them are an error.`,
    config: { ...test.config, error_if: limit, warn_if: limit },
  };
}

/** Compared as the target does: value by value, spelling included. A row with a NULL in its key refers to nothing. */
function rowsWithoutParent(database: Database, child: Table, parent: Table, key: ForeignKey): number {
  const values = (table: Table, names: readonly string[]): readonly (string | undefined)[] => {
    const store = database.store(table);
    const at = names.map(
      (name) => store?.columns.findIndex((each) => each.name.toLowerCase() === name.toLowerCase()) ?? -1,
    );
    return at.includes(-1) ? [] : (store?.rows ?? []).map((row) => keyOf(row, at));
  };
  const known = new Set(values(parent, key.referencedColumns));
  return values(child, key.columns).filter((value) => value !== undefined && !known.has(value)).length;
}

function keyOf(row: Row, at: readonly number[]): string | undefined {
  const parts = at.map((i) => row[i]);
  if (parts.some((part) => part === null || part === undefined)) return undefined;
  return parts.map((part) => (part instanceof Uint8Array ? part.join() : String(part))).join('\u0000');
}
