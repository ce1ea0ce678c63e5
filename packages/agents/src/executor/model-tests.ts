import type { QualifiedName } from '@datamigrate/catalog';
import { catalogTests, type DataTestSpec } from '@datamigrate/dbt-project';
import type { Rel } from '@datamigrate/relational';
import type { ExecutorInputs } from './execute-object.js';

export interface ModelTests {
  /** By emitted column. */
  readonly columns: ReadonlyMap<string, readonly DataTestSpec[]>;
  readonly model: readonly DataTestSpec[];
}

/**
 * Tests of a model: those of the table that it stands for; for a query what its shape promises: one row a group, and a
 * key where SQL Server allows no NULL. The rest is handed on, and tested where it comes from, or computed so that it is
 * never NULL: one column is enough where nothing else is to be tested.
 */
export function modelTests(
  inputs: ExecutorInputs,
  query: Rel.RelQuery,
  table: QualifiedName | undefined,
  names: readonly string[],
): ModelTests {
  if (table) return testsOfTable(inputs, table, names);
  const group = groupColumns(query, names);
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
  const model = group.length > 1 ? [{ test: 'unique_combination', arguments: { columns: group } }] : [];
  return { columns, model };
}

function testsOfTable({ catalog }: ExecutorInputs, object: QualifiedName, names: readonly string[]): ModelTests {
  const found = catalog.object(object.name, object.schema);
  if (found?.kind !== 'table') return { columns: new Map(), model: [] };
  const { table } = found;
  const emitted = new Map(table.columns.map(({ name }, i) => [name.toLowerCase(), names[i] ?? name]));
  const columnName = (column: string): string => emitted.get(column.toLowerCase()) ?? column;
  const tests = catalogTests(table, { columnName, isPresent: () => true, referenced: () => undefined });
  return {
    columns: new Map([...tests.columns].map(([column, own]) => [columnName(column), own])),
    model: tests.table,
  };
}

const LIKE_KEY = /_(?:id|key|code|no|number)$/;

/** The output columns that are the keys of the outermost grouping; none when a key is not selected. */
function groupColumns(query: Rel.RelQuery, names: readonly string[]): readonly string[] {
  if (query.kind !== 'select' || !query.groupBy || query.groupBy.sets.length !== 1) return [];
  const selected = query.select.map(({ expression }) => JSON.stringify(expression, plainNumbers));
  const positions = query.groupBy.keys.map((key) => selected.indexOf(JSON.stringify(key, plainNumbers)));
  return positions.includes(-1) ? [] : positions.map((position) => names[position] ?? '');
}

const plainNumbers = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
