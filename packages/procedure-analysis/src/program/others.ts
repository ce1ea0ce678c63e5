import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition } from './conditions.js';
import { matchesOnce } from './keys.js';
import type { Program } from './program.js';
import { rewriteTree } from './rewrite-tree.js';
import { asRelation } from './rows.js';
import { column } from './select.js';
import type { TableState } from './table-state.js';

/**
 * `FROM target LEFT JOIN other ON …` where a row of the target meets one row of the other at most: the join as it is, of
 * as many rows as the target has. Undefined for any other FROM.
 */
export function keptJoin(
  program: Program,
  from: readonly Bound.BoundTable[],
  target: number,
): Bound.BoundJoin | undefined {
  const [join, ...more] = from;
  if (more.length > 0 || join?.kind !== 'join' || join.join !== 'LEFT') return undefined;
  const { left, right } = join;
  const plain = isTarget(left, target) || (left.kind === 'join' && keptJoin(program, [left], target) !== undefined);
  return plain && 'relation' in right && matchesOnce(program, [right], join.on) ? join : undefined;
}

/** FROM without the target: what stands beside it, and the conditions that tie both. */
export interface Others {
  readonly from: readonly Bound.BoundTable[];
  readonly where: Condition;
}

/**
 * Takes the target out of the FROM of an UPDATE or DELETE. Inner joins dissolve into conditions; where the target is the
 * preserved side of an outer join its own row takes its place, found by its key, or a row that stands for it.
 */
export function withoutTarget(
  program: Program,
  from: readonly Bound.BoundTable[],
  target: number,
  state: TableState,
): Others {
  const tables: Bound.BoundTable[] = [];
  let where: Condition;
  for (const table of from) {
    const rest = dissolve(program, table, target, state);
    tables.push(...rest.from);
    where = both(where, rest.where);
  }
  return { from: tables, where };
}

function dissolve(program: Program, table: Bound.BoundTable, target: number, state: TableState): Others {
  if ('relation' in table)
    return table.relation === target ? { from: [], where: undefined } : { from: [table], where: undefined };
  if (!holds(table, target)) return { from: [table], where: undefined };
  if (table.kind === 'join' && (table.join === 'INNER' || table.join === 'CROSS')) {
    const left = dissolve(program, table.left, target, state);
    const right = dissolve(program, table.right, target, state);
    return { from: [...left.from, ...right.from], where: both(both(left.where, right.where), table.on) };
  }
  if (table.kind === 'join' && table.join === 'LEFT' && holds(table.left, target)) {
    return (
      withOwnRow(program, table, target, state) ?? { from: [withStandIn(program, table, target)], where: undefined }
    );
  }
  if (table.kind === 'apply' && !table.outer && isTarget(table.left, target))
    return { from: [table.right], where: undefined };
  if (table.kind === 'apply' && holds(table.left, target))
    return { from: [withStandIn(program, table, target)], where: undefined };
  return program.refuse(
    analysisDiagnostics.create(
      'analyse-statement',
      { statement: 'an outer join or APPLY around the changed table' },
      table.span,
    ),
  );
}

const isTarget = (table: Bound.BoundTable, target: number): boolean => 'relation' in table && table.relation === target;

export function holds(table: Bound.BoundTable, target: number): boolean {
  if (table.kind === 'join' || table.kind === 'apply') return holds(table.left, target) || holds(table.right, target);
  return table.relation === target;
}

/** The join of all rows of the target, of which the key finds the one that is looked at: DuckDB ties no outer join to a row. */
function withOwnRow(program: Program, table: Bound.BoundJoin, target: number, state: TableState): Others | undefined {
  const { columns, title } = state;
  const key = state.keys
    .map((each) => each.map((name) => columns.findIndex((of) => of.name.toLowerCase() === name)))
    .find((each) => each.every((position) => columns[position]?.nullable === false));
  if (!key || program.row) return undefined;
  const { span } = table;
  const twin = program.newId();
  const from = rewriteTree<Bound.BoundTable>(table, (node) => {
    if (!('relation' in node) || node.relation !== target) return undefined;
    if (node.kind === 'column') return { ...node, relation: twin } as typeof node;
    return asRelation(state, twin, title, span);
  });
  const ties = key.flatMap((position): Bound.BoundPredicate[] => {
    const of = columns[position];
    if (!of) return [];
    const [left, right] = [column(of, twin, position, span), column(of, target, position, span)];
    return [{ kind: 'comparison', operator: '=', left, right, span }];
  });
  return { from: [from], where: ties.reduce<Condition>(both, undefined) };
}

/** The join with one row in the place of the target. */
function withStandIn(program: Program, table: Bound.BoundTable, target: number): Bound.BoundTable {
  if (table.kind === 'join' || table.kind === 'apply') {
    return holds(table.left, target)
      ? { ...table, left: withStandIn(program, table.left, target) }
      : { ...table, right: withStandIn(program, table.right, target) };
  }
  const { span } = table;
  const one: Bound.BoundLiteral = { kind: 'literal', type: { name: 'int' }, nullable: false, span, value: 1n };
  const columns = [{ name: 'one_row', type: one.type, nullable: false }];
  return { kind: 'values-table', relation: program.newId(), alias: 'target_row', columns, span, rows: [[one]] };
}
