import { assertUnreachable, textOfTree } from '@datamigrate/foundation';
import type { BoundColumn, BoundExpression } from './expression.js';
import type { BoundPredicate } from './predicate.js';

const NONE: readonly BoundExpression[] = [];

/** The expressions directly inside an expression; queries inside it are not entered. */
export function operandsOf(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'variable':
    case 'system-variable':
    case 'scalar-subquery':
    case 'output-column':
    case 'identity-value':
    case 'merge-action':
    case 'error':
      return NONE;
    case 'cast':
      return expression.style ? [expression.operand, expression.style] : [expression.operand];
    case 'negation':
    case 'bitwise-not':
    case 'collate':
      return [expression.operand];
    case 'arithmetic':
    case 'bitwise':
    case 'concatenation':
    case 'date-arithmetic':
      return [expression.left, expression.right];
    case 'case': {
      const operands: BoundExpression[] = [];
      for (const { when, result } of expression.branches) {
        collectOperands(when, operands);
        operands.push(result);
      }
      if (expression.otherwise) operands.push(expression.otherwise);
      return operands;
    }
    case 'call':
    case 'user-call':
      return expression.arguments;
    case 'aggregate':
      if (expression.orderBy.length === 0) return expression.arguments;
      return [...expression.arguments, ...expression.orderBy.map((item) => item.expression)];
    case 'window':
      return [...expression.arguments, ...expression.partitionBy, ...expression.orderBy.map((item) => item.expression)];
    case 'next-value':
      return expression.orderBy.map((item) => item.expression);
    case 'group-key':
      return [expression.expression];
    default:
      return assertUnreachable(expression);
  }
}

/** The expressions directly inside a predicate, at any depth of AND, OR and NOT; queries are not entered. */
export function predicateOperands(predicate: BoundPredicate): readonly BoundExpression[] {
  const operands: BoundExpression[] = [];
  collectOperands(predicate, operands);
  return operands;
}

function collectOperands(predicate: BoundPredicate, operands: BoundExpression[]): void {
  switch (predicate.kind) {
    case 'comparison':
    case 'is-distinct':
      operands.push(predicate.left, predicate.right);
      return;
    case 'between':
      collectOperands(predicate.low, operands);
      operands.push(predicate.high.right);
      return;
    case 'in-list':
      for (const comparison of predicate.comparisons) collectOperands(comparison, operands);
      return;
    case 'in-query':
    case 'quantified':
    case 'is-null':
      operands.push(predicate.operand);
      return;
    case 'like':
      operands.push(predicate.operand, predicate.pattern);
      if (predicate.escape) operands.push(predicate.escape);
      return;
    case 'logical':
      for (const operand of predicate.operands) collectOperands(operand, operands);
      return;
    case 'not':
      collectOperands(predicate.operand, operands);
      return;
    case 'exists':
    case 'column-updated':
    case 'error-predicate':
      return;
    default:
      assertUnreachable(predicate);
  }
}

/** Whether something in the expression, itself included, satisfies `test`; branches below `stop` are not entered. */
export function someExpression(
  expression: BoundExpression,
  test: (inner: BoundExpression) => boolean,
  stop?: (inner: BoundExpression) => boolean,
): boolean {
  if (test(expression)) return true;
  if (stop?.(expression)) return false;
  for (const operand of operandsOf(expression)) if (someExpression(operand, test, stop)) return true;
  return false;
}

const isAggregate = ({ kind }: BoundExpression): boolean => kind === 'aggregate';
const isWindow = ({ kind }: BoundExpression): boolean => kind === 'window';

export const containsAggregate = (expression: BoundExpression): boolean => someExpression(expression, isAggregate);
export const containsWindow = (expression: BoundExpression): boolean => someExpression(expression, isWindow);

/** Whether two expressions are the same but for where they stand. */
export function sameExpression(a: BoundExpression, b: BoundExpression): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** A text that is equal for expressions that are the same but for their spans. */
export const fingerprint = (value: unknown): string => textOfTree(value, NOT_MEANT, placeOf);

const NOT_MEANT: ReadonlySet<string> = new Set(['span', 'input']);

/** The place of a column says everything else about it. */
function placeOf(node: object): string | undefined {
  return isColumn(node) ? `${node.relation}.${node.ordinal}^${node.level}` : undefined;
}

const isColumn = (node: object): node is BoundColumn => 'kind' in node && node.kind === 'column';
