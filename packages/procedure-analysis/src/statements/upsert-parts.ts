import type { SqlType } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { conjuncts } from '../program/conjuncts.js';
import { type AnyNode, rewriteTree } from '../program/rewrite-tree.js';
import { BY_CHANCE } from './steady-conditions.js';

/** A column that a round finds its rows by. */
export interface TiedColumn {
  readonly column: number;
  /** Name of the variable in lower case. */
  readonly variable: string;
  /** Its value where the round itself has made it. */
  readonly value?: Bound.BoundExpression;
  readonly type: SqlType;
  /** `column = @variable` with the conversions of the source. */
  readonly tie: Bound.BoundComparison;
  readonly relation: number;
}

/** The columns of `column = @variable AND …`, each once; undefined for other conditions. */
export function tiedColumns(
  where: Bound.BoundPredicate | undefined,
  relation: number,
): readonly TiedColumn[] | undefined {
  const found: TiedColumn[] = [];
  for (const tie of conjuncts(where)) {
    if (tie.kind !== 'comparison' || tie.operator !== '=') return undefined;
    const sides = [tie.left, tie.right].map(bare);
    const column = sides.find((side) => side.kind === 'column');
    const variable = sides.find((side) => side.kind === 'variable');
    if (!column || !variable || column.relation !== relation || column.level !== 0) return undefined;
    const { name, type } = variable;
    found.push({ column: column.ordinal, variable: name.toLowerCase(), type, tie, relation });
  }
  const columns = new Set(found.map(({ column }) => column));
  return found.length > 0 && columns.size === found.length ? found : undefined;
}

export function sameKey(one: readonly TiedColumn[], other: readonly TiedColumn[]): boolean {
  const isSame = (a: TiedColumn, b: TiedColumn): boolean => {
    if (a.column !== b.column || a.variable !== b.variable || !a.value !== !b.value) return false;
    return !a.value || !b.value || sameExpression(a.value, b.value);
  };
  return one.length === other.length && one.every((a) => other.some((b) => isSame(a, b)));
}

/** One row that is made of no tables, and the condition under which it is there. */
export interface SingleRow {
  readonly values: readonly Bound.BoundExpression[];
  readonly where: Bound.BoundPredicate | undefined;
}

/** The row of an INSERT that reads no tables. */
export function insertedRow(source: Bound.BoundInsertSource): SingleRow | undefined {
  if (source.kind === 'values') {
    const [values, ...more] = source.rows;
    return values && more.length === 0 ? { values, where: undefined } : undefined;
  }
  const row = source.kind === 'query' ? selectedRow(source.query) : undefined;
  if (!row || source.kind !== 'query') return undefined;
  return { ...row, values: source.values.map((value) => overRow(value, source.row, row.values)) };
}

/** The one row of a member of FROM that reads no tables. */
export function rowOf(table: Bound.BoundTable): readonly Bound.BoundExpression[] | undefined {
  if (table.kind === 'values-table') return table.rows.length === 1 ? table.rows[0] : undefined;
  const row = table.kind === 'derived-table' ? selectedRow(table.query) : undefined;
  return row?.where ? undefined : row?.values;
}

function selectedRow(query: Bound.BoundQuery): SingleRow | undefined {
  if (query.kind !== 'select' || query.from.length > 0 || query.groupBy || query.having || query.top) return undefined;
  if (query.offset || query.ctes.length > 0) return undefined;
  return { values: query.select.map(({ expression }) => expression), where: query.where };
}

/** The query whose rows `SELECT COUNT(*)` counts. */
export function countedRows(query: Bound.BoundQuery): Bound.BoundSelect | undefined {
  if (query.kind !== 'select' || !query.groupBy?.implicit || query.having || query.select.length !== 1)
    return undefined;
  const count = query.select[0] && bare(query.select[0].expression);
  if (count?.kind !== 'aggregate' || count.function !== 'COUNT' || count.arguments.length > 0) return undefined;
  const { groupBy: _, ...rows } = query;
  return rows;
}

/** A tree with the values of one row in the place of its columns. */
export function overRow<T>(tree: T, relation: number, values: readonly Bound.BoundExpression[]): T {
  return rewriteTree(tree, (node) =>
    isColumnOf(node, relation) ? (values[node.ordinal] as AnyNode | undefined) : undefined,
  );
}

export const isColumnOf = (node: AnyNode, relation: number): node is Bound.BoundColumn =>
  node.kind === 'column' && 'relation' in node && node.relation === relation;

/** `@@ROWCOUNT` */
export function isRowCount(value: Bound.BoundExpression): boolean {
  const inner = bare(value);
  if (inner.kind === 'system-variable') return inner.name === '@@ROWCOUNT';
  return inner.kind === 'call' && inner.function === 'ROWCOUNT_BIG';
}

const FOREIGN: ReadonlySet<string> = new Set([
  'select',
  'set-operation',
  'system-variable',
  'user-call',
  'next-value',
  'window',
  'aggregate',
]);

/** What a value of a round has to be free of: other rows, and what is another value each time. */
export function isForeign(node: AnyNode): boolean {
  return FOREIGN.has(node.kind) || (node.kind === 'call' && 'function' in node && BY_CHANCE.has(String(node.function)));
}
