import { isInteger } from '@datamigrate/catalog';
import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import { bare, variableName } from '../program/bare.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import type { Program } from '../program/program.js';
import { rewriteTree, someNode, visitTree } from '../program/rewrite-tree.js';
import { convertedTo } from './run-call.js';
import { areSeparable, type RangePair } from './separable.js';

/** A loop that works through a range in batches, as it was found. */
export interface RangeLoop {
  /** The variable at which a batch begins, in lower case. */
  readonly from: string;
  /** How far the beginning of the next batch is away. */
  readonly size: Bound.BoundExpression;
  /** The end of the whole range, and whether a batch may begin at it. */
  readonly last: Bound.BoundExpression;
  readonly inclusive: boolean;
  /** The last batch ends at `last` and not behind it. */
  readonly clamped: boolean;
  /** What the batches do, with the end of a batch as `END_OF_BATCH`. */
  readonly work: readonly Bound.BoundStatement[];
  /** What only counts them. */
  readonly counting: readonly Bound.BoundStatement[];
}

/** A variable that no procedure can have: where the batches end. */
const END_OF_BATCH = '@end of batch';

/**
 * Recognises loops whose batches cover a range once and without gaps: `SET @to = @from + n - 1; … BETWEEN @from AND @to;
 * SET @from = @to + 1`, and half-open ones, `… > @lo AND … <= @lo + n; SET @lo = @lo + n`. The work looks at the batch
 * through the range alone, so that all batches together are the work for the whole range.
 */
export function rangeLoop(loop: Bound.BoundWhile): RangeLoop | undefined {
  const { condition } = loop;
  if (condition.kind !== 'comparison' || (condition.operator !== '<=' && condition.operator !== '<')) return undefined;
  const from = variableName(condition.left);
  if (from === undefined || variablesIn(condition.right).has(from)) return undefined;
  const shape = betweenShape(loop, from, condition.right) ?? halfOpenShape(loop, from);
  if (!shape || !areSeparable(shape.work, (where) => pairsIn(where, from))) return undefined;
  const { work } = shape;
  if (work.some((statement) => assigns(statement))) return undefined;
  const mentions = work.reduce((count, statement) => count + mentionsOf(statement, [from, END_OF_BATCH]), 0);
  const pairs = work.filter(({ kind }) => kind !== 'print').length;
  if (mentions !== 2 * pairs) return undefined;
  return { from, last: condition.right, inclusive: condition.operator === '<=', ...shape };
}

type Shape = Pick<RangeLoop, 'size' | 'clamped' | 'work' | 'counting'>;

/** `SET @to = @from + n - 1; [IF @to > @last SET @to = @last;] … SET @from = @to + 1` */
function betweenShape({ body }: Bound.BoundWhile, from: string, last: Bound.BoundExpression): Shape | undefined {
  const [first] = body;
  const step = body.at(-1);
  if (first?.kind !== 'set-variable' || step?.kind !== 'set-variable') return undefined;
  const to = first.variable.name.toLowerCase();
  const length = ahead(first.value, from);
  if (!length || step.variable.name.toLowerCase() !== from || !isNext(step.value, to)) return undefined;
  const clamp = body[1]?.kind === 'if' && isClamp(body[1], to, last) ? body[1] : undefined;
  const work = body.slice(clamp ? 2 : 1, -1);
  const one = integer(1, first.span);
  const end = (node: Bound.BoundVariable): Bound.BoundVariable => ({ ...node, name: END_OF_BATCH });
  return {
    size: sum('+', length, one),
    clamped: clamp !== undefined,
    work: rewriteTree(work, (node) =>
      node.kind === 'variable' && (node as Bound.BoundVariable).name.toLowerCase() === to
        ? end(node as Bound.BoundVariable)
        : undefined,
    ),
    counting: [first, ...(clamp ? [clamp, ...clamp.then] : []), step],
  };
}

/** `… SET @lo = @lo + n`, or `SET @hi = @lo + n; … SET @lo = @hi` */
function halfOpenShape({ body }: Bound.BoundWhile, from: string): Shape | undefined {
  const step = body.at(-1);
  if (step?.kind !== 'set-variable' || step.variable.name.toLowerCase() !== from) return undefined;
  const [first] = body;
  const upper = first?.kind === 'set-variable' ? first : undefined;
  const isUpper = upper && variableName(step.value) === upper.variable.name.toLowerCase();
  const next = isUpper ? upper.value : step.value;
  const size = ahead(next, from);
  if (!size) return undefined;
  const name = isUpper ? upper.variable.name.toLowerCase() : undefined;
  const work = rewriteTree(body.slice(isUpper ? 1 : 0, -1), (node) => {
    const expression = node as Bound.BoundExpression;
    const { type, span } = expression;
    const isEnd =
      (node.kind === 'arithmetic' && sameExpression(bare(expression), bare(next))) ||
      (name !== undefined && node.kind === 'variable' && (node as Bound.BoundVariable).name.toLowerCase() === name);
    return isEnd ? ({ kind: 'variable', name: END_OF_BATCH, type, nullable: true, span } as typeof node) : undefined;
  });
  return { size, clamped: false, work, counting: [...(isUpper ? [upper] : []), step] };
}

