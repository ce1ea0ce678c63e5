import { type Identity, plain, type SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { scalarFrom } from './cte-reference.js';
import { drawnValue } from './drawn-keys.js';
import type { Program } from './program.js';
import { rowNumber } from './row-number.js';
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
  if (identity && orderBy.length === 0 && !single) program.numbered.add(numberedKey(table.key, ordinal));
  if (identity) return identityValue(program, table, ordinal, { of: identity, orderBy, single }, span);
  const drawn = drawnValue(value);
  return drawn && sequenceKey(program, table, ordinal, { ...drawn, orderBy, span }, single);
}

/** The same of NEXT VALUE FOR that is written out; undefined where other columns draw from the sequence, too. */
export function sequenceKey(
  program: Program,
  table: TableState,
  ordinal: number,
  drawn: Bound.BoundNextValue,
  single = false,
): Bound.BoundExpression | undefined {
  const { orderBy, span } = drawn;
  const column = table.columns[ordinal]?.name;
  const owner = table.object && column !== undefined ? { table: table.object, column } : undefined;
  const sequence = owner && program.environment.ownSequence(drawn, owner);
  if (!sequence) return undefined;
  if (orderBy.length === 0 && !single) program.numbered.add(numberedKey(table.key, ordinal));
  const of = { seed: sequence.start, increment: sequence.increment };
  return identityValue(program, table, ordinal, { of, orderBy, single, isSequence: true }, span);
}

/** How a program notes that a column of a table is numbered in any order. */
export const numberedKey = (table: string, ordinal: number): string => `${table}#${ordinal}`;

interface Numbering {
  readonly of: Identity;
  readonly orderBy: readonly Bound.BoundOrderItem[];
  /** No more than one row is numbered. */
  readonly single: boolean;
  /** Keys that were given by hand, such as -1 for an unknown member, do not move it on. */
  readonly isSequence?: boolean;
}

/**
 * The next values of an identity column: they go on behind the largest one there is, in the order that the INSERT states.
 * SQL Server goes on behind the largest there ever was: keys agree as long as no run has left the table without its last
 * rows, and no INSERT adds none behind a DELETE and before another one.
 */
function identityValue(
  program: Program,
  table: TableState,
  ordinal: number,
  { of, orderBy, single, isSequence = false }: Numbering,
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
  const number = rowNumber(orderBy, span);
  const step = BigInt(increment);
  const steps = single ? whole(step) : step === 1n ? number : arithmetic('*', number, whole(step));
  const before = BigInt(seed) - step;
  const value =
    table.version.kind === 'empty' && !table.undeleted
      ? before === 0n
        ? steps
        : arithmetic('+', whole(before), steps)
      : arithmetic(
          '+',
          furthest(program, table, ordinal, { before, step, counted, isSequence }, span, table.undeleted),
          steps,
        );
  return { kind: 'cast', type, nullable: false, span, operand: value, implicit: false, attempt: false };
}

/** What SCOPE_IDENTITY gives behind an INSERT of one row: the key that was given last is the largest there is. */
export function lastKey(program: Program, table: TableState, ordinal: number, span: Span): Bound.BoundExpression {
  const type = { name: 'decimal', precision: 38, scale: 0 } as const;
  const of = table.columns[ordinal]?.type ?? BIGINT;
  const cte = program.addCte(`${table.title} last key`, furthestKey(program, table, ordinal, { step: 1n }, span));
  const operand = scalarFrom(cte, 0, program.newId(), of, span);
  return { kind: 'cast', type, nullable: true, span, operand, implicit: false, attempt: false };
}

interface Furthest {
  /** The number before the first one. */
  readonly before: bigint;
  readonly step: bigint;
  /** The type in which keys are counted. */
  readonly counted: SqlType;
  readonly isSequence: boolean;
}

/** What stands before the next key; `version`: not behind the present rows but behind those. */
function furthest(
  program: Program,
  table: TableState,
  ordinal: number,
  { before, step, counted, isSequence }: Furthest,
  span: Span,
  version?: TableVersion,
): Bound.BoundExpression {
  const type = table.columns[ordinal]?.type ?? BIGINT;
  const from = isSequence ? before : undefined;
  const query = furthestKey(program, version ? { ...table, version } : table, ordinal, { step, from }, span);
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

/** The largest value of the column behind `from`, or the smallest where it counts down; NULL where there is none. */
function furthestKey(
  program: Program,
  table: TableState,
  ordinal: number,
  { step, from: bound }: { readonly step: bigint; readonly from?: bigint | undefined },
  span: Span,
): Bound.BoundSelect {
  const relation = program.newId();
  const of = table.columns[ordinal] ?? { name: '', type: BIGINT, nullable: true };
  const key = column(of, relation, ordinal, span);
  const maximum: Bound.BoundAggregate = {
    kind: 'aggregate',
    type: of.type,
    nullable: true,
    span,
    function: step < 0n ? 'MIN' : 'MAX',
    arguments: [key],
    distinct: false,
    orderBy: [],
  };
  const columns = [{ name: 'last_key', type: of.type, nullable: true }];
  const from = [asRelation(table, relation, table.title, span)];
  const behind: Bound.BoundPredicate | undefined =
    bound === undefined
      ? undefined
      : {
          kind: 'comparison',
          operator: step < 0n ? '<' : '>',
          left: {
            kind: 'cast',
            type: BIGINT,
            nullable: of.nullable,
            span,
            operand: key,
            implicit: true,
            attempt: false,
          },
          right: { kind: 'literal', type: BIGINT, nullable: false, span, value: bound },
          span,
        };
  const query = select(columns, [maximum], from, behind, span);
  return { ...query, groupBy: { keys: [], sets: [[]], implicit: true } };
}
