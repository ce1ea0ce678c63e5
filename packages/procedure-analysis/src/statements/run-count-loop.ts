import { isDateOrTime, isInteger, plain, type SqlType } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { attempt } from '../program/attempt.js';
import { variableName } from '../program/bare.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { inRounds } from '../program/in-rounds.js';
import { mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { type Cell, STRIDES } from '../program/round-cells.js';
import { carriedValue, writtenIn } from '../program/row-loop.js';
import { column, select } from '../program/select.js';
import { assignedIn } from './assigned-in.js';
import { leavesRounds } from './leaves-rounds.js';

/** A loop that counts a number or a day up to a limit. */
export interface CountLoop {
  /** Name in lower case. */
  readonly counter: string;
  readonly step: bigint;
  /** Of a date: what is counted. */
  readonly datePart?: 'day' | 'week' | undefined;
  /** No round comes behind this value of the counter. */
  readonly limit: Bound.BoundExpression;
  /** The condition may begin to hold behind values for which it does not: where the counter starts, it has to hold. */
  readonly fromStart: boolean;
  readonly work: readonly Bound.BoundStatement[];
  /** Other variables that each round changes by the same. */
  readonly beside: readonly Steps[];
  readonly counting: readonly Bound.BoundStatement[];
}

/** A variable that each round changes by the same. */
interface Steps {
  /** Name in lower case. */
  readonly name: string;
  readonly type: SqlType;
  readonly step: bigint;
  readonly datePart?: 'day' | 'week' | undefined;
}

/**
 * Recognises `WHILE @i <= @n BEGIN … SET @i = @i + 1 END`, and the same with DATEADD, where the condition may also name
 * the year: `WHILE YEAR(@day) = @year`.
 */
export function countLoop({ condition, body }: Bound.BoundWhile): CountLoop | undefined {
  if (condition.kind !== 'comparison') return undefined;
  const steps: (Steps & { readonly statement: Bound.BoundStatement })[] = [];
  for (const statement of body.toReversed()) {
    const step = statement.kind === 'set-variable' ? stepsOf(statement) : undefined;
    if (!step || steps.some(({ name }) => name === step.name)) break;
    steps.unshift({ ...step, statement });
  }
  const counted = steps.map((each) => ({ each, end: endOf(condition, each.name) })).find(({ end }) => end);
  if (!counted?.end) return undefined;
  const { each: count, end } = counted;
  const { name: counter, step, datePart } = count;
  const beside = steps.filter((each) => each !== count);
  if (steps.some(({ name }) => mentionsVariable(end.limit, name))) return undefined;
  if (step < 0n || (end.fromStart && !datePart)) return undefined;
  const work = body.slice(0, body.length - steps.length);
  const assigned = assignedIn(work);
  // A round that CONTINUE ends early would not count.
  if (steps.some(({ name }) => assigned.has(name)) || leavesRounds(work)) return undefined;
  return { counter, step, datePart, ...end, work, beside, counting: steps.map(({ statement }) => statement) };
}

function stepsOf({ variable, value }: Bound.BoundSetVariable): Steps | undefined {
  const name = variable.name.toLowerCase();
  const step = stepOf(value, name);
  return step && { name, type: variable.type, ...step };
}

function endOf(
  { operator, left, right }: Bound.BoundComparison,
  counter: string,
): Pick<CountLoop, 'limit' | 'fromStart'> | undefined {
  const counted = variableName(left) === counter;
  if (counted && (operator === '<=' || operator === '<')) return { limit: right, fromStart: false };
  if (variableName(right) === counter && (operator === '>=' || operator === '>'))
    return { limit: left, fromStart: false };
  if (operator !== '=') return undefined;
  if (isYearOf(left, counter)) return { limit: lastDayOf(right), fromStart: true };
  return isYearOf(right, counter) ? { limit: lastDayOf(left), fromStart: true } : undefined;
}

function isYearOf(expression: Bound.BoundExpression, counter: string): boolean {
  if (expression.kind !== 'call') return false;
  const { function: name, datePart } = expression;
  const [of] = expression.arguments;
  const isYear = name === 'YEAR' || (name === 'DATEPART' && datePart === 'year');
  return isYear && of !== undefined && variableName(of) === counter;
}

/** `DATEFROMPARTS(@year, 12, 31)` */
function lastDayOf(year: Bound.BoundExpression): Bound.BoundExpression {
  const { span } = year;
  return {
    kind: 'call',
    type: plain('date'),
    nullable: true,
    span,
    function: 'DATEFROMPARTS',
    arguments: [year, integer(12, span), integer(31, span)],
  };
}

function stepOf(value: Bound.BoundExpression, counter: string): Pick<CountLoop, 'step' | 'datePart'> | undefined {
  if (value.kind === 'cast') return stepOf(value.operand, counter);
  if (value.kind === 'arithmetic' && variableName(value.left) === counter) {
    const step = constant(value.right);
    if (step === undefined || step <= 0n || !isInteger(value.type)) return undefined;
    return value.operator === '+' ? { step } : value.operator === '-' ? { step: -step } : undefined;
  }
  if (value.kind !== 'call' || value.function !== 'DATEADD') return undefined;
  const [count, date] = value.arguments;
  const step = count && constant(count);
  if (step === undefined || step === 0n || !date || variableName(date) !== counter) return undefined;
  // Months of different lengths do not add up to the same day.
  return value.datePart === 'day' || value.datePart === 'week' ? { step, datePart: value.datePart } : undefined;
}

/** Undefined where all rounds could be stated at once; else why not. */
export function attemptCount(
  ...[program, statement, ...rest]: Parameters<typeof runCountLoop>
): Diagnostic | undefined {
  return attempt(program, () => {
    if (runCountLoop(program, statement, ...rest)) return;
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'where it begins' }, statement.span));
  });
}

