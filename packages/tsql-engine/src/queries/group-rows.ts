import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import type { CurrentGroup, Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { bindTuple, type Source, type Tuple } from '../tables/source.js';
import { rowKey } from '../values/compare.js';
import type { SqlValue } from '../values/sql-value.js';
import { aggregateOver } from './aggregates.js';
import type { Unit } from './execute-select.js';

/** The groups of a query, for each of its grouping sets. */
export function groupRows(env: Environment, source: Source, groupBy: Bound.BoundGroupBy): Unit[] {
  const types = groupBy.keys.map((key) => key.type);
  const collations = groupBy.keys.map((key) => key.collation?.name);
  const keyed = source.tuples.map((tuple) => {
    bindTuple(env, source, tuple);
    return { tuple, keys: groupBy.keys.map((key) => evaluate(env, key)) };
  });
  return groupBy.sets.flatMap((set) => {
    const included = groupBy.keys.map((_, i) => set.includes(i));
    const groups = new Map<string, { keys: SqlValue[]; tuples: Tuple[] }>();
    for (const { tuple, keys } of keyed) {
      const own = keys.map((value, i) => (included[i] ? value : null));
      const id = rowKey(own, types, collations);
      const group = groups.get(id);
      if (group) group.tuples.push(tuple);
      else groups.set(id, { keys: own, tuples: [tuple] });
    }
    // Without GROUP BY there is a group even when there are no rows.
    if (groups.size === 0 && groupBy.implicit) groups.set('', { keys: [], tuples: [] });
    return [...groups.values()].map(({ keys, tuples }) => new Group(source, groupBy, set, keys, tuples));
  });
}

class Group implements Unit, CurrentGroup {
  readonly keys: readonly SqlValue[];
  readonly #source: Source;
  readonly #groupBy: Bound.BoundGroupBy;
  readonly #set: readonly number[];
  readonly #tuples: readonly Tuple[];
  readonly #values = new Map<Bound.BoundAggregate, SqlValue>();
  #env: Environment | undefined;

  constructor(
    source: Source,
    groupBy: Bound.BoundGroupBy,
    set: readonly number[],
    keys: readonly SqlValue[],
    tuples: readonly Tuple[],
  ) {
    this.#source = source;
    this.#groupBy = groupBy;
    this.#set = set;
    this.keys = keys;
    this.#tuples = tuples;
  }

  bind(env: Environment): void {
    this.#env = env;
    env.group = this;
    bindTuple(env, this.#source, this.#tuples[0]);
  }

  aggregate(node: Bound.BoundAggregate): SqlValue {
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    const value = this.#compute(node);
    this.#values.set(node, value);
    return value;
  }

  #compute(node: Bound.BoundAggregate): SqlValue {
    if (node.function === 'GROUPING' || node.function === 'GROUPING_ID') return this.#grouping(node);
    const env = this.#env as Environment;
    env.group = undefined;
    const value = aggregateOver(env, node, this.#tuples, (tuple) => bindTuple(env, this.#source, tuple));
    this.bind(env);
    return value;
  }

  /** A bit for each argument, leftmost highest: 1 where the group does not group by it. */
  #grouping(node: Bound.BoundAggregate): bigint {
    const keys = this.#groupBy.keys.map((key) => fingerprint(key));
    return node.arguments.reduce((bits, argument) => {
      const key = keys.indexOf(fingerprint(argument));
      return bits * 2n + (this.#set.includes(key) ? 0n : 1n);
    }, 0n);
  }
}
