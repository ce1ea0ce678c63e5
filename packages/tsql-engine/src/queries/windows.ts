import { type Bound, operandsOf } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { rowKey } from '../values/compare.js';
import { convertValue } from '../values/convert.js';
import type { SqlValue } from '../values/sql-value.js';
import { distinctly, makeAccumulator } from './aggregates.js';
import type { Unit } from './execute-select.js';
import { compareOrder, type OrderKeys, orderKeys } from './order-rows.js';

/** What is told of a row among the others. */
type OverRows = Bound.BoundWindow | Bound.BoundNextValue;

/** Values of all window functions of a query, by row. */
export interface Windows {
  at(index: number): (node: OverRows) => SqlValue;
}

/** Computes the window functions in SELECT and ORDER BY over all rows of the query; undefined where there are none. */
export function prepareWindows(
  env: Environment,
  query: Bound.BoundSelect,
  units: readonly Unit[],
): Windows | undefined {
  const nodes = overRows(query);
  if (nodes.size === 0) return undefined;
  const values = new Map(
    [...nodes].map(
      (node) => [node, node.kind === 'window' ? windowValues(env, node, units) : drawn(env, node, units)] as const,
    ),
  );
  return { at: (index) => (node) => values.get(node)?.[index] ?? null };
}

const KNOWN = new WeakMap<Bound.BoundSelect, ReadonlySet<OverRows>>();

/** Found once for each query, however often it runs. */
function overRows(query: Bound.BoundSelect): ReadonlySet<OverRows> {
  const known = KNOWN.get(query);
  if (known) return known;
  const nodes = new Set<OverRows>();
  const collect = (node: Bound.BoundExpression): void => {
    if (node.kind === 'window' || (node.kind === 'next-value' && node.orderBy.length > 0)) nodes.add(node);
    else for (const operand of operandsOf(node)) collect(operand);
  };
  for (const item of query.select) collect(item.expression);
  for (const item of query.orderBy) collect(item.expression);
  KNOWN.set(query, nodes);
  return nodes;
}

/** The next values of a sequence, given out in the order that the query states. */
function drawn(env: Environment, node: Bound.BoundNextValue, units: readonly Unit[]): SqlValue[] {
  const rows = units.map((unit, index) => {
    unit.bind(env);
    return { index, order: orderKeys(env, node.orderBy) };
  });
  const values: SqlValue[] = new Array(units.length).fill(null);
  rows.sort((a, b) => compareOrder(a.order, b.order, node.orderBy));
  for (const { index } of rows) values[index] = env.host.nextValue({ schema: node.schema, name: node.name });
  return values;
}

/** A row of a partition, with what the function needs of it. */
interface Member {
  readonly index: number;
  readonly unit: Unit;
  readonly order: OrderKeys;
}

function windowValues(env: Environment, node: Bound.BoundWindow, units: readonly Unit[]): SqlValue[] {
  const types = node.partitionBy.map((part) => part.type);
  const collations = node.partitionBy.map((part) => part.collation?.name);
  const partitions = new Map<string, Member[]>();
  units.forEach((unit, index) => {
    unit.bind(env);
    const key = rowKey(
      node.partitionBy.map((part) => evaluate(env, part)),
      types,
      collations,
    );
    const member = { index, unit, order: orderKeys(env, node.orderBy) };
    const list = partitions.get(key);
    if (list) list.push(member);
    else partitions.set(key, [member]);
  });
  const values: SqlValue[] = new Array(units.length).fill(null);
  for (const members of partitions.values()) {
    members.sort((a, b) => compareOrder(a.order, b.order, node.orderBy));
    partitionValues(env, node, members).forEach((value, i) => {
      values[members[i]?.index ?? 0] = value;
    });
  }
  return values;
}

function partitionValues(env: Environment, node: Bound.BoundWindow, members: readonly Member[]): SqlValue[] {
  const peers = peerGroups(node, members);
  const count = members.length;
  switch (node.function) {
    case 'ROW_NUMBER':
      return members.map((_, i) => BigInt(i + 1));
    case 'RANK':
      return peers.map(({ start }) => BigInt(start + 1));
    case 'DENSE_RANK':
      return peers.map(({ number }) => BigInt(number + 1));
    case 'PERCENT_RANK':
      return peers.map(({ start }) => (count === 1 ? 0 : start / (count - 1)));
    case 'CUME_DIST':
      return peers.map(({ end }) => end / count);
    case 'NTILE':
      return tiles(env, node, members);
    case 'LAG':
    case 'LEAD':
      return shifted(env, node, members);
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
      return edgeValues(env, node, members, peers);
    case 'PERCENTILE_CONT':
    case 'PERCENTILE_DISC':
      return percentile(env, node, members);
    default:
      return aggregates(env, node, members, peers);
  }
}

