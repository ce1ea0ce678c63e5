import type { Bound } from '@datamigrate/tsql-binder';
import { StepLimit } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { needsAny } from '../queries/references.js';
import { commonScale, sortKey } from '../values/compare.js';
import { bindTuple, type Source, type Tuple } from './source.js';

/** They are held all at once: with what is computed of each, this is a gigabyte and more. */
const LARGEST_JOIN = 5_000_000;

export type JoinSide = 'matched' | 'left alone' | 'right alone';

type JoinKind = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';

/** Two sources joined: by a hash of their equal columns where there are any, else every row with every row. */
export function joinSources(
  env: Environment,
  left: Source,
  right: Source,
  kind: JoinKind,
  conjuncts: readonly Bound.BoundPredicate[],
  reached?: (side: JoinSide) => void,
): Source {
  const relations = [...left.relations, ...right.relations];
  const keys = equalPairs(left, right, conjuncts);
  const rest = conjuncts.filter((conjunct) => !keys.some((pair) => pair.conjunct === conjunct));
  const candidates = keys.length > 0 ? hashed(env, right, keys) : undefined;
  const noRight: Tuple = right.relations.map(() => undefined);
  const noLeft: Tuple = left.relations.map(() => undefined);
  const matched = new Set<Tuple>();
  const tuples: Tuple[] = [];
  for (const tuple of left.tuples) {
    bindTuple(env, left, tuple);
    const possible = candidates ? candidates(env) : right.tuples;
    env.host.spendRows(possible.length + 1);
    let found = false;
    for (const other of possible) {
      if (rest.length > 0) {
        bindTuple(env, right, other);
        if (!rest.every((conjunct) => isTrue(env, conjunct))) continue;
      }
      found = true;
      if (kind === 'RIGHT' || kind === 'FULL') matched.add(other);
      tuples.push(tuple.concat(other));
      if (tuples.length > LARGEST_JOIN) throw new StepLimit(`A join of more than ${LARGEST_JOIN} rows`);
    }
    if (found) reached?.('matched');
    else if (kind === 'LEFT' || kind === 'FULL') {
      reached?.('left alone');
      tuples.push(tuple.concat(noRight));
    }
  }
  if (kind === 'RIGHT' || kind === 'FULL') {
    for (const other of right.tuples) {
      if (matched.has(other)) continue;
      reached?.('right alone');
      tuples.push(noLeft.concat(other));
    }
  }
  return { relations, tuples };
}

interface EqualPair {
  readonly conjunct: Bound.BoundComparison;
  readonly left: Bound.BoundExpression;
  readonly right: Bound.BoundExpression;
  readonly scale: number;
}

/** Conditions that compare something of the left with something of the right by `=`. */
function equalPairs(left: Source, right: Source, conjuncts: readonly Bound.BoundPredicate[]): EqualPair[] {
  const [inLeft, inRight] = [new Set(left.relations), new Set(right.relations)];
  return conjuncts.flatMap((conjunct): EqualPair[] => {
    if (conjunct.kind !== 'comparison' || conjunct.operator !== '=') return [];
    const scale = commonScale(conjunct.left.type, conjunct.right.type);
    const ordered = (a: Bound.BoundExpression, b: Bound.BoundExpression): boolean =>
      !needsAny(a, inRight) && !needsAny(b, inLeft) && needsAny(b, inRight);
    if (ordered(conjunct.left, conjunct.right)) {
      return [{ conjunct, left: conjunct.left, right: conjunct.right, scale }];
    }
    if (ordered(conjunct.right, conjunct.left)) {
      return [{ conjunct, left: conjunct.right, right: conjunct.left, scale }];
    }
    return [];
  });
}

/** Looks up the right side's rows for the left row at hand. A NULL matches nothing. */
function hashed(env: Environment, right: Source, keys: readonly EqualPair[]): (env: Environment) => readonly Tuple[] {
  const index = new Map<string, Tuple[]>();
  for (const tuple of right.tuples) {
    bindTuple(env, right, tuple);
    const key = keyText(env, keys, 'right');
    if (key === undefined) continue;
    const list = index.get(key);
    if (list) list.push(tuple);
    else index.set(key, [tuple]);
  }
  return (current) => {
    const key = keyText(current, keys, 'left');
    return key === undefined ? [] : (index.get(key) ?? []);
  };
}

function keyText(env: Environment, keys: readonly EqualPair[], side: 'left' | 'right'): string | undefined {
  let text = '';
  for (const pair of keys) {
    const expression = pair[side];
    const value = evaluate(env, expression);
    if (value === null) return undefined;
    const part = String(sortKey(value, expression.type, pair.conjunct.collation, pair.scale));
    text += `${part.length}:${part}`;
  }
  return text;
}
