import { displayName } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { someNode, visitTree } from '../program/rewrite-tree.js';

/** A bound of a batch, as a condition of a statement: `x > @lo`, `x <= @lo + @size`. */
export interface RangePair {
  readonly column: Bound.BoundExpression;
  /** The two conditions, to be found again. */
  readonly low: Bound.BoundPredicate;
  readonly high: Bound.BoundPredicate;
}

type Work = Bound.BoundInsert | Bound.BoundUpdate | Bound.BoundDelete;

/**
 * Whether statements, done batch after batch, do what they do for all batches at once: each looks at a row through its
 * range alone, groups nothing, and reads no table that another batch has changed.
 */
export function areSeparable(
  statements: readonly Bound.BoundStatement[],
  pairsOf: (where: Bound.BoundPredicate | undefined) => readonly RangePair[],
): boolean {
  const works = statements.filter((statement) => statement.kind !== 'print');
  if (!works.every(isWork)) return false;
  const ranged = works.map((work) => {
    const pairs = pairsOf(whereOf(work));
    return { work, pairs };
  });
  if (!ranged.every(({ work, pairs }) => pairs.length === 1 && isRowwise(work, pairs[0] as RangePair))) return false;
  const writes = ranged.map(({ work, pairs }) => ({ key: targetOf(work), column: keyColumn(work, pairs[0]) }));
  const inserts = ranged.flatMap(({ work, pairs }) =>
    work.kind === 'insert' && pairs[0] ? [{ insert: work, pair: pairs[0] }] : [],
  );
  // What one batch inserts no other batch may change.
  const apart = writes.every(
    ({ key, column }) =>
      column === undefined ||
      inserts.every(({ insert, pair }) => targetOf(insert) !== key || givesRange(insert, pair, column)),
  );
  if (!apart) return false;
  return ranged.every(({ work, pairs }) =>
    [...readBy(work)].every(({ key, relation }) => {
      const written = writes.filter((write) => write.key === key);
      // A table that is written in batches may be read in the same batches of the same column.
      return written.every(({ column }) => column !== undefined && column === columnName(pairs[0], relation));
    }),
  );
}

function isWork(statement: Bound.BoundStatement): statement is Work {
  if (statement.kind !== 'insert' && statement.kind !== 'update' && statement.kind !== 'delete') return false;
  return !statement.top && statement.output.length === 0 && statement.ctes.length === 0;
}

/** Where the ranges of a statement have to stand. */
function whereOf(work: Work): Bound.BoundPredicate | undefined {
  if (work.kind !== 'insert') return work.where;
  const { source } = work;
  return source.kind === 'query' && source.query.kind === 'select' ? source.query.where : undefined;
}

function isRowwise(work: Work, { column }: RangePair): boolean {
  const inner = column.kind === 'cast' && column.implicit ? column.operand : column;
  if (inner.kind !== 'column' || inner.level !== 0) return false;
  if (work.kind === 'insert') {
    if (work.source.kind !== 'query' || work.feed || work.source.query.kind !== 'select') return false;
    const { query } = work.source;
    if (query.groupBy || query.distinct || query.top || query.offset || query.ctes.length > 0) return false;
    return !holdsWindow(query.select);
  }
  if (inner.relation !== work.target.relation || work.target.relation !== work.target.base) return false;
  return work.kind === 'delete' || !work.set.some((item) => item.kind !== 'set-column' || item.name === inner.name);
}

/** The new rows have in this column the value by which the batches are cut. */
function givesRange({ target, columns, source }: Bound.BoundInsert, pair: RangePair, name: string): boolean {
  const place = columns.findIndex((position) => target.columns[position]?.name.toLowerCase() === name);
  if (place < 0 || source.kind !== 'query' || source.query.kind !== 'select') return false;
  const given = source.values[place];
  const value = given && bare(given);
  const item =
    value?.kind === 'column' && value.relation === source.row ? source.query.select[value.ordinal] : undefined;
  return item !== undefined && sameExpression(bare(item.expression), bare(pair.column));
}

function holdsWindow(tree: unknown): boolean {
  return someNode(tree, ({ kind }) => kind === 'window' || kind === 'next-value');
}

function targetOf(work: Work): string {
  const store = work.kind === 'insert' ? work.target : work.target.table;
  return keyOf(store);
}

function keyOf(store: { readonly kind: string; readonly object?: object; readonly name?: string }): string {
  const { object } = store as { readonly object?: Parameters<typeof displayName>[0] };
  return (object ? displayName(object) : (store.name ?? '')).toLowerCase();
}

/** The column of the target by which it is changed in batches; undefined for new rows, which may lie anywhere. */
function keyColumn(work: Work, pair: RangePair | undefined): string | undefined {
  return work.kind === 'insert' ? undefined : columnName(pair, work.target.relation);
}

function columnName(pair: RangePair | undefined, relation: number): string | undefined {
  const column = pair?.column.kind === 'cast' ? pair.column.operand : pair?.column;
  return column?.kind === 'column' && column.relation === relation ? column.name.toLowerCase() : undefined;
}

/** Tables that a statement reads, each where it stands; the one that an UPDATE or DELETE changes is not among them. */
function readBy(work: Work): readonly { readonly key: string; readonly relation: number }[] {
  const own = work.kind === 'insert' ? undefined : work.target.relation;
  const found: { key: string; relation: number }[] = [];
  visitTree(work, (node) => {
    if (node.kind !== 'named-table' && node.kind !== 'temporary-table') return;
    const table = node as Bound.BoundNamedTable | Bound.BoundTemporaryTable;
    if (table.relation === undefined || table.relation === own) return;
    found.push({ key: keyOf(table), relation: table.relation });
  });
  return found;
}
