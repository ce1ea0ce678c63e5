import type { SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { checkedFloat } from '../expressions/arithmetic.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { compareKeys, type SortKey, sortKey } from '../values/compare.js';
import { checked, rescaleTruncating } from '../values/exact-numbers.js';
import { type SqlValue, scaleOf } from '../values/sql-value.js';
import { sortRows } from './order-rows.js';

/** Takes values one after the other. NULL is passed over by all of them. */
export interface Accumulator {
  add(values: readonly SqlValue[]): void;
  result(): SqlValue;
}

type Aggregate = Pick<Bound.BoundAggregate, 'function' | 'arguments' | 'type' | 'collation'>;

/** Value of an aggregate over rows; `bind` makes a row the current one. */
export function aggregateOver<T>(
  env: Environment,
  node: Bound.BoundAggregate,
  rows: readonly T[],
  bind: (row: T) => void,
): SqlValue {
  const accumulator = distinctly(makeAccumulator(node), node.distinct, node.arguments[0]);
  for (const row of sortRows(env, rows, node.orderBy, bind)) {
    bind(row);
    accumulator.add(node.arguments.map((argument) => evaluate(env, argument)));
  }
  return accumulator.result();
}

export function distinctly(
  inner: Accumulator,
  distinct: boolean,
  argument: Bound.BoundExpression | undefined,
): Accumulator {
  if (!distinct || !argument) return inner;
  const seen = new Set<SortKey>();
  return {
    add: (values) => {
      const [value = null] = values;
      if (value === null) return;
      const key = sortKey(value, argument.type, argument.collation?.name, scaleOf(argument.type));
      if (seen.has(key)) return;
      seen.add(key);
      inner.add(values);
    },
    result: () => inner.result(),
  };
}

export function makeAccumulator(node: Aggregate): Accumulator {
  switch (node.function) {
    case 'COUNT':
    case 'COUNT_BIG':
      return counter(node.arguments.length === 0);
    case 'APPROX_COUNT_DISTINCT':
      return distinctly(counter(false), true, node.arguments[0]);
    case 'SUM':
    case 'AVG':
      return node.type.name === 'float' ? floatSum(node) : exactSum(node);
    case 'MIN':
      return extreme(node, -1);
    case 'MAX':
      return extreme(node, 1);
    case 'STDEV':
    case 'STDEVP':
    case 'VAR':
    case 'VARP':
      return deviation(node.function);
    case 'STRING_AGG':
      return joiner(node.type);
    default:
      throw new Refusal(node.function);
  }
}

function counter(everyRow: boolean): Accumulator {
  let count = 0n;
  return {
    add: ([value = null]) => {
      if (everyRow || value !== null) count++;
    },
    result: () => count,
  };
}

/** Sums stay in the range of their type at every step; averages cut digits off. */
function exactSum(node: Aggregate): Accumulator {
  const scale = scaleOf(node.arguments[0]?.type ?? node.type);
  const wide: SqlType = node.type.name === 'decimal' ? { name: 'decimal', precision: 38, scale } : node.type;
  let sum: bigint | undefined;
  let count = 0n;
  return {
    add: ([value = null]) => {
      if (typeof value !== 'bigint') return;
      sum = checked((sum ?? 0n) + value, wide);
      count++;
    },
    result: () => {
      if (sum === undefined) return null;
      if (node.function === 'SUM') return checked(sum, node.type);
      return checked(rescaleTruncating(sum, scale, scaleOf(node.type)) / count, node.type);
    },
  };
}

function floatSum(node: Aggregate): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: ([value = null]) => {
      if (typeof value !== 'number') return;
      sum = checkedFloat(sum + value, node.type);
      count++;
    },
    result: () => (count === 0 ? null : node.function === 'SUM' ? sum : sum / count),
  };
}

function extreme(node: Aggregate, sign: 1 | -1): Accumulator {
  const argument = node.arguments[0];
  let best: SqlValue = null;
  let bestKey: SortKey = 0;
  return {
    add: ([value = null]) => {
      if (value === null || !argument) return;
      const key = sortKey(value, argument.type, argument.collation?.name, scaleOf(argument.type));
      if (best === null || compareKeys(key, bestKey) === sign) {
        best = value;
        bestKey = key;
      }
    },
    result: () => best,
  };
}

/** From the sum and the sum of squares, as the server does: the noise of that is part of the answer. */
function deviation(name: 'STDEV' | 'STDEVP' | 'VAR' | 'VARP'): Accumulator {
  let count = 0;
  let sum = 0;
  let squares = 0;
  return {
    add: ([value = null]) => {
      if (typeof value !== 'number') return;
      count++;
      sum += value;
      squares += value * value;
    },
    result: () => {
      const population = name.endsWith('P');
      if (count === 0 || (count === 1 && !population)) return null;
      const variance = Math.max(0, (squares - (sum * sum) / count) / (population ? count : count - 1));
      return name.startsWith('STDEV') ? Math.sqrt(variance) : variance;
    },
  };
}

function joiner(type: SqlType): Accumulator {
  let text: string | undefined;
  const limit = 'length' in type && typeof type.length === 'number' ? type.length : Number.POSITIVE_INFINITY;
  return {
    add: ([value = null, separator = null]) => {
      if (typeof value !== 'string') return;
      text = text === undefined ? value : text + (typeof separator === 'string' ? separator : '') + value;
      if (text.length > limit) throw sqlError(9829);
    },
    result: () => text ?? null,
  };
}
