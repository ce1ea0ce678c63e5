import { assertUnreachable } from '@datamigrate/foundation';
import { type Bound, holdsFor } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { isCorrelated, queryExists, subqueryRows } from '../queries/subquery-rows.js';
import { commonScale, compareKeys, type SortKey, sortKey } from '../values/compare.js';
import type { SqlValue } from '../values/sql-value.js';
import { evaluateLike } from './like.js';

/** True, false, or undefined for unknown. */
export type Truth = boolean | undefined;

export function isTrue(env: Environment, node: Bound.BoundPredicate): boolean {
  return evaluatePredicate(env, node) === true;
}

export function evaluatePredicate(env: Environment, node: Bound.BoundPredicate): Truth {
  switch (node.kind) {
    case 'comparison':
      return compare(env, node);
    case 'between':
      return negatedIf(
        node.negated,
        and(compare(env, node.low), () => compare(env, node.high)),
      );
    case 'in-list':
      return negatedIf(
        node.negated,
        anyOf(node.comparisons, (comparison) => compare(env, comparison)),
      );
    case 'in-query':
      return negatedIf(node.negated, inQuery(env, node));
    case 'quantified':
      return quantified(env, node);
    case 'like':
      return negatedIf(node.negated, evaluateLike(env, node));
    case 'is-null':
      return (evaluate(env, node.operand) === null) !== node.negated;
    case 'is-distinct':
      return isDistinct(env, node) !== node.negated;
    case 'exists':
      return queryExists(env, node.query);
    case 'logical':
      return node.operator === 'AND'
        ? node.operands.reduce<Truth>((truth, operand) => and(truth, () => evaluatePredicate(env, operand)), true)
        : anyOf(node.operands, (operand) => evaluatePredicate(env, operand));
    case 'not':
      return negatedIf(true, evaluatePredicate(env, node.operand));
    case 'column-updated':
      return env.host.columnUpdated(node.column);
    case 'error-predicate':
      throw new Refusal('A condition that could not be bound');
    default:
      return assertUnreachable(node);
  }
}

function and(left: Truth, right: () => Truth): Truth {
  if (left === false) return false;
  const other = right();
  return other === false ? false : left === true ? other : undefined;
}

/** OR: true as soon as one is, unknown when none is but one might be. */
function anyOf<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let result: Truth = false;
  for (const item of items) {
    const truth = test(item);
    if (truth === true) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
}

function negatedIf(negated: boolean, truth: Truth): Truth {
  return negated && truth !== undefined ? !truth : truth;
}

function compare(env: Environment, node: Bound.BoundComparison): Truth {
  const left = evaluate(env, node.left);
  if (left === null) return undefined;
  const right = evaluate(env, node.right);
  if (right === null) return undefined;
  return holdsFor(node.operator, compareOperands(left, right, node));
}

/** Two operands brought to one type by the binder; only exact numbers may still differ in scale. */
export interface Operands {
  readonly left: Bound.BoundExpression;
  readonly right: Bound.BoundExpression;
  readonly collation?: string | undefined;
}

export function compareOperands(left: Exclude<SqlValue, null>, right: Exclude<SqlValue, null>, node: Operands): number {
  const scale = commonScale(node.left.type, node.right.type);
  return compareKeys(
    sortKey(left, node.left.type, node.collation, scale),
    sortKey(right, node.right.type, node.collation, scale),
  );
}

function isDistinct(env: Environment, node: Bound.BoundIsDistinct): boolean {
  const left = evaluate(env, node.left);
  const right = evaluate(env, node.right);
  if (left === null || right === null) return left !== right;
  return compareOperands(left, right, node) !== 0;
}

/** The only column of a subquery; the binder has put the conversion for the comparison into the query. */
function columnValues(env: Environment, query: Bound.BoundQuery): readonly SqlValue[] {
  return subqueryRows(env, query).map((row) => row[0] ?? null);
}

interface ValueSet {
  readonly keys: ReadonlySet<SortKey>;
  readonly hasNull: boolean;
  readonly size: number;
}

function inQuery(env: Environment, node: Bound.BoundInQuery): Truth {
  const operand = evaluate(env, node.operand);
  const type = node.query.columns[0]?.type ?? node.operand.type;
  const scale = commonScale(node.operand.type, type);
  const set = valueSet(env, node, type, scale);
  if (set.size === 0) return false;
  if (operand === null) return undefined;
  if (set.keys.has(sortKey(operand, node.operand.type, node.collation, scale))) return true;
  return set.hasNull ? undefined : false;
}

function valueSet(
  env: Environment,
  node: Bound.BoundInQuery,
  type: Bound.OutputColumn['type'],
  scale: number,
): ValueSet {
  const known = env.cachedSets.get(node) as ValueSet | undefined;
  if (known) return known;
  const keys = new Set<SortKey>();
  let hasNull = false;
  const values = columnValues(env, node.query);
  for (const value of values) {
    if (value === null) hasNull = true;
    else keys.add(sortKey(value, type, node.collation, scale));
  }
  const set: ValueSet = { keys, hasNull, size: values.length };
  if (!isCorrelated(node.query)) env.cachedSets.set(node, set);
  return set;
}

function quantified(env: Environment, node: Bound.BoundQuantified): Truth {
  const operand = evaluate(env, node.operand);
  const type = node.query.columns[0]?.type ?? node.operand.type;
  const scale = commonScale(node.operand.type, type);
  const test = (value: SqlValue): Truth =>
    operand === null || value === null
      ? undefined
      : holdsFor(
          node.operator,
          compareKeys(
            sortKey(operand, node.operand.type, node.collation, scale),
            sortKey(value, type, node.collation, scale),
          ),
        );
  const values = columnValues(env, node.query);
  if (node.quantifier === 'ANY') return anyOf(values, test);
  const someFails = anyOf(values, (value) => negatedIf(true, test(value)));
  return negatedIf(true, someFails);
}
