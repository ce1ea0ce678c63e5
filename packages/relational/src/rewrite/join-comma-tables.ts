import type { RelPredicate } from '../tree/predicate.js';
import type { RelTable } from '../tree/query.js';
import { relationsIn } from '../tree/relations-in.js';

/**
 * `FROM a, b WHERE a.x = b.x AND p` as `FROM a JOIN b ON a.x = b.x WHERE p`. Each table is joined by the conditions
 * that tie it to those before it; conditions on subqueries and on one table stay in WHERE.
 */
export function joinCommaTables(
  tables: readonly RelTable[],
  where: RelPredicate | undefined,
): { readonly from: RelTable | undefined; readonly conditions: RelPredicate | undefined } {
  const [first, ...rest] = tables;
  if (!first || rest.length === 0) return { from: first, conditions: where };
  let open = where ? conjuncts(where) : [];
  let from = first;
  const joined = new Set(aliasesOf(first));
  for (const table of rest) {
    const own = new Set(aliasesOf(table));
    const ties = open.filter((condition) => isTie(condition, joined, own));
    open = open.filter((condition) => !ties.includes(condition));
    const on = conjunction(ties);
    from = on
      ? { kind: 'join', join: 'INNER', left: from, right: table, on }
      : { kind: 'join', join: 'CROSS', left: from, right: table };
    for (const alias of own) joined.add(alias);
  }
  return { from, conditions: conjunction(open) };
}

function isTie(condition: RelPredicate, joined: ReadonlySet<string>, own: ReadonlySet<string>): boolean {
  if (condition.kind !== 'comparison') return false;
  const relations = relationsIn(condition);
  return (
    relations !== undefined &&
    [...relations].every((alias) => joined.has(alias) || own.has(alias)) &&
    [...relations].some((alias) => own.has(alias)) &&
    [...relations].some((alias) => joined.has(alias))
  );
}

function conjuncts(predicate: RelPredicate): readonly RelPredicate[] {
  return predicate.kind === 'logical' && predicate.operator === 'AND'
    ? predicate.operands.flatMap(conjuncts)
    : [predicate];
}

export function conjunction(predicates: readonly RelPredicate[]): RelPredicate | undefined {
  return predicates.length > 1 ? { kind: 'logical', operator: 'AND', operands: predicates } : predicates[0];
}

export function aliasesOf(table: RelTable): readonly string[] {
  return table.kind === 'join' ? [...aliasesOf(table.left), ...aliasesOf(table.right)] : [table.alias];
}
