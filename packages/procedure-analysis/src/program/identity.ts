import { type Identity, plain, type SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { scalarFrom } from './cte-reference.js';
import type { Program } from './program.js';
import { asRelation } from './rows.js';
import { column, select } from './select.js';
import type { TableState, TableVersion } from './table-state.js';

const BIGINT = plain('bigint');

/**
 * The keys that SQL Server makes for new rows: of an IDENTITY column, or of one whose default draws from a sequence that
 * no other column draws from. Undefined for other columns. `single`: no more than one row is made, which has one number.
 */
export function generatedKey(
  program: Program,
  table: TableState,
  ordinal: number,
  orderBy: readonly Bound.BoundOrderItem[],
  span: Span,
  single = false,
): Bound.BoundExpression | undefined {
  const { identity, default: value } = table.columns[ordinal] ?? {};
  const inAnyOrder = (): void => {
    if (orderBy.length === 0 && !single) program.numbered.add(numberedKey(table.key, ordinal));
  };
  if (identity) inAnyOrder();
  if (identity) return identityValue(program, table, ordinal, { of: identity, orderBy, single }, span);
  const drawn = value?.kind === 'cast' && value.implicit ? value.operand : value;
  const sequence = drawn?.kind === 'next-value' ? program.environment.ownSequence(drawn) : undefined;
  if (sequence) inAnyOrder();
  const of = sequence && { seed: sequence.start, increment: sequence.increment };
  return of && identityValue(program, table, ordinal, { of, orderBy, single }, span);
}

/** How a program notes that a column of a table is numbered in any order. */
export const numberedKey = (table: string, ordinal: number): string => `${table}#${ordinal}`;

/**
 * The next values of an identity column: they go on behind the largest one there is, in the order that the INSERT states.
 * SQL Server goes on behind the largest there ever was: keys agree as long as no run has left the table without its last
 * rows, and no INSERT adds none behind a DELETE and before another one.
 */
function identityValue(
  program: Program,
  table: TableState,
  ordinal: number,
  {
    of,
    orderBy,
    single,
  }: { readonly of: Identity; readonly orderBy: readonly Bound.BoundOrderItem[]; readonly single: boolean },
  span: Span,
): Bound.BoundExpression {
  const target = table.columns[ordinal];
  const { seed, increment } = of;
  const type = target?.type ?? plain('int');
  // Numbers of rows are bigint; one more than an int is an int.
  const counted = single && type.name === 'int' ? type : BIGINT;
  const whole = (value: bigint): Bound.BoundLiteral => ({
    kind: 'literal',
    type: counted,
    nullable: false,
    span,
    value,
  });
  const arithmetic = (
    operator: '+' | '*',
    left: Bound.BoundExpression,
    right: Bound.BoundExpression,
  ): Bound.BoundExpression => ({ kind: 'arithmetic', type: counted, nullable: false, span, operator, left, right });
  const number: Bound.BoundWindow = {
    kind: 'window',
    type: BIGINT,
    nullable: false,
    span,
    function: 'ROW_NUMBER',
    arguments: [],
    partitionBy: [],
    orderBy,
    ignoreNulls: false,
  };
  const step = BigInt(increment);
  const steps = single ? whole(step) : step === 1n ? number : arithmetic('*', number, whole(step));
  const before = BigInt(seed) - step;
  const value =
    table.version.kind === 'empty' && !table.undeleted
      ? before === 0n
        ? steps
        : arithmetic('+', whole(before), steps)
      : arithmetic('+', furthest(program, table, ordinal, { before, step, counted }, span, table.undeleted), steps);
  return { kind: 'cast', type, nullable: false, span, operand: value, implicit: false, attempt: false };
}

/** What SCOPE_IDENTITY gives behind an INSERT of one row: the key that was given last is the largest there is. */
export function lastKey(program: Program, table: TableState, ordinal: number, span: Span): Bound.BoundExpression {
  const type = { name: 'decimal', precision: 38, scale: 0 } as const;
  const of = table.columns[ordinal]?.type ?? BIGINT;
  const cte = program.addCte(`${table.title} last key`, furthestKey(program, table, ordinal, 1n, span));
  const operand = scalarFrom(cte, 0, program.newId(), of, span);
  return { kind: 'cast', type, nullable: true, span, operand, implicit: false, attempt: false };
}

/** What stands before the next key; `version`: not behind the present rows but behind those. */
function furthest(
  program: Program,
  table: TableState,
  ordinal: number,
  { before, step, counted }: { readonly before: bigint; readonly step: bigint; readonly counted: SqlType },
  span: Span,
  version?: TableVersion,
): Bound.BoundExpression {
  const type = table.columns[ordinal]?.type ?? BIGINT;
  const query = furthestKey(program, version ? { ...table, version } : table, ordinal, step, span);
  // What stands in the statement itself would be read as it is now.
  const cte = version && program.addCte(`${table.title} last key`, query);
  return {
    kind: 'call',
    type: counted,
    nullable: false,
    span,
    function: 'ISNULL',
    arguments: [
      cte
        ? scalarFrom(cte, 0, program.newId(), type, span)
        : { kind: 'scalar-subquery', type, nullable: true, span, query },
      { kind: 'literal', type: counted, nullable: false, span, value: before },
    ],
  };
}

/** The largest value of the column, or the smallest where it counts down; NULL for a table without rows. */
function furthestKey(
  program: Program,
  table: TableState,
  ordinal: number,
  step: bigint,
  span: Span,
): Bound.BoundSelect {
  const relation = program.newId();
  const of = table.columns[ordinal] ?? { name: '', type: BIGINT, nullable: true };
  const maximum: Bound.BoundAggregate = {
    kind: 'aggregate',
    type: of.type,
    nullable: true,
    span,
    function: step < 0n ? 'MIN' : 'MAX',
    arguments: [column(of, relation, ordinal, span)],
    distinct: false,
    orderBy: [],
  };
  const columns = [{ name: 'last_key', type: of.type, nullable: true }];
  const from = [asRelation(table, relation, table.title, span)];
  const query = select(columns, [maximum], from, undefined, span);
  return { ...query, groupBy: { keys: [], sets: [[]], implicit: true } };
}
