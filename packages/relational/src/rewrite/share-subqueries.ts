import type { RelExpression } from '../tree/expression.js';
import type { RelQuery, RelSelect, RelSelectItem, RelTable } from '../tree/query.js';
import { aggregatesIn, holdsNode, plainText } from '../tree/same-tree.js';
import { isNewId, readsItself } from './lift-derived-tables.js';
import { type NameOf, tableName } from './table-name.js';

/**
 * What a block computes by the same subquery several times stands once beside its rows: variables that a loop fills by
 * SELECT are written out wherever they are read. Only aggregates over all rows, which give one row whatever they find:
 * the rows of the block stay what they are. `nameOf` says what an object is called.
 */
export function shareSubqueries(query: RelQuery, nameOf: NameOf): RelQuery {
  const inside = (inner: RelQuery): RelQuery => shareSubqueries(inner, nameOf);
  const inTable = (table: RelTable): RelTable => {
    if (table.kind === 'join') return { ...table, left: inTable(table.left), right: inTable(table.right) };
    return table.kind === 'derived' ? { ...table, query: inside(table.query) } : table;
  };
  const ctes = query.ctes.map((cte) => (cte.recursive ? cte : { ...cte, query: inside(cte.query) }));
  if (query.kind === 'set-operation') {
    return { ...query, ctes, left: inside(query.left), right: inside(query.right) };
  }
  return sharedInBlock({ ...query, ctes, from: query.from && inTable(query.from) }, nameOf);
}

interface Found {
  readonly query: RelSelect;
  readonly item: RelSelectItem;
  /** The rows that it adds up, as text. */
  readonly rows: string;
  /** What the block calls it where it is a column by itself. */
  name: string | undefined;
  times: number;
}

function sharedInBlock(block: RelSelect, nameOf: NameOf): RelSelect {
  if (
    !block.from ||
    block.groupBy ||
    block.having ||
    block.select.some(({ expression }) => aggregatesIn(expression).length > 0)
  )
    return block;
  const found = new Map<string, Found>();
  for (const { expression, name } of block.select) note(expression, found, name);
  note(block.where, found);
  const repeated = new Set([...found.values()].flatMap(({ times, rows }) => (times > 1 ? [rows] : [])));
  if (repeated.size === 0) return block;
  const taken = new Set<string>();
  collectAliases(block, taken);
  const places = new Map<string, Place>();
  let from: RelTable = block.from;
  for (const rows of repeated) {
    const members = [...found].filter(([, each]) => each.rows === rows);
    const right = besideRows(
      members.map(([, each]) => each),
      nameOf,
      taken,
    );
    members.forEach(([text], i) => {
      places.set(text, { relation: right.alias, name: right.query.columns[i]?.name ?? '' });
    });
    from = { kind: 'join', join: 'CROSS', left: from, right };
  }
  return {
    ...block,
    from,
    select: replaced(block.select, places),
    where: replaced(block.where, places),
    orderBy: replaced(block.orderBy, places),
  };
}

/** Values over the same rows as one query. */
function besideRows(
  members: readonly Found[],
  nameOf: NameOf,
  taken: Set<string>,
): Extract<RelTable, { readonly kind: 'derived' }> & { readonly query: RelSelect } {
  const names = new Set<string>();
  const select = members.map(({ item, name }) => ({
    ...item,
    name: unused(name ?? valueName(item.expression), names),
  }));
  const [first] = members;
  if (!first) throw new Error('no subquery to share');
  const columns = select.map(({ name, expression: { type } }) => ({ name, type, nullable: true }));
  const query = { ...first.query, select, columns };
  return {
    kind: 'derived',
    query,
    alias: unused(`${tableName(query.from, nameOf) ?? 'rows'}_summary`, taken),
    lateral: !readsItself(query),
  };
}

/** Subqueries of expressions and conditions, the outermost ones; `name` is that of the column that the node is. */
function note(node: unknown, found: Map<string, Found>, name?: string): void {
  if (!isTree(node)) return;
  if (Array.isArray(node)) for (const each of node as readonly unknown[]) note(each, found);
  else if ('query' in node) noteSubquery(node, found, name);
  else for (const each of Object.values(node)) note(each, found);
}

function noteSubquery(node: object, found: Map<string, Found>, name: string | undefined): void {
  const query = sharable(node);
  const [item] = query?.select ?? [];
  if (!query || !item) return;
  const text = plainText(node);
  const known = found.get(text);
  if (known) {
    known.times++;
    known.name ??= name;
    return;
  }
  const { ctes, from, where } = query;
  found.set(text, { query, item, rows: plainText({ ctes, from, where }), name, times: 1 });
}

/** The query of a subquery that gives one row and always the same: nothing else decides which rows it has. */
function sharable(node: object): RelSelect | undefined {
  if (!('kind' in node) || node.kind !== 'scalar-subquery') return undefined;
  const { query } = node as Extract<RelExpression, { readonly kind: 'scalar-subquery' }>;
  if (query.kind !== 'select' || query.groupBy || query.having || query.limit || query.orderBy.length > 0)
    return undefined;
  const [item, ...more] = query.select;
  if (!item || more.length > 0 || aggregatesIn(item.expression).length === 0) return undefined;
  return holdsNode(query, isNewId) ? undefined : query;
}

interface Place {
  readonly relation: string;
  readonly name: string;
}

function replaced<T>(node: T, places: ReadonlyMap<string, Place>): T {
  if (!isTree(node)) return node;
  if (Array.isArray(node)) return node.map((each: unknown) => replaced(each, places)) as T;
  if (!('query' in node)) {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value, places)])) as T;
  }
  const place = places.get(plainText(node));
  if (!place) return node;
  const { type, nullable } = node as unknown as RelExpression;
  return { kind: 'column', type, nullable, ...place } as T;
}

function isTree(node: unknown): node is object {
  return typeof node === 'object' && node !== null && !(node instanceof Uint8Array);
}

function collectAliases(node: unknown, taken: Set<string>): void {
  if (!isTree(node)) return;
  if ('alias' in node && typeof node.alias === 'string') taken.add(node.alias.toLowerCase());
  for (const each of Object.values(node)) collectAliases(each, taken);
}

/** `sum_of_amount`, after the aggregate in it. */
function valueName(node: RelExpression): string {
  const [aggregate] = aggregatesIn(node);
  if (!aggregate) return 'value';
  const { function: name, arguments: given } = aggregate;
  const [only] = given;
  const own = name.toLowerCase().replace(/_big$/, '');
  return only?.kind === 'column' ? `${own}_of_${only.name}` : own === 'count' ? 'row_count' : `${own}_value`;
}

function unused(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
  taken.add(name.toLowerCase());
  return name;
}
