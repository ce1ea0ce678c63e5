import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition, notTrue } from '../program/conditions.js';
import { someNode } from '../program/rewrite-tree.js';
import { harmless } from './harmless.js';
import { isForeign } from './upsert-parts.js';

/** The work of rounds, and which of them do it. */
export interface GuardedRounds {
  readonly work: readonly Bound.BoundStatement[];
  readonly filter: Condition;
}

/** `IF @amount > 0 BEGIN … END` and `IF @amount IS NULL CONTINUE; …`, by what the round has fetched alone. */
export function guardedRounds(
  work: readonly Bound.BoundStatement[],
  steady: (variable: string) => boolean,
): GuardedRounds {
  const statements = work.filter((each) => harmless(each) === undefined);
  const [first, ...rest] = statements;
  if (first?.kind !== 'if' || first.otherwise || !isOfRound(first.condition, steady))
    return { work, filter: undefined };
  const [only, ...more] = first.then;
  const leaves = only?.kind === 'continue' && more.length === 0;
  if (!leaves && rest.length > 0) return { work, filter: undefined };
  const inner = guardedRounds(leaves ? rest : first.then, steady);
  return { ...inner, filter: both(leaves ? notTrue(first.condition) : first.condition, inner.filter) };
}

function isOfRound(condition: Bound.BoundPredicate, steady: (variable: string) => boolean): boolean {
  return !someNode(condition, (node) => {
    if (node.kind === 'variable') return !steady((node as Bound.BoundVariable).name.toLowerCase());
    return isForeign(node) || node.kind === 'column';
  });
}