/** All rounds at once: the counter is a column of a series. Undefined where the counter's start is not known. */
function runCountLoop(
  program: Program,
  statement: Bound.BoundWhile,
  loop: CountLoop,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[]) => void,
): boolean {
  const start = program.variables.get(loop.counter);
  if (!start || program.row || loop.beside.some(({ name }) => !program.variables.has(name))) return false;
  const { span } = statement;
  const limit = program.resolve(loop.limit);
  const begins = loop.fromStart ? program.resolve(statement.condition) : undefined;
  const relation = program.newId();
  const series = seriesOf(program, loop, start, limit, span);
  const name = loop.counter.replace(/^@+/, '');
  const beside = loop.beside.map((each) => {
    const value = atRound(each, program.variables.get(each.name) ?? start, roundsBefore(loop, start, series.value));
    return { ...each, value, output: { name: each.name.replace(/^@+/, ''), type: each.type, nullable: true } };
  });
  const columns = [{ name, type: start.type, nullable: true }, ...beside.map(({ output }) => output)];
  const inside = program.variables;
  inside.set(loop.counter, series.value);
  const where = both(begins, program.resolve(statement.condition));
  const rows: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation,
    alias: `each_${name}`,
    columns,
    span,
    query: select(columns, [series.value, ...beside.map(({ value }) => value)], [series.from], where, span),
  };
  for (const [each, type] of assignedIn(loop.work)) inside.set(each, carriedValue(each, type, span));
  const counter = column({ name, type: start.type, nullable: true }, relation, 0, span);
  inside.set(loop.counter, counter);
  beside.forEach((each, i) => void inside.set(each.name, column(each.output, relation, i + 1, span)));
  const rounds = {
    rows,
    orderBy: [{ expression: counter, descending: false }],
    fetching: false,
    outer: both(program.active, condition),
    written: writtenIn(program, loop.work),
    keys: columns.map((_, i) => [i]),
    cells: [cellOf(loop)],
    origins: [],
  };
  inRounds(program, rounds, span, () => run(loop.work));
  for (const [each, type] of assignedIn(statement.body)) inside.set(each, carriedValue(each, type, span));
  return true;
}

