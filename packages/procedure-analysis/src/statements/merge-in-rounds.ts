import { isCharacter } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { bareColumn } from '../program/bare.js';
import { both, type Condition } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { withoutHarmlessCasts } from '../program/keys.js';
import { ownValues } from '../program/own-values.js';
import type { Program } from '../program/program.js';
import { rewriteTree, someNode } from '../program/rewrite-tree.js';
import { noteLoopWrite, pinnedBy, type RowLoop, valueOfRound } from '../program/row-loop.js';
import { anyRow, column, select } from '../program/select.js';
import type { TableState } from '../program/table-state.js';

/** What a MERGE works with, resolved. */
export interface MergeParts {
  readonly source: Exclude<Bound.BoundTable, Bound.BoundJoin | Bound.BoundApply>;
  readonly on: Bound.BoundPredicate;
  readonly clauses: readonly Bound.BoundMergeClause[];
}

/**
 * MERGE of all rounds at once, under a condition, where each of them meets, changes and adds rows of its own alone: those
 * that have a value of the round in a column. The source has the rows of all rounds, each beside its round.
 */
export function mergeOfRounds(
  program: Program,
  given: MergeParts,
  table: TableState,
  target: number,
  condition: Condition,
): MergeParts {
  const { row } = program;
  if (!row) return given;
  const { span } = given.on;
  const clauses = given.clauses.map((clause) => ({ ...clause, condition: both(condition, clause.condition) }));
  const parts = { ...given, clauses };
  noteWrites(program, parts, table, target, span);
  return withRounds(row, parts, program.newId(), span);
}

const isOf = (node: object, relation: number | undefined): boolean => 'relation' in node && node.relation === relation;

function refuse(program: Program, { key }: TableState, span: Span): never {
  return program.refuse(analysisDiagnostics.create('analyse-loop', { carried: `the rows of ${key}` }, span));
}

/** Rows that a round meets have a value of the round, and so have those that it adds. */
function noteWrites(
  program: Program,
  { source, on, clauses }: MergeParts,
  table: TableState,
  target: number,
  span: Span,
): void {
  const given = source.kind === 'derived-table' ? ownValues(program, source.query) : new Map<number, string>();
  const ownOf = (expression: Bound.BoundExpression): string | undefined => {
    const value = withoutHarmlessCasts(expression);
    const ofSource = value.kind === 'column' && value.relation === source.relation && !isCharacter(value.type);
    return valueOfRound(program, value) ?? (ofSource ? given.get(value.ordinal) : undefined);
  };
  const pinned = new Map(pinnedBy(program, on, target));
  for (const each of conjuncts(on)) {
    if (each.kind !== 'comparison' || each.operator !== '=') continue;
    for (const [a, b] of [
      [each.left, each.right],
      [each.right, each.left],
    ] as const) {
      const of = bareColumn(a);
      const own = of?.relation === target && !isCharacter(of.type) ? ownOf(b) : undefined;
      if (of && own !== undefined && a.kind === 'column') pinned.set(of.ordinal, own);
    }
  }
  const changed = clauses.flatMap(({ action }) => (action.kind === 'update' ? action.set : []));
  for (const item of changed) if (item.kind === 'set-column') pinned.delete(item.column);
  if (pinned.size === 0) refuse(program, table, span);
  noteLoopWrite(program, table.key, { kind: 'update', pinned }, span);
  for (const { when, condition, action } of clauses) {
    if (when !== 'not-matched-by-source') continue;
    // Rows without a match know of no round but by the condition.
    if (someNode(action, (node) => isOf(node, program.row?.rows.relation))) refuse(program, table, span);
    const own = [...pinnedBy(program, condition, target)].filter(([position]) => pinned.has(position));
    noteLoopWrite(program, table.key, { kind: 'update', pinned: new Map(own) }, span);
  }
  for (const { action } of clauses) {
    if (action.kind !== 'insert') continue;
    if (table.columns.some(({ identity }) => identity)) refuse(program, table, span);
    const values = new Map(
      action.columns.flatMap((position, i): [number, string][] => {
        const value = action.values?.[i];
        const own = value && ownOf(value);
        return own === undefined ? [] : [[position, own]];
      }),
    );
    noteLoopWrite(program, table.key, { kind: 'insert', pinned: values }, span);
  }
}

/** `inner` is a number for the source as it is in one round. */
function withRounds({ rows }: RowLoop, { source, on, clauses }: MergeParts, inner: number, span: Span): MergeParts {
  const first = source.columns.length;
  const rounds = rows.columns.map((each, i) => ({ ...each, name: `round_${each.name ?? i + 1}` }));
  const columns = [...source.columns, ...rounds];
  const values = [
    ...source.columns.map((each, i) => column(each, inner, i, span)),
    ...rows.columns.map((each, i) => column(each, rows.relation, i, span)),
  ];
  const right = { ...source, relation: inner } as Bound.BoundTable;
  const apply: Bound.BoundApply = { kind: 'apply', outer: false, left: rows, right, span };
  const query = select(columns, values, [apply], undefined, span);
  const { relation, alias } = source;
  const overSource = <T>(tree: T): T =>
    rewriteTree(tree, (node) => {
      if (node.kind !== 'column' || !isOf(node, rows.relation)) return undefined;
      const { ordinal } = node as Bound.BoundColumn;
      const of = rounds[ordinal];
      return of && column(of, relation, first + ordinal, span);
    });
  return {
    source: { kind: 'derived-table', relation, alias, columns, span, query },
    on: overSource(on),
    clauses: clauses.map((clause) =>
      clause.when === 'not-matched-by-source'
        ? { ...clause, condition: anyRow([rows], clause.condition, span) }
        : overSource(clause),
    ),
  };
}
