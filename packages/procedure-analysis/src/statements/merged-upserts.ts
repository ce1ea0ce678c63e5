import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { type AnyNode, rewriteTree } from '../program/rewrite-tree.js';
import { asRelation } from '../program/rows.js';
import { column } from '../program/select.js';
import { cast } from './accumulated-column.js';
import type { KeyRows } from './key-rows.js';
import { OLD_ROW } from './round-upsert.js';
import { isColumnOf } from './upsert-parts.js';

const BIGINT = plain('bigint');

/** MERGE of the keys: their rows with what all rounds make of them, and new ones. */
export function mergedUpserts(
  program: Program,
  { source, upsert, columns }: KeyRows,
  table: Bound.BoundStoredTable,
  span: Span,
): Bound.BoundMerge {
  const relation = program.newId();
  const state = program.table(table);
  const given = (place: number): Bound.BoundColumn =>
    column(source.columns[place] as Bound.OutputColumn, source.relation, place, span);
  const keyValue = (name: string): AnyNode | undefined => {
    const place = upsert.key.findIndex(({ variable: each }) => each === name);
    return place < 0 ? undefined : given(place);
  };
  const overKey = <T>(tree: T, own: number): T =>
    rewriteTree(tree, (node) => {
      if (node.kind === 'variable') return keyValue((node as Bound.BoundVariable).name.toLowerCase());
      return isColumnOf(node, own) ? ({ ...node, relation } as AnyNode) : undefined;
    });
  const ties = upsert.key.map(({ tie, relation: own }) => overKey(tie, own));
  const on = ties.reduce<Condition>(both, undefined) as Bound.BoundPredicate;
  const set = [...columns].flatMap(([position, { amount, after }]): readonly Bound.BoundSetItem[] => {
    const of = state.columns[position];
    if (!of || !after || amount === undefined) return [];
    const value = after(column(of, relation, position, span), given(amount));
    return [{ kind: 'set-column', column: position, name: of.name, value }];
  });
  const positions = [...(upsert.inserted?.keys() ?? [])];
  const values = positions.map((position) => {
    const place = columns.get(position)?.inserted;
    if (place !== undefined) return cast(given(place), state.columns[position]?.type ?? BIGINT);
    return overKey(upsert.inserted?.get(position) as Bound.BoundExpression, OLD_ROW);
  });
  const clauses: Bound.BoundMergeClause[] = [];
  if (set.length > 0) clauses.push({ when: 'matched', action: { kind: 'update', set }, span });
  if (values.length > 0)
    clauses.push({ when: 'not-matched-by-target', action: { kind: 'insert', columns: positions, values }, span });
  return {
    kind: 'merge',
    valid: true,
    span,
    ctes: [],
    output: [],
    target: { relation, base: relation, table },
    targetTable: asRelation(state, relation, state.title, span),
    source,
    on,
    clauses,
  };
}
