import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { someNode } from '../program/rewrite-tree.js';
import { runCursorLoop } from './run-cursor-loop.js';

/** A loop that goes through rows as one over a cursor does, whatever it says that with. */
export interface StatedCursor {
  /** What its rows are called. */
  readonly name: string;
  /** The rows, over tables as they are where the loop begins. */
  readonly query: Bound.BoundSelect;
  readonly into: readonly Bound.BoundVariableTarget[];
  /** What a round does with its row. */
  readonly work: readonly Bound.BoundStatement[];
  /** What only goes from row to row. */
  readonly fetching: readonly Bound.BoundStatement[];
}

/** The loop as one over a cursor. */
export function runStatedCursor(
  program: Program,
  loop: Bound.BoundWhile,
  { name, query, into, work }: StatedCursor,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[]) => void,
): void {
  const { span } = loop;
  const cursor = { name, variable: false, global: false };
  const fetch: Bound.BoundFetchCursor = { kind: 'fetch-cursor', span, valid: true, cursor, position: 'NEXT', into };
  const { fetched } = program;
  program.cursors.set(name.toLowerCase(), query);
  program.fetched = fetch;
  runCursorLoop(program, { ...loop, body: [...work, fetch] }, condition, run);
  program.cursors.delete(name.toLowerCase());
  program.fetched = fetched;
}

/** An assignment of values from one table. */
export interface Assigned {
  readonly variables: readonly Bound.BoundVariableTarget[];
  readonly query: Bound.BoundSelect;
  readonly table: Bound.BoundNamedTable | Bound.BoundTemporaryTable;
  /** Where no row is found, the variables get NULL instead of keeping what they had. */
  readonly clears: boolean;
}

/** `SELECT @a = A, @b = B FROM t …`, `SET @a = (SELECT A FROM t …)` */
export function assignedFrom(statement: Bound.BoundStatement): Assigned | undefined {
  const found = queryOf(statement);
  if (found?.query.kind !== 'select') return undefined;
  const { variables, query, clears } = { ...found, query: found.query };
  const [table, ...more] = query.from;
  if (more.length > 0 || (table?.kind !== 'named-table' && table?.kind !== 'temporary-table')) return undefined;
  if (table.kind === 'named-table' && table.type !== 'table') return undefined;
  if (query.distinct || query.offset || query.having || query.ctes.length > 0 || query.for) return undefined;
  return { variables, query, table, clears };
}

function queryOf(
  statement: Bound.BoundStatement,
):
  | { readonly variables: Assigned['variables']; readonly query: Bound.BoundQuery; readonly clears: boolean }
  | undefined {
  if (statement.kind === 'select-variables') {
    const { variables, query } = statement;
    return { variables, query, clears: false };
  }
  if (statement.kind !== 'set-variable') return undefined;
  const { variable, value } = statement;
  const inner = withoutCasts(value);
  return inner.kind === 'scalar-subquery' ? { variables: [variable], query: inner.query, clears: true } : undefined;
}

export function withoutCasts(value: Bound.BoundExpression): Bound.BoundExpression {
  return value.kind === 'cast' && value.implicit ? withoutCasts(value.operand) : value;
}

/** Whether an expression is made of columns and constants alone. */
export function isOfRow(tree: unknown): boolean {
  return !someNode(tree, ({ kind }) => OTHER.has(kind));
}

const OTHER: ReadonlySet<string> = new Set([
  'variable',
  'select',
  'set-operation',
  'aggregate',
  'window',
  'system-variable',
  'user-call',
  'next-value',
  'group-key',
]);
