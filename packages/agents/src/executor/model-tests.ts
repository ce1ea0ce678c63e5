import type { QualifiedName } from '@datamigrate/catalog';
import { catalogTests, type DataTestSpec, quoteIfNeeded } from '@datamigrate/dbt-project';
import { type FilledColumns, neverNullColumns, type Rel } from '@datamigrate/relational';
import type { ExecutorInputs } from './execute-object.js';
import { provenKey } from './proven-keys.js';

export interface ModelTests {
  /** By emitted column. */
  readonly columns: ReadonlyMap<string, readonly DataTestSpec[]>;
  readonly model: readonly DataTestSpec[];
}

/**
 * Tests of a model: those of the table that it stands for; for a query the key that its shape and the keys of its tables
 * prove, without NULL where SQL Server allows none. The rest is handed on, and tested where it comes from, or computed so that it is
 * never NULL: one column is enough where nothing else is to be tested.
 */
export function modelTests(
  inputs: ExecutorInputs,
  query: Rel.RelQuery,
  table: QualifiedName | undefined,
  names: readonly string[],
): ModelTests {
  if (table) return testsOfTable(inputs, query, table, names);
  const group = keyColumns(inputs, query, names);
  const never = names.filter((_, i) => query.columns[i]?.nullable === false);
  const [likeKey = never[0]] = never.filter((name) => LIKE_KEY.test(name));
  const tested =
    group.length > 0 ? never.filter((name) => group.includes(name)) : never.filter((name) => name === likeKey);
  const columns = new Map(tested.map((name): [string, DataTestSpec[]] => [name, [{ test: 'not_null' }]]));
  const [only] = group;
  if (only !== undefined && group.length === 1) {
    columns.set(only, [{ test: 'unique' }, ...(columns.get(only) ?? [])]);
    return { columns, model: [] };
  }
  const model =
    group.length > 1 ? [{ test: 'unique_combination', arguments: { columns: group.map(quoteIfNeeded) } }] : [];
  return { columns, model };
}

/**
 * Beside the tests of its constraints a table that procedures fill has `not_null` wherever its column allows no NULL and the
 * value may be one: SQL Server would end the load (error 515).
 */
function testsOfTable(
  inputs: ExecutorInputs,
  query: Rel.RelQuery,
  object: QualifiedName,
  names: readonly string[],
): ModelTests {
  const found = inputs.catalog.object(object.name, object.schema);
  if (found?.kind !== 'table') return { columns: new Map(), model: [] };
  const { table } = found;
  const emitted = new Map(table.columns.map(({ name }, i) => [name.toLowerCase(), names[i] ?? name]));
  const columnName = (column: string): string => emitted.get(column.toLowerCase()) ?? column;
  const tests = catalogTests(table, { columnName, isPresent: () => true, referenced: () => undefined });
  const columns = new Map([...tests.columns].map(([column, own]) => [columnName(column), own]));
  const filled = neverNullColumns(query, (read) => filledColumns(inputs, read));
  for (const [i, { name, nullable }] of table.columns.entries()) {
    const own = columns.get(columnName(name)) ?? [];
    if (nullable || filled[i] === true || own.some(({ test }) => test === 'not_null')) continue;
    columns.set(columnName(name), [{ test: 'not_null' }, ...own]);
  }
  return { columns, model: tests.table };
}

/** Of a table that is landed or written; of a view what the procedure's own tree says has to do. */
function filledColumns({ catalog, names }: ExecutorInputs, object: QualifiedName): FilledColumns | undefined {
  const found = catalog.object(object.name, object.schema);
  if (found?.kind !== 'table') return undefined;
  const emitted = names.columnsOf(found.table);
  return new Map(found.table.columns.map(({ name, nullable }, i) => [(emitted[i] ?? name).toLowerCase(), !nullable]));
}

const LIKE_KEY = /_(?:id|key|code|no|number)$/;

/** More columns than these are no key that anybody would name, unless the query groups by them. */
const MOST_COLUMNS = 4;

function keyColumns(
  { catalog, names: called }: ExecutorInputs,
  query: Rel.RelQuery,
  names: readonly string[],
): readonly string[] {
  const proven = provenKey(query, (object) => {
    const found = catalog.object(object.name, object.schema);
    if (found?.kind !== 'table') return [];
    const { table } = found;
    const emitted = called.columnsOf(table);
    const inProject = (column: string): string =>
      emitted[table.columns.findIndex(({ name }) => name.toLowerCase() === column.toLowerCase())] ?? column;
    return [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniqueKeys].map(({ columns }) =>
      columns.map(inProject),
    );
  });
  if (proven === undefined || proven.length > MOST_COLUMNS) return groupColumns(query, names);
  return proven.map((name) => names[query.columns.findIndex((column) => column.name === name)] ?? name);
}

/** The output columns that are the keys of the outermost grouping; none when a key is not selected. */
function groupColumns(query: Rel.RelQuery, names: readonly string[]): readonly string[] {
  if (query.kind !== 'select' || !query.groupBy || query.groupBy.sets.length !== 1) return [];
  const selected = query.select.map(({ expression }) => JSON.stringify(expression, plainNumbers));
  const positions = query.groupBy.keys.map((key) => selected.indexOf(JSON.stringify(key, plainNumbers)));
  return positions.includes(-1) ? [] : positions.map((position) => names[position] ?? '');
}

const plainNumbers = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
