import { objectKey } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { bare } from './bare.js';
import { conjuncts } from './conjuncts.js';
import type { Program } from './program.js';
import { visitTree } from './rewrite-tree.js';

/** A query inside a loop reads rows of a table whose column differs from this value. */
export interface ApartRead {
  readonly key: string;
  readonly relation: number;
  readonly ordinal: number;
  readonly value: Bound.BoundExpression;
}

/**
 * Reads of tables that the loop adds to, where a condition keeps apart what is read from what the rounds add:
 * `WHERE month < @month` beside `INSERT … VALUES (@month, …)`. Whether the rounds do add such rows is checked at the end.
 */
export function apartReads(program: Program, query: Bound.BoundSelect): readonly ApartRead[] {
  const { row } = program;
  if (!row) return [];
  return query.from.flatMap((table): ApartRead[] => {
    if (!('relation' in table)) return [];
    const key = keyOf(table);
    if (key === undefined || !row.written.has(key)) return [];
    const found = conjuncts(query.where).flatMap((each): ApartRead[] => {
      if (each.kind !== 'comparison' || !DIFFERENT.has(each.operator)) return [];
      const { left, right } = each;
      if (left.kind !== 'column' || left.relation !== table.relation) return [];
      const value = program.resolve(right);
      return mentions(value, row.rows.relation)
        ? []
        : [{ key, relation: table.relation, ordinal: left.ordinal, value: bare(value) }];
    });
    return found.slice(0, 1);
  });
}

const DIFFERENT: ReadonlySet<string> = new Set(['<', '>', '<>']);

/** At the end of a loop: every row that a round has added has the value that the reads leave out. */
export function checkApart(program: Program, span: Bound.BoundExpression['span']): void {
  const { row } = program;
  for (const { key, ordinal, value } of row?.apart ?? []) {
    const writes = row?.writes.get(key) ?? [];
    const kept = writes.every(({ kind, values }) => {
      const added = values?.[ordinal];
      return kind === 'insert' && added !== undefined && sameExpression(bare(added), value);
    });
    if (kept) continue;
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, span));
  }
}

function keyOf(table: Bound.BoundTable): string | undefined {
  if (table.kind === 'named-table') return objectKey(table.object);
  return table.kind === 'temporary-table' ? table.name.toLowerCase() : undefined;
}

function mentions(tree: unknown, relation: number): boolean {
  let found = false;
  visitTree(tree, (node) => {
    if ('relation' in node && node.relation === relation) found = true;
  });
  return found;
}
