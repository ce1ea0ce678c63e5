import { objectKey } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from './program.js';
import { type AnyNode, rewriteTree, visitOnce } from './rewrite-tree.js';
import type { TableState } from './table-state.js';

/** By key of a table: the tables whose models it reads instead of computing their rows once more, by their last version. */
export type SharedModels = ReadonlyMap<string, ReadonlyMap<number, TableState>>;

export interface Needs {
  /** Tables whose last version it reads, by the table expression that holds it. */
  readonly current: Map<number, TableState>;
  /** Keys of written tables whose rows from before the procedure it reads. */
  readonly former: ReadonlySet<string>;
}

/**
 * Of the tables that a procedure writes, one may read another as the procedure leaves it: it reads that one's model then.
 * Not where it needs the other one's former rows besides, nor where the models would wait for each other.
 */
export function sharedModels(program: Program, written: readonly TableState[]): SharedModels {
  const last = lastVersions(written);
  const keys = new Set(written.map(({ key }) => key));
  const shared = new Map<string, Map<number, TableState>>();
  const needs = new Map<string, Needs>();
  const weigh = (table: TableState, allowed: ReadonlyMap<number, TableState>): void => {
    const found = settledNeeds(program, rowsOf(program, table), allowed, keys);
    shared.set(table.key, found.current);
    needs.set(table.key, found);
  };
  for (const table of written) {
    weigh(table, new Map([...last].filter(([, other]) => other !== table)));
  }
  for (let circle = waiting(needs); circle; circle = waiting(needs)) {
    const table = written.find(({ key }) => key === circle?.reader);
    const current = new Map(shared.get(circle.reader));
    current.delete(circle.cte);
    if (table) weigh(table, current);
  }
  return shared;
}

/** What a result set, which is read when all models are built, takes from models and from former rows. */
export function modelsOfResult(program: Program, query: Bound.BoundQuery, written: readonly TableState[]): Needs {
  return settledNeeds(program, [query], lastVersions(written), new Set(written.map(({ key }) => key)));
}

const lastVersions = (written: readonly TableState[]): ReadonlyMap<number, TableState> =>
  new Map(written.flatMap((table) => (table.version.kind === 'cte' ? [[table.version.cte, table]] : [])));

/** The same tree with these table expressions as tables. */
export function readModels<T>(tree: T, models: ReadonlyMap<number, TableState>): T {
  if (models.size === 0) return tree;
  return rewriteTree(tree, (node) => {
    if (node.kind !== 'cte-reference') return undefined;
    const { cte, relation, alias, columns, span, name } = node as Bound.BoundCteReference;
    const object = models.get(cte)?.object;
    if (!object) return undefined;
    const shown = alias === name ? object.name : alias;
    return { kind: 'named-table', relation, alias: shown, columns, span, object, type: 'table' } as AnyNode;
  });
}

/** What queries need, where no table is read both by its model and as it was before. */
function settledNeeds(
  program: Program,
  queries: readonly unknown[],
  allowed: ReadonlyMap<number, TableState>,
  keys: ReadonlySet<string>,
): Needs {
  const found = needsOf(program, queries, allowed, keys);
  for (const [cte, { key }] of found.current) if (found.former.has(key)) found.current.delete(cte);
  return found.current.size < allowed.size ? settledNeeds(program, queries, found.current, keys) : found;
}

/** What the rows of a table are made of. */
function rowsOf(program: Program, { version, added }: TableState): readonly unknown[] {
  if (added && added.length > 0) return added;
  return version.kind === 'cte' ? program.ctes.flatMap(({ id, query }) => (id === version.cte ? [query] : [])) : [];
}

/** What queries are made of, as far as it is not left to the models of others. */
function needsOf(
  program: Program,
  queries: readonly unknown[],
  allowed: ReadonlyMap<number, TableState>,
  keys: ReadonlySet<string>,
): Needs {
  const byId = new Map(program.ctes.map((cte) => [cte.id, cte.query]));
  const current = new Map<number, TableState>();
  const former = new Set<string>();
  const seen = new Set<number>();
  const open = [...queries];
  for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
    visitOnce(tree, (node) => {
      if (node.kind === 'named-table') {
        const key = objectKey((node as Bound.BoundNamedTable).object);
        if (keys.has(key)) former.add(key);
      }
      if (node.kind !== 'cte-reference') return;
      const { cte } = node as Bound.BoundCteReference;
      const other = allowed.get(cte);
      if (other) current.set(cte, other);
      else if (!seen.has(cte)) {
        seen.add(cte);
        open.push(byId.get(cte));
      }
    });
  }
  return { current, former };
}

/** A table that reads another one's model in a circle of models that wait for each other. */
function waiting(needs: ReadonlyMap<string, Needs>): { readonly reader: string; readonly cte: number } | undefined {
  const before = modelsBefore(needs);
  for (const [reader, { current }] of needs) {
    for (const [cte, { key }] of current) if (reaches(before, key, reader)) return { reader, cte };
  }
  return undefined;
}

/** By table: those whose models are built before its own. */
function modelsBefore(needs: ReadonlyMap<string, Needs>): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>();
  const add = (later: string, earlier: string): void => {
    before.set(later, (before.get(later) ?? new Set()).add(earlier));
  };
  for (const [key, { current, former }] of needs) {
    for (const other of current.values()) add(key, other.key);
    for (const other of former) if (other !== key) add(other, key);
  }
  return before;
}

/** Whether a table's model waits for another one's, directly or through others. */
function reaches(before: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const next of before.get(key) ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}

/** The tables in an order in which each comes behind those whose models it reads. */
export function inModelOrder(tables: readonly TableState[], shared: SharedModels): readonly TableState[] {
  const ordered = new Set<TableState>();
  const place = (table: TableState): void => {
    if (ordered.has(table)) return;
    for (const other of shared.get(table.key)?.values() ?? []) place(other);
    ordered.add(table);
  };
  for (const table of tables) place(table);
  return [...ordered];
}