function cellOf({ step, datePart }: CountLoop): Cell {
  const days = STRIDES.get(datePart ?? '')?.step;
  return { ordinal: 0, unit: days ? 'day' : 'one', step: step * (days ?? 1n) };
}

const BIGINT = plain('bigint');

function seriesOf(
  program: Program,
  { step, datePart }: CountLoop,
  start: Bound.BoundExpression,
  limit: Bound.BoundExpression,
  span: Bound.BoundWhile['span'],
): { readonly from: Bound.BoundTable; readonly value: Bound.BoundExpression } {
  const relation = program.newId();
  const big = (value: bigint): Bound.BoundLiteral => ({ kind: 'literal', type: BIGINT, nullable: false, span, value });
  const asBig = (operand: Bound.BoundExpression): Bound.BoundExpression => ({
    kind: 'cast',
    type: BIGINT,
    nullable: operand.nullable,
    span,
    operand,
    implicit: false,
    attempt: false,
  });
  const dates = datePart !== undefined && isDateOrTime(start.type);
  const distance: Bound.BoundExpression = {
    kind: 'call',
    type: plain('int'),
    nullable: true,
    span,
    function: 'DATEDIFF',
    arguments: [start, limit],
    datePart: 'day',
  };
  const factor = datePart === 'week' ? step * 7n : step;
  const from: Bound.BoundFunctionTable = {
    kind: 'function-table',
    relation,
    alias: 'rounds',
    columns: [{ name: 'value', type: BIGINT, nullable: false }],
    span,
    function: 'GENERATE_SERIES',
    arguments: dates ? [big(0n), asBig(distance), big(factor)] : [asBig(start), asBig(limit), big(step)],
  };
  const value = column({ name: 'value', type: BIGINT, nullable: false }, relation, 0, span);
  const counted: Bound.BoundExpression = dates
    ? {
        kind: 'call',
        type: start.type,
        nullable: true,
        span,
        function: 'DATEADD',
        arguments: [value, start],
        datePart: 'day',
      }
    : { kind: 'cast', type: start.type, nullable: false, span, operand: value, implicit: false, attempt: false };
  return { from, value: counted };
}

/** How many rounds came before the one whose counter has a value. */
function roundsBefore(
  { step, datePart }: CountLoop,
  start: Bound.BoundExpression,
  counter: Bound.BoundExpression,
): Bound.BoundExpression {
  const { span } = counter;
  const type = datePart ? plain('int') : counter.type;
  const base = { type, nullable: true, span };
  const difference = { kind: 'arithmetic', ...base, operator: '-', left: counter, right: start } as const;
  const days = { kind: 'call', ...base, function: 'DATEDIFF', arguments: [start, counter], datePart: 'day' } as const;
  const distance = datePart ? days : constant(start) === 0n ? counter : difference;
  const length = datePart === 'week' ? step * 7n : step;
  if (length === 1n) return distance;
  return { kind: 'arithmetic', ...base, operator: '/', left: distance, right: integer(Number(length), span) };
}

/** What a variable has in a round. */
function atRound(
  { type, step, datePart }: Steps,
  start: Bound.BoundExpression,
  rounds: Bound.BoundExpression,
): Bound.BoundExpression {
  const { span } = rounds;
  const base = { nullable: true, span };
  const times = integer(Number(step), span);
  const moved: Bound.BoundExpression =
    step === 1n
      ? rounds
      : { kind: 'arithmetic', ...base, type: rounds.type, operator: '*', left: rounds, right: times };
  if (datePart) return { kind: 'call', ...base, type, function: 'DATEADD', arguments: [moved, start], datePart };
  return { kind: 'arithmetic', ...base, type, operator: '+', left: start, right: moved };
}

function constant(expression: Bound.BoundExpression): bigint | undefined {
  if (expression.kind === 'cast') return constant(expression.operand);
  return expression.kind === 'literal' && typeof expression.value === 'bigint' && expression.type.name !== 'decimal'
    ? expression.value
    : undefined;
}