/** The rows that are equal in order to a row: from `start` up to, not including, `end`; `number` counts such groups. */
interface Peers {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

function peerGroups(node: Bound.BoundWindow, members: readonly Member[]): Peers[] {
  const result: Peers[] = [];
  let number = 0;
  for (let start = 0; start < members.length; number++) {
    let end = start + 1;
    const first = members[start] as Member;
    while (end < members.length && compareOrder((members[end] as Member).order, first.order, node.orderBy) === 0) end++;
    for (let i = start; i < end; i++) result.push({ start, end, number });
    start = end;
  }
  return result;
}

function argument(env: Environment, node: Bound.BoundWindow, member: Member, position = 0): SqlValue {
  const expression = node.arguments[position];
  if (!expression) return null;
  member.unit.bind(env);
  return evaluate(env, expression);
}

/** The first tiles are one larger where the rows do not divide. */
function tiles(env: Environment, node: Bound.BoundWindow, members: readonly Member[]): SqlValue[] {
  const first = members[0];
  const wanted = first ? Number(argument(env, node, first) ?? 0n) : 1;
  if (wanted < 1) throw new Refusal('NTILE of less than one');
  const small = Math.floor(members.length / wanted);
  const larger = members.length % wanted;
  const edge = larger * (small + 1);
  return members.map((_, i) =>
    BigInt(i < edge ? Math.floor(i / (small + 1)) + 1 : larger + Math.floor((i - edge) / Math.max(1, small)) + 1),
  );
}

function shifted(env: Environment, node: Bound.BoundWindow, members: readonly Member[]): SqlValue[] {
  const values = members.map((member) => argument(env, node, member));
  const sign = node.function === 'LAG' ? -1 : 1;
  return members.map((member, i) => {
    const distance = node.arguments[1] ? Number(argument(env, node, member, 1) ?? 1n) : 1;
    const place = node.ignoreNulls ? skipNulls(values, i, sign, distance) : i + sign * distance;
    if (place >= 0 && place < values.length) return values[place] ?? null;
    // With IGNORE NULLS there is no default: nothing found is NULL.
    return node.ignoreNulls ? null : argument(env, node, member, 2);
  });
}

function skipNulls(values: readonly SqlValue[], from: number, sign: number, distance: number): number {
  let at = from;
  for (let left = distance; left > 0; left--) {
    do at += sign;
    while (at >= 0 && at < values.length && values[at] === null);
  }
  return at;
}

/** The rows of a row's frame: from `from` up to, not including, `to`. */
function frameOf(node: Bound.BoundWindow, index: number, peers: Peers, count: number): [number, number] {
  const frame = node.frame;
  if (!frame) return [0, count];
  const range = frame.unit === 'RANGE';
  const from = edgePlace(frame.from, index, range ? peers.start : index, 0);
  const to = edgePlace(frame.to, index, range ? peers.end - 1 : index, count - 1);
  return [Math.max(0, from), Math.min(count, to + 1)];
}

function edgePlace(edge: Bound.BoundFrameEdge, index: number, current: number, unbounded: number): number {
  switch (edge.edge) {
    case 'UNBOUNDED PRECEDING':
    case 'UNBOUNDED FOLLOWING':
      return unbounded;
    case 'CURRENT ROW':
      return current;
    case 'PRECEDING':
      return index - edge.offset;
    case 'FOLLOWING':
      return index + edge.offset;
  }
}

function edgeValues(
  env: Environment,
  node: Bound.BoundWindow,
  members: readonly Member[],
  peers: readonly Peers[],
): SqlValue[] {
  const values = members.map((member) => argument(env, node, member));
  const first = node.function === 'FIRST_VALUE';
  return members.map((_, i) => {
    const [from, to] = frameOf(node, i, peers[i] as Peers, members.length);
    if (from >= to) return null;
    if (!node.ignoreNulls) return values[first ? from : to - 1] ?? null;
    const inside = values.slice(from, to).filter((value) => value !== null);
    return (first ? inside[0] : inside[inside.length - 1]) ?? null;
  });
}

function aggregates(
  env: Environment,
  node: Bound.BoundWindow,
  members: readonly Member[],
  peers: readonly Peers[],
): SqlValue[] {
  const inputs = members.map((member) => node.arguments.map((_, position) => argument(env, node, member, position)));
  const fact = node as Bound.BoundWindow & { function: Bound.AggregateFunction };
  const fresh = () => distinctly(makeAccumulator(fact), false, node.arguments[0]);
  const results: SqlValue[] = [];
  // Frames that begin at the first row only grow: each row is added once.
  let growing = fresh();
  let added = 0;
  for (let i = 0; i < members.length; i++) {
    const [from, to] = frameOf(node, i, peers[i] as Peers, members.length);
    if (from === 0 && to >= added) {
      for (; added < to; added++) growing.add(inputs[added] ?? []);
      results.push(growing.result());
    } else {
      const own = fresh();
      for (let at = from; at < to; at++) own.add(inputs[at] ?? []);
      results.push(own.result());
    }
    if (to < added) {
      growing = fresh();
      added = 0;
    }
  }
  return results;
}

/** Between the two neighbours, or the first value whose share reaches the wanted one. NULLs are left out. */
function percentile(env: Environment, node: Bound.BoundWindow, members: readonly Member[]): SqlValue[] {
  const order = node.orderBy[0]?.expression;
  const first = members[0];
  if (!order || !first) return members.map(() => null);
  const wanted = node.arguments[0];
  const share = wanted
    ? (convertValue(argument(env, node, first), wanted.type, { name: 'float' }, { format: env.host.format }) as number)
    : 0;
  const values = members.flatMap((member) => {
    member.unit.bind(env);
    const value = evaluate(env, order);
    return value === null ? [] : [value];
  });
  if (values.length === 0) return members.map(() => null);
  if (node.function === 'PERCENTILE_DISC') {
    const place = Math.max(0, Math.ceil(share * values.length - 1e-9) - 1);
    return members.map(() => values[place] ?? null);
  }
  const numbers = values.map(
    (value) => convertValue(value, order.type, { name: 'float' }, { format: env.host.format }) as number,
  );
  const row = 1 + share * (numbers.length - 1);
  const [low, high] = [Math.floor(row), Math.ceil(row)];
  const [a, b] = [numbers[low - 1] ?? 0, numbers[high - 1] ?? 0];
  const result = low === high ? a : (high - row) * a + (row - low) * b;
  return members.map(() => result);
}
