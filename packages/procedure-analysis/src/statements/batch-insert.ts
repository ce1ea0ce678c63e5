import { isCharacter, keepsApart } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { distinctColumn, queryKeys, withoutHarmlessCasts } from '../program/keys.js';
import type { Program } from '../program/program.js';
import { exclusionOf, foundIn, type Tie, tiesOf } from './batch-ties.js';
import { isStored, isTable } from './round-effect.js';
import { neverNull } from './value-change.js';

/** An INSERT that a loop repeats until it finds no rows any more, each batch without those that are there. */
export interface BatchInsert {
  /** Without its TOP. */
  readonly all: Bound.BoundInsert;
  readonly top: Bound.BoundTop | undefined;
  /** Its query as it is written, but for TOP. */
  readonly query: Bound.BoundSelect;
  /** What must not depend on the loop. */
  readonly settled: unknown;
}

/**
 * `INSERT TOP (n) INTO t SELECT … FROM s WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.key = s.key)`: a row that is inserted
 * leaves itself out of the batches behind it, and no other one, as the key tells the rows of the source apart. Where
 * `removes` deletes from the source what the target has, nothing else has to leave rows out.
 */
export function batchInsert(
  program: Program,
  insert: Bound.BoundInsert,
  removes: Bound.BoundDelete | undefined,
): BatchInsert | undefined {
  const { source, target, output, feed, ctes, top } = insert;
  if (source.kind !== 'query' || output.length > 0 || feed || ctes.length > 0) return undefined;
  const { query } = source;
  if (query.kind !== 'select' || query.offset || query.ctes.length > 0 || query.for || query.groupBy?.implicit)
    return undefined;
  if (top && query.top) return undefined;
  // Which rows a batch of INSERT TOP takes, and in which order, nobody says.
  const { top: selectTop, ...rows } = top ? { ...query, orderBy: [] } : query;
  const { top: _, ...whole } = insert;
  const excluded = exclusionOf(rows, target);
  const rest = excluded?.rest ?? rows;
  const found = removes && removedBy(removes, rest, target);
  const ties = excluded?.ties ?? found;
  if (!ties || ties.length === 0 || (removes && !found) || (excluded && found && !sameTies(excluded.ties, found)))
    return undefined;
  const places = ties.map((tie) => placeOf(insert, rows, tie));
  if (places.includes(-1)) return undefined;
  const isKey = excluded
    ? queryKeys(program, rest).some((key) => key.every((place) => places.includes(place)))
    : hasKey(program, target, ties);
  if (!isKey) return undefined;
  const { from, ...others } = rest;
  return {
    all: { ...whole, source: { ...source, query: rows } },
    top: top ?? selectTop,
    query: rows,
    settled: removes ? others : rest,
  };
}

/** Where the query has the value that is compared with a column of the new row, and is stored in it; -1 where it has not. */
function placeOf({ columns, source, target }: Bound.BoundInsert, query: Bound.BoundSelect, tie: Tie): number {
  const value = source.kind === 'query' ? source.values[columns.indexOf(tie.column)] : undefined;
  const stored = value && bare(value);
  const of = target.columns[tie.column];
  if (stored?.kind !== 'column' || !of || source.kind !== 'query' || stored.relation !== source.row) return -1;
  const given = query.select[stored.ordinal]?.expression;
  if (!given || !neverNull(given) || !keepsApart(given.type, of.type)) return -1;
  if (isCharacter(given.type) && (tie.collation ?? '') !== (given.collation?.name ?? '')) return -1;
  return sameExpression(plainValue(given), plainValue(tie.value)) ? stored.ordinal : -1;
}

function plainValue(value: Bound.BoundExpression): Bound.BoundExpression {
  const inner = withoutHarmlessCasts(value);
  return inner.kind === 'group-key' ? plainValue(inner.expression) : inner;
}

/** By which columns a DELETE finds the rows of the source of an INSERT in its target. */
function removedBy(
  { target, from, where, top, output, currentOf, ctes }: Bound.BoundDelete,
  query: Bound.BoundSelect,
  kept: Bound.BoundStoredTable,
): readonly Tie[] | undefined {
  const [source, ...more] = query.from;
  if (!source || more.length > 0 || !('relation' in source) || !isTable(source, target.table)) return undefined;
  if (top || output.length > 0 || currentOf || ctes.length > 0 || target.relation !== target.base) return undefined;
  const found =
    from.length === 1 && from[0] && 'relation' in from[0] ? where && foundIn(where, kept) : joinedTo(from, where, kept);
  return found?.map((tie) => {
    const of = distinctColumn(tie.value);
    // The same column of the source as the INSERT reads it.
    const value = of?.relation === target.relation ? { ...of, level: 0, relation: source.relation } : tie.value;
    return { ...tie, value };
  });
}

/** `DELETE s FROM s JOIN t ON t.key = s.key` */
function joinedTo(
  [join, ...more]: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
  kept: Bound.BoundStoredTable,
): readonly Tie[] | undefined {
  if (join?.kind !== 'join' || join.join !== 'INNER' || more.length > 0 || where) return undefined;
  const side = [join.left, join.right].find((each) => 'relation' in each && isTable(each, kept));
  return side && 'relation' in side ? tiesOf(join.on, side.relation) : undefined;
}

function sameTies(one: readonly Tie[], other: readonly Tie[]): boolean {
  const isSame = (a: Tie, b: Tie): boolean =>
    a.column === b.column && sameExpression(plainValue(a.value), plainValue(b.value));
  return one.length === other.length && one.every((a) => other.some((b) => isSame(a, b)));
}

/** A second row of the key would be an error. */
function hasKey(program: Program, target: Bound.BoundStoredTable, ties: readonly Tie[]): boolean {
  const names = ties.map(({ column }) => target.columns[column]?.name.toLowerCase() ?? '');
  return program.table(target).declared.some((key) => key.every((name) => names.includes(name)));
}

/** The INSERT and the DELETE of a round, in this order. */
export function insertsThenRemoves([first, second, ...more]: readonly (
  | Bound.BoundInsert
  | Bound.BoundUpdate
  | Bound.BoundDelete
)[]): { readonly insert: Bound.BoundInsert; readonly removes: Bound.BoundDelete | undefined } | undefined {
  if (first?.kind !== 'insert' || more.length > 0) return undefined;
  if (!second) return { insert: first, removes: undefined };
  if (second.kind !== 'delete' || isStored(first.target, second.target.table)) return undefined;
  return { insert: first, removes: second };
}
