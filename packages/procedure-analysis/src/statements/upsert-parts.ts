import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { conjuncts } from '../program/conjuncts.js';
import { type AnyNode, rewriteTree } from '../program/rewrite-tree.js';

/** A column that a round finds its rows by. */
export interface TiedColumn {
  readonly column: number;
  /** Name of the variable in lower case. */
  readonly variable: string;
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
    found.push({ column: column.ordinal, variable: variable.name.toLowerCase(), tie, relation });
  }
  const columns = new Set(found.map(({ column }) => column));
  return found.length > 0 && columns.size === found.length ? found : undefined;
}

export function sameKey(one: readonly TiedColumn[], other: readonly TiedColumn[]): boolean {
  return (
    one.length === other.length &&
    one.every((a) => other.some((b) => a.column === b.column && a.variable === b.variable))
  );
}

/** The values of an INSERT of one row that reads no tables. */
export function insertedRow(source: Bound.BoundInsertSource): readonly Bound.BoundExpression[] | undefined {
  if (source.kind === 'values') return source.rows.length === 1 ? source.rows[0] : undefined;
  if (source.kind !== 'query') return undefined;
  const items = selectedRow(source.query);
  return items && source.values.map((value) => overRow(value, source.row, items));
}

/** The one row of a member of FROM that reads no tables. */
export function rowOf(table: Bound.BoundTable): readonly Bound.BoundExpression[] | undefined {
  if (table.kind === 'values-table') return table.rows.length === 1 ? table.rows[0] : undefined;
  return table.kind === 'derived-table' ? selectedRow(table.query) : undefined;
}

function selectedRow(query: Bound.BoundQuery): readonly Bound.BoundExpression[] | undefined {
  if (query.kind !== 'select' || query.from.length > 0 || query.where || query.groupBy || query.top) return undefined;
  return query.offset || query.ctes.length > 0 ? undefined : query.select.map(({ expression }) => expression);
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

/** Other in every round. */
const BY_CHANCE: ReadonlySet<string> = new Set([
  'NEWID',
  'NEWSEQUENTIALID',
  'RAND',
  'CRYPT_GEN_RANDOM',
  'SCOPE_IDENTITY',
]);

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
