import type { RelCall } from '../tree/expression.js';
import type { RelCte, RelQuery, RelTable } from '../tree/query.js';
import { holdsNode, sameTree } from '../tree/same-tree.js';
import { type NameOf, queryName } from './table-name.js';

/**
 * Queries in FROM as common table expressions before the query that reads them, called as FROM calls them, if that says
 * something. What reads
 * columns of its neighbours, and what stands in subqueries of expressions, stays where it is; so does what a recursive
 * part reads, which would have to come before the recursion. `claim` gives names that no other CTE of the model has.
 */
export function liftDerivedTables(query: RelQuery, claim: (wanted: string) => string, nameOf: NameOf): RelQuery {
  const lifting = new Lifting(claim, nameOf);
  const body = lifting.query(query);
  return lifting.ctes.length === 0 ? query : { ...body, ctes: lifting.ctes };
}

class Lifting {
  /** In the order in which they can be read. */
  readonly ctes: RelCte[] = [];
  readonly #claim: (wanted: string) => string;
  readonly #nameOfObject: NameOf;
  /** What was lifted: a function or UNPIVOT may bring the same query twice. */
  readonly #lifted: { readonly query: RelQuery; readonly name: string }[] = [];

  constructor(claim: (wanted: string) => string, nameOf: NameOf) {
    this.#claim = claim;
    this.#nameOfObject = nameOf;
  }

  /** The query without CTEs of its own. */
  query(query: RelQuery): RelQuery {
    for (const cte of query.ctes) {
      if (cte.recursive) this.ctes.push(cte);
      else this.ctes.push({ ...cte, query: this.query(cte.query) });
    }
    const ctes = query.ctes.length === 0 ? query.ctes : [];
    if (query.kind === 'set-operation') {
      const left = this.query(query.left);
      const right = this.query(query.right);
      const same = left === query.left && right === query.right && ctes === query.ctes;
      return same ? query : { ...query, ctes, left, right };
    }
    const from = query.from && this.#table(query.from);
    return from === query.from && ctes === query.ctes ? query : { ...query, ctes, from };
  }

  #table(table: RelTable): RelTable {
    if (table.kind === 'join') {
      const left = this.#table(table.left);
      const right = this.#table(table.right);
      return left === table.left && right === table.right ? table : { ...table, left, right };
    }
    if (table.kind !== 'derived') return table;
    if (table.lateral) return { ...table, query: this.#closedParts(table.query) };
    const { alias, comments } = table;
    const query = this.query(table.query);
    const name = readOnly(query) ?? this.#nameOf(query, queryName(query, alias, this.#nameOfObject));
    return { kind: 'cte', name, alias, ...(comments ? { comments } : {}) };
  }

  /** In a query that reads its neighbours: what does not read them itself. */
  #closedParts(query: RelQuery): RelQuery {
    if (query.kind !== 'select' || query.ctes.length > 0 || !query.from) return query;
    const lift = (table: RelTable): RelTable => {
      if (table.kind === 'join') return { ...table, left: lift(table.left), right: lift(table.right) };
      return table.kind === 'derived' && !table.lateral && this.#isClosed(table.query) ? this.#table(table) : table;
    };
    return { ...query, from: lift(query.from) };
  }

  /** Whether a query reads columns of its own tables alone, and CTEs that stand before all others. */
  #isClosed(query: RelQuery): boolean {
    const known = new Set([...cteNames(query), ...this.ctes.map(({ name }) => name.toLowerCase())]);
    return readsItself(query) && [...namesRead(query).ctes].every((name) => known.has(name.toLowerCase()));
  }

  #nameOf(query: RelQuery, wanted: string): string {
    const known = this.#lifted.find((each) => sameTree(each.query, query));
    if (known && !holdsNode(query, isNewId)) return known.name;
    const name = this.#claim(wanted);
    this.#lifted.push({ query, name });
    this.ctes.push({ name, query, recursive: false });
    return name;
  }
}

/** Whether a query reads columns of its own tables alone. */
export function readsItself(query: RelQuery): boolean {
  const { columns, aliases } = namesRead(query);
  return [...columns].every((relation) => relation === '' || aliases.has(relation));
}

export const isNewId = (node: { readonly kind?: unknown }): boolean =>
  node.kind === 'call' && (node as RelCall).function === 'NEWID';

/** The CTE of which a query only takes columns, called as they are. */
function readOnly(query: RelQuery): string | undefined {
  if (query.kind !== 'select' || query.from?.kind !== 'cte' || query.distinct || query.where) return undefined;
  if (query.groupBy || query.having || query.limit || query.comments || query.from.comments) return undefined;
  const plain = query.select.every(
    ({ expression, name, comments }) => expression.kind === 'column' && expression.name === name && !comments,
  );
  return plain ? query.from.name : undefined;
}

interface Seen {
  /** Relations of columns. */
  readonly columns: Set<string>;
  readonly aliases: Set<string>;
  readonly ctes: Set<string>;
}

function namesRead(query: RelQuery): Seen {
  const seen = { columns: new Set<string>(), aliases: new Set<string>(), ctes: new Set<string>() };
  read(query, seen);
  return seen;
}

function read(value: unknown, seen: Seen): void {
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) read(item, seen);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  const node = value as {
    readonly kind?: unknown;
    readonly relation?: unknown;
    readonly alias?: unknown;
    readonly name?: unknown;
  };
  if (node.kind === 'column' && typeof node.relation === 'string') seen.columns.add(node.relation);
  if (typeof node.alias === 'string') seen.aliases.add(node.alias);
  if (node.kind === 'cte' && typeof node.name === 'string') seen.ctes.add(node.name);
  for (const inner of Object.values(value)) read(inner, seen);
}

function cteNames(value: unknown, names: string[] = []): readonly string[] {
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) cteNames(item, names);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return names;
  if ('ctes' in value && Array.isArray(value.ctes)) {
    for (const { name } of value.ctes as RelCte[]) names.push(name.toLowerCase());
  }
  for (const inner of Object.values(value)) cteNames(inner, names);
  return names;
}
