import { objectKey } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { bare } from './bare.js';
import { conjuncts } from './conjuncts.js';
import type { Program } from './program.js';
import { someNode } from './rewrite-tree.js';
import { comparesAlike, valueOfRound } from './row-loop.js';

/** A query inside a loop reads rows that no other round writes, as the value of one of their columns says. */
export interface ApartRead {
  readonly key: string;
  readonly relation: number;
  readonly ordinal: number;
  /** The value that the rows have which are read: one of the round that reads, as `valueOfRound` tells it … */
  readonly own?: string;
  /** … or one that the rows do not have which rounds add. */
  readonly other?: Bound.BoundExpression;
}

/**
 * Reads of tables that the loop writes, where a condition keeps apart what is read from what other rounds write:
 * `WHERE month < @month` beside `INSERT … VALUES (@month, …)`, and `WHERE id = @id` of a round that alone has this id.
 * Whether the rounds do write such rows is checked at the end.
 */
export function apartReads(program: Program, query: Bound.BoundSelect): readonly ApartRead[] {
  const { row } = program;
  if (!row) return [];
  return query.from.flatMap((table): readonly ApartRead[] => {
    if (!('relation' in table)) return [];
    const key = keyOf(table);
    if (key === undefined || !row.written.has(key)) return [];
    const found = conjuncts(query.where).flatMap((each) => apartBy(program, key, table.relation, each));
    return found.slice(0, 1);
  });
}

function apartBy(
  program: Program,
  key: string,
  relation: number,
  condition: Bound.BoundPredicate,
): readonly ApartRead[] {
  if (condition.kind !== 'comparison' || condition.left.kind !== 'column') return [];
  const { left, right, operator } = condition;
  if (left.relation !== relation) return [];
  const value = program.resolve(right);
  const { ordinal } = left;
  const own = operator === '=' && comparesAlike(condition, value) ? valueOfRound(program, value) : undefined;
  if (operator === '=') return own === undefined ? [] : [{ key, relation, ordinal, own }];
  if (!DIFFERENT.has(operator) || mentions(value, program.row?.rows.relation)) return [];
  return [{ key, relation, ordinal, other: bare(value) }];
}

const DIFFERENT: ReadonlySet<string> = new Set(['<', '>', '<>']);

/** At the end of a loop: what the rounds have written is nothing that another round reads. */
export function checkApart(program: Program, span: Bound.BoundExpression['span']): void {
  const { row } = program;
  for (const { key, ordinal, own, other } of row?.apart ?? []) {
    const writes = row?.writes.get(key) ?? [];
    const kept = writes.every(({ kind, values, pinned }) => {
      if (!other) return pinned.get(ordinal) === own;
      const added = values?.[ordinal];
      return kind === 'insert' && added !== undefined && sameExpression(bare(added), other);
    });
    if (kept) continue;
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, span));
  }
}

function keyOf(table: Bound.BoundTable): string | undefined {
  if (table.kind === 'named-table') return objectKey(table.object);
  return table.kind === 'temporary-table' ? table.name.toLowerCase() : undefined;
}

function mentions(tree: unknown, relation: number | undefined): boolean {
  return someNode(tree, (node) => 'relation' in node && node.relation === relation);
}
