import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { bareColumn } from './bare.js';
import type { Condition } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import type { Program } from './program.js';
import { visitTree } from './rewrite-tree.js';

/**
 * Whether a row of the target can meet at most one row of these tables: each of them is tied, by equality of a whole
 * key, to what stands before it.
 */
export function matchesOnce(program: Program, from: readonly Bound.BoundTable[], where: Condition): boolean {
  const equalities = conjuncts(where).flatMap(equalityOf);
  let open = [...from];
  const bound = new Set<number>();
  for (let found = true; found && open.length > 0; ) {
    found = false;
    for (const table of open) {
      if (!('relation' in table) || !isTied(program, table, equalities, new Set(relationsOf(open)), bound)) continue;
      bound.add(table.relation);
      open = open.filter((each) => each !== table);
      found = true;
      break;
    }
  }
  return open.length === 0;
}

interface Equality {
  readonly column: Bound.BoundColumn;
  readonly other: Bound.BoundExpression;
}

function equalityOf(predicate: Bound.BoundPredicate): readonly Equality[] {
  if (predicate.kind !== 'comparison' || predicate.operator !== '=') return [];
  const left = bareColumn(predicate.left);
  const right = bareColumn(predicate.right);
  return [
    ...(left ? [{ column: left, other: predicate.right }] : []),
    ...(right ? [{ column: right, other: predicate.left }] : []),
  ];
}

/** A whole key of the table equals expressions over rows that are fixed already. */
function isTied(
  program: Program,
  table: Exclude<Bound.BoundTable, Bound.BoundJoin | Bound.BoundApply>,
  equalities: readonly Equality[],
  unbound: ReadonlySet<number>,
  bound: ReadonlySet<number>,
): boolean {
  const fixed = equalities
    .filter(({ column, other }) => column.relation === table.relation && readsOnly(other, unbound, bound))
    .map(({ column }) => column.name.toLowerCase());
  return keysOf(program, table).some((key) => key.length > 0 && key.every((name) => fixed.includes(name)));
}

function readsOnly(
  expression: Bound.BoundExpression,
  unbound: ReadonlySet<number>,
  bound: ReadonlySet<number>,
): boolean {
  let only = true;
  visitTree(expression, (node) => {
    if (node.kind !== 'column' || !('relation' in node) || typeof node.relation !== 'number') return;
    if (unbound.has(node.relation) && !bound.has(node.relation)) only = false;
  });
  return only;
}

function relationsOf(tables: readonly Bound.BoundTable[]): readonly number[] {
  return tables.flatMap((table) =>
    table.kind === 'join' || table.kind === 'apply' ? relationsOf([table.left, table.right]) : [table.relation],
  );
}

function keysOf(program: Program, table: Bound.BoundTable): readonly (readonly string[])[] {
  if (table.kind === 'named-table') {
    const known = program.tables.get(objectKey(table.object));
    return known?.keys ?? program.environment.keys(table.object).map((key) => key.map((name) => name.toLowerCase()));
  }
  if (table.kind === 'temporary-table') return program.tables.get(table.name.toLowerCase())?.keys ?? [];
  if (table.kind === 'cte-reference') {
    const owner = [...program.tables.values()].find(
      ({ version }) => version.kind === 'cte' && version.cte === table.cte,
    );
    return owner?.keys ?? [];
  }
  if (table.kind === 'derived-table' && table.query.kind === 'select') return groupKeys(table.query);
  return [];
}

function groupKeys(query: Bound.BoundSelect): readonly (readonly string[])[] {
  if (query.groupBy?.sets.length !== 1) return [];
  const names = query.groupBy.keys.map((_, key) =>
    query.select
      .find(({ expression }) => expression.kind === 'group-key' && expression.key === key)
      ?.name?.toLowerCase(),
  );
  return names.includes(undefined) ? [] : [names.filter((name) => name !== undefined)];
}
