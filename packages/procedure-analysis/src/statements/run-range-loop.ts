import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { visitTree } from '../program/rewrite-tree.js';

/** A loop that works through a range in batches, as it was found. */
export interface RangeLoop {
  /** The variable at which a batch begins. */
  readonly from: string;
  /** The variable at which it ends. */
  readonly to: string;
  /** The end of the whole range. */
  readonly last: Bound.BoundExpression;
  /** What the batches do. */
  readonly work: readonly Bound.BoundStatement[];
  /** What only counts them. */
  readonly counting: readonly Bound.BoundStatement[];
}

/**
 * Recognises `WHILE @from <= @last BEGIN SET @to = @from + n - 1; [IF @to > @last SET @to = @last;] … BETWEEN @from AND
 * @to …; SET @from = @to + 1 END`. The batches cover the range once and without gaps, and the work looks at the batch
 * through BETWEEN alone, so that all batches together are the work for the whole range.
 */
export function rangeLoop({ condition, body }: Bound.BoundWhile): RangeLoop | undefined {
  if (condition.kind !== 'comparison' || condition.operator !== '<=') return undefined;
  const from = variableName(condition.left);
  const last = condition.right;
  const [first] = body;
  const step = body.at(-1);
  if (from === undefined || first?.kind !== 'set-variable' || step?.kind !== 'set-variable') return undefined;
  const to = first.variable.name.toLowerCase();
  if (!isAhead(first.value, from) || step.variable.name.toLowerCase() !== from || !isNext(step.value, to))
    return undefined;
  const clamp = body[1]?.kind === 'if' && isClamp(body[1], to, last) ? body[1] : undefined;
  const work = body.slice(clamp ? 2 : 1, -1);
  if (!work.every((statement) => looksThroughBetween(statement, from, to))) return undefined;
  const inner = clamp ? [clamp, ...clamp.then] : [];
  return { from, to, last, work, counting: [first, ...inner, step] };
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
  program.variables.set(loop.to, program.resolve(loop.last));
  run(loop.work, both(outer, test));
}

function variableName(expression: Bound.BoundExpression): string | undefined {
  if (expression.kind === 'cast' && expression.implicit) return variableName(expression.operand);
  return expression.kind === 'variable' ? expression.name.toLowerCase() : undefined;
}

/** `@from + n - 1`: some way ahead of the beginning, by numbers that no round changes. */
function isAhead(value: Bound.BoundExpression, from: string): boolean {
  const names = variablesIn(value);
  return names.has(from) && isSum(value);
}

function isSum(value: Bound.BoundExpression): boolean {
  if (value.kind === 'cast') return isSum(value.operand);
  if (value.kind === 'arithmetic')
    return (value.operator === '+' || value.operator === '-') && isSum(value.left) && isSum(value.right);
  return value.kind === 'variable' || value.kind === 'literal';
}

/** `@to + 1` */
function isNext(value: Bound.BoundExpression, to: string): boolean {
  if (value.kind === 'cast') return isNext(value.operand, to);
  if (value.kind !== 'arithmetic' || value.operator !== '+') return false;
  return variableName(value.left) === to && isOne(value.right);
}

function isOne(value: Bound.BoundExpression): boolean {
  if (value.kind === 'cast') return isOne(value.operand);
  return value.kind === 'literal' && value.value === 1n;
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

/** The statement mentions the batch only as `x BETWEEN @from AND @to`, and assigns nothing. */
function looksThroughBetween(statement: Bound.BoundStatement, from: string, to: string): boolean {
  let mentions = 0;
  let ranges = 0;
  let assigns = false;
  visitTree(statement, (node) => {
    if (node.kind === 'variable' && 'name' in node && typeof node.name === 'string') {
      const name = node.name.toLowerCase();
      if (name === from || name === to) mentions++;
    }
    if (node.kind === 'between') {
      const { low, high, negated } = node as Bound.BoundBetween;
      if (!negated && variableName(low.right) === from && variableName(high.right) === to) ranges++;
    }
    if (node.kind === 'set-variable' || node.kind === 'select-variables' || node.kind === 'execute-procedure')
      assigns = true;
  });
  return !assigns && ranges > 0 && mentions === 2 * ranges;
}

function variablesIn(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  visitTree(tree, (node) => {
    if (node.kind === 'variable' && 'name' in node && typeof node.name === 'string') names.add(node.name.toLowerCase());
  });
  return names;
}