/** `x BETWEEN @from AND @to`, `x > @lo AND x <= @end`, `x >= @lo AND x < @end`. */
function pairsIn(where: Bound.BoundPredicate | undefined, from: string): readonly RangePair[] {
  const conditions = conjuncts(where);
  const end = END_OF_BATCH;
  return conditions.flatMap((low): RangePair[] => {
    if (low.kind === 'between') {
      const fits = !low.negated && variableName(low.low.right) === from && variableName(low.high.right) === end;
      return fits ? [{ column: low.low.left, low, high: low }] : [];
    }
    if (low.kind !== 'comparison' || variableName(low.right) !== from) return [];
    const wanted = low.operator === '>' ? '<=' : low.operator === '>=' ? '<' : undefined;
    const high = conditions.find(
      (each) =>
        each.kind === 'comparison' &&
        each.operator === wanted &&
        variableName(each.right) === end &&
        sameExpression(bare(each.left), bare(low.left)),
    );
    return high ? [{ column: low.left, low, high }] : [];
  });
}

/** The work of all batches at once. */
export function runRangeLoop(
  program: Program,
  loop: RangeLoop,
  condition: Bound.BoundPredicate,
  outer: Condition,
  run: (statements: readonly Bound.BoundStatement[], condition: Condition) => void,
): void {
  const test = program.resolve(condition);
  program.variables.set(END_OF_BATCH, endOf(program, loop, isBetween(loop)));
  run(loop.work, both(outer, test));
  program.variables.delete(END_OF_BATCH);
}

const isBetween = ({ work }: RangeLoop): boolean => {
  return someNode(work, ({ kind }) => kind === 'between');
};

/** Where the last batch ends: at the end of the range, or a whole number of batches behind the beginning. */
function endOf(
  program: Program,
  { from, size, last, inclusive, clamped }: RangeLoop,
  closed: boolean,
): Bound.BoundExpression {
  const end = program.resolve(last);
  if (clamped) return end;
  const start = program.variables.get(from) ?? end;
  const length = program.resolve(size);
  const { type } = start;
  const one = integer(1, end.span);
  const as = (value: Bound.BoundExpression): Bound.BoundExpression => convertedTo(value, type);
  const distance = sum('-', as(end), start);
  // A batch that begins at the end of the range is one more, or the range ends where it begins.
  const count = inclusive
    ? sum('+', sum('/', distance, as(length)), as(one))
    : sum('/', sum('-', sum('+', distance, as(length)), as(one)), as(length));
  const behind = sum('+', start, sum('*', count, as(length)));
  return closed ? sum('-', behind, as(one)) : behind;
}

function sum(
  operator: Bound.BoundArithmetic['operator'],
  left: Bound.BoundExpression,
  right: Bound.BoundExpression,
): Bound.BoundArithmetic {
  const nullable = left.nullable || right.nullable;
  return { kind: 'arithmetic', type: left.type, nullable, span: left.span, operator, left, right };
}

/** `@from + n - 1`: what is added to the beginning, by numbers that no round changes; undefined for anything else. */
function ahead(value: Bound.BoundExpression, from: string): Bound.BoundExpression | undefined {
  const sumOf = bare(value);
  if (sumOf.kind !== 'arithmetic' || !isInteger(sumOf.type)) return undefined;
  const { operator, left, right } = sumOf;
  if (operator !== '+' && operator !== '-') return undefined;
  if (operator === '+' && variableName(left) === from) return variablesIn(right).has(from) ? undefined : right;
  const rest = ahead(left, from);
  return rest && !variablesIn(right).has(from) ? sum(operator, rest, right) : undefined;
}

/** `@to + 1` */
function isNext(value: Bound.BoundExpression, to: string): boolean {
  const next = bare(value);
  if (next.kind !== 'arithmetic' || next.operator !== '+') return false;
  const one = bare(next.right);
  return variableName(next.left) === to && one.kind === 'literal' && one.value === 1n;
}

/** `IF @to > @last SET @to = @last` */
function isClamp({ condition, then, otherwise }: Bound.BoundIf, to: string, last: Bound.BoundExpression): boolean {
  const [only] = then;
  if (otherwise || then.length !== 1 || only?.kind !== 'set-variable' || condition.kind !== 'comparison') return false;
  const limit = variableName(last);
  return (
    condition.operator === '>' &&
    variableName(condition.left) === to &&
    variableName(condition.right) === limit &&
    only.variable.name.toLowerCase() === to &&
    variableName(only.value) === limit &&
    limit !== undefined
  );
}

function assigns(statement: Bound.BoundStatement): boolean {
  let found = false;
  visitTree(statement, ({ kind }) => {
    if (kind === 'set-variable' || kind === 'select-variables' || kind === 'set-row-variable') found = true;
    if (kind.startsWith('execute-')) found = true;
  });
  return found;
}

function mentionsOf(tree: unknown, names: readonly string[]): number {
  let count = 0;
  visitTree(tree, (node) => {
    if (node.kind !== 'variable' || !('name' in node)) return;
    if (names.includes(String(node.name).toLowerCase())) count++;
  });
  return count;
}

function variablesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visitTree(tree, (node) => {
    if (node.kind === 'variable' && 'name' in node && typeof node.name === 'string') names.add(node.name.toLowerCase());
  });
  return names;
}
