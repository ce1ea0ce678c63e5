import { isInteger, keepsApart, objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import type { Program } from './program.js';
import { visitTree } from './rewrite-tree.js';

/** A set of columns, by name in lower case, whose values no two rows of a table share. */
export type TableKey = readonly string[];

/** The same of the rows of a query, by position. */
export type QueryKey = readonly number[];

/** Keys of a member of FROM as its rows are at this point. */
export function tableKeys(program: Program, table: Bound.BoundTable): readonly TableKey[] {
  switch (table.kind) {
    case 'named-table': {
      const known = program.tables.get(objectKey(table.object));
      return known?.keys ?? program.environment.keys(table.object).map((key) => key.map((name) => name.toLowerCase()));
    }
    case 'temporary-table':
      return program.tables.get(table.name.toLowerCase())?.keys ?? [];
    case 'cte-reference': {
      if (isRound(program, table)) return namedKeys(program.row?.keys ?? [], table.columns);
      const owner = [...program.tables.values()].find(
        ({ version }) => version.kind === 'cte' && version.cte === table.cte,
      );
      if (owner) return owner.keys;
      const cte = program.ctes.find(({ id }) => id === table.cte);
      return cte && !cte.recursive ? namedKeys(queryKeys(program, cte.query), table.columns) : [];
    }
    case 'derived-table':
      return namedKeys(
        isRound(program, table) ? (program.row?.keys ?? []) : queryKeys(program, table.query),
        table.columns,
      );
    default:
      return [];
  }
}

/** The member of FROM that stands for the rounds of the loop. */
const isRound = ({ row }: Program, { relation }: { readonly relation: number }): boolean =>
  row?.rows.relation === relation;

/** Keys of what a query gives: of its groups, of what it makes distinct, or of the table that it reads row by row. */
export function queryKeys(program: Program, query: Bound.BoundQuery): readonly QueryKey[] {
  const all = query.columns.map((_, i) => i);
  if (query.kind === 'set-operation') return query.operator === 'UNION ALL' ? [] : [all];
  const numbers = query.select.flatMap(({ expression }, i) => (isNumber(program, query, expression) ? [[i]] : []));
  const own = query.distinct ? [all] : numbers;
  if (!query.groupBy) return [...own, ...rowKeys(program, query)];
  const { sets, keys } = query.groupBy;
  if (sets.length !== 1) return own;
  const deciding = decidingKeys(program, query, keys);
  return [...own, ...selected(query, deciding, (each, key) => isGroupKey(each, key))];
}

/** ROW_NUMBER over all rows, in an order that tells them apart; a number that does not fit into its type is an error. */
function isNumber(program: Program, query: Bound.BoundSelect, expression: Bound.BoundExpression): boolean {
  if (expression.kind === 'cast')
    return isInteger(expression.type) && !expression.attempt && isNumber(program, query, expression.operand);
  if (expression.kind !== 'window' || expression.function !== 'ROW_NUMBER' || expression.partitionBy.length > 0)
    return false;
  const { orderBy } = expression;
  return orderBy.length > 0 && isTotal(program, { ...query, orderBy });
}

/** The columns of GROUP BY that decide about the others: those of one table are known by its key. */
function decidingKeys(program: Program, query: Bound.BoundSelect, keys: readonly Bound.BoundExpression[]): number[] {
  const columns = keys.map(distinctColumn);
  const known = new Set<number>();
  for (const table of query.from.flatMap(membersOf)) {
    const own = columns.flatMap((each, i) => (each?.relation === table.relation && each.level === 0 ? [i] : []));
    if (own.length < 2) continue;
    const names = own.map((i) => columns[i]?.name.toLowerCase() ?? '');
    const certain = new Set(
      table.columns.flatMap(({ name, nullable }) => (name && !nullable ? [name.toLowerCase()] : [])),
    );
    const isWhole = (part: string): boolean => names.includes(part) && certain.has(part);
    const key = tableKeys(program, table).find((each) => each.every(isWhole));
    if (key) for (const i of own) if (!key.includes(columns[i]?.name.toLowerCase() ?? '')) known.add(i);
  }
  return keys.flatMap((_, i) => (known.has(i) ? [] : [i]));
}

/** The single tables of a member of FROM. */
function membersOf(table: Bound.BoundTable): readonly Extract<Bound.BoundTable, { readonly relation: number }>[] {
  if ('relation' in table) return [table];
  return 'left' in table ? [...membersOf(table.left), ...membersOf(table.right)] : [];
}

function rowKeys(program: Program, query: Bound.BoundSelect): readonly QueryKey[] {
  const driving = drivingTable(program, query.from, query.where);
  if (!driving || !('relation' in driving)) return [];
  const { relation } = driving;
  const holds = (each: Bound.BoundExpression, name: string): boolean => {
    const column = distinctColumn(each);
    return column?.relation === relation && column.level === 0 && column.name.toLowerCase() === name;
  };
  return tableKeys(program, driving).flatMap((key) => selected(query, key, holds));
}

/** The one table whose rows a FROM repeats at most once: what stands beside it matches once. */
export function drivingTable(
  program: Program,
  [table, ...more]: readonly Bound.BoundTable[],
  where: Condition,
): Bound.BoundTable | undefined {
  if (!table || (more.length > 0 && !matchesOnce(program, more, where))) return undefined;
  if (table.kind !== 'join') return table;
  if (table.join !== 'LEFT' && table.join !== 'INNER') return undefined;
  const on = table.join === 'INNER' ? both(table.on, where) : table.on;
  return matchesOnce(program, [table.right], on) ? drivingTable(program, [table.left], where) : undefined;
}

/** Where all parts of a key stand in the select list; nowhere if one of them is missing. */
function selected<K>(
  { select }: Bound.BoundSelect,
  key: readonly K[],
  isPart: (expression: Bound.BoundExpression, part: K) => boolean,
): readonly QueryKey[] {
  const positions = key.map((part) => select.findIndex(({ expression }) => isPart(expression, part)));
  return positions.includes(-1) || positions.length === 0 ? [] : [positions];
}

function isGroupKey(expression: Bound.BoundExpression, key: number): boolean {
  const inner = withoutHarmlessCasts(expression);
  return inner.kind === 'group-key' && inner.key === key;
}

/** What a member of ORDER BY stands for. */
export function ownExpression(query: Bound.BoundSelect, expression: Bound.BoundExpression): Bound.BoundExpression {
  return expression.kind === 'output-column'
    ? (query.select[expression.ordinal]?.expression ?? expression)
    : expression;
}

/** Whether the order of a query tells all its rows apart. */
export function isTotal(program: Program, query: Bound.BoundSelect): boolean {
  const select = query.orderBy.map(({ expression }) => ({
    name: undefined,
    expression: ownExpression(query, expression),
  }));
  const columns = select.map(({ expression: { type, nullable } }) => ({ name: undefined, type, nullable }));
  return queryKeys(program, { ...query, select, columns }).length > 0;
}

/** A column whose different values are different in the expression too. */
export function distinctColumn(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  const inner = withoutHarmlessCasts(expression);
  return inner.kind === 'column' ? inner : undefined;
}

/** Without conversions that keep different values apart. */
export function withoutHarmlessCasts(expression: Bound.BoundExpression): Bound.BoundExpression {
  if (expression.kind !== 'cast' || expression.attempt || !keepsApart(expression.operand.type, expression.type))
    return expression;
  return withoutHarmlessCasts(expression.operand);
}

/** A key of a query by the names that its columns have elsewhere. */
export function namedKeys(
  keys: readonly QueryKey[],
  columns: readonly { readonly name?: string | undefined }[],
): readonly TableKey[] {
  return keys.flatMap((key) => {
    const names = key.map((position) => columns[position]?.name?.toLowerCase());
    return names.includes(undefined) ? [] : [names.filter((name) => name !== undefined)];
  });
}

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
      if (!('relation' in table) || !isTied(program, table, equalities, new Set(open.flatMap(relationsOf)), bound))
        continue;
      bound.add(table.relation);
      open = open.filter((each) => each !== table);
      found = true;
      break;
    }
  }
  return open.length === 0;
}

interface Equality {
  /** Converted, if at all, so that its values stay apart. */
  readonly column: Bound.BoundColumn;
  readonly other: Bound.BoundExpression;
}

function equalityOf(predicate: Bound.BoundPredicate): readonly Equality[] {
  if (predicate.kind !== 'comparison' || predicate.operator !== '=') return [];
  const left = distinctColumn(predicate.left);
  const right = distinctColumn(predicate.right);
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
  return tableKeys(program, table).some((key) => key.length > 0 && key.every((name) => fixed.includes(name)));
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

/** Of a member of FROM and all that it joins. */
export function relationsOf(table: Bound.BoundTable): readonly number[] {
  if ('relation' in table) return [table.relation];
  return [table.left, table.right].flatMap(relationsOf);
}
