import type { Bound } from '@datamigrate/tsql-binder';
import { tableKey } from './column-ref.js';
import { objectsIn } from './objects-in.js';

export type Relation = Exclude<Bound.BoundTable, { kind: 'join' | 'apply' }>;

/** Where a value comes from: an expression, or a column of a query. */
export type Source = Bound.BoundExpression | { readonly query: Bound.BoundQuery; readonly ordinal: number };

/** What the relations and names of one bound tree stand for. */
export interface TreeRelations {
  readonly relations: ReadonlyMap<number, Relation>;
  /** Relations that stand for the rows of a query, or of a table that is written. */
  readonly queries: ReadonlyMap<number, Bound.BoundQuery>;
  readonly stores: ReadonlyMap<number, string>;
  readonly ctes: ReadonlyMap<number, Bound.BoundCte>;
  /** Relations whose columns are NULL where an outer join finds no partner, with what it asks of one. */
  readonly outer: ReadonlyMap<number, Bound.BoundPredicate>;
  /** By temporary table and position of its column (`#t 0`), and by variable: what statements give it. */
  readonly given: ReadonlyMap<string, readonly Source[]>;
}

export const temporaryColumn = (name: string, ordinal: number): string => `${name.toLowerCase()} ${ordinal}`;

/** One walk through a tree, with everything that a statement gives a name. */
export function readRelations(tree: object): TreeRelations {
  const relations = new Map<number, Relation>();
  const queries = new Map<number, Bound.BoundQuery>();
  const stores = new Map<number, string>();
  const ctes = new Map<number, Bound.BoundCte>();
  const outer = new Map<number, Bound.BoundPredicate>();
  const given = new Map<string, Source[]>();
  const give = (name: string, source: Source | undefined): void => {
    if (!source) return;
    const sources = given.get(name) ?? [];
    sources.push(source);
    given.set(name, sources);
  };
  const write = (target: Bound.BoundStoredTable, column: number, source: Source | undefined): void => {
    if (target.kind === 'temporary-table') give(temporaryColumn(target.name, column), source);
  };
  const outputs = (target: Bound.BoundStoredTable, output: readonly Bound.BoundOutput[]): void => {
    for (const { inserted, deleted, items, into } of output) {
      if (target.kind === 'table')
        for (const relation of [inserted, deleted]) stores.set(relation, tableKey(target.object));
      into?.columns.forEach((column, i) => {
        write(into.target, column, items[i]?.expression);
      });
    }
  };
  const inserted = ({ target, columns, source, feed, output }: Bound.BoundInsert): void => {
    outputs(target, output);
    if (source.kind === 'query') {
      queries.set(source.row, source.query);
      columns.forEach((column, i) => {
        write(target, column, source.values[i]);
      });
    } else if (source.kind === 'values') {
      for (const row of source.rows)
        columns.forEach((column, i) => {
          write(target, column, row[i]);
        });
    }
    const [fed] = feed?.statement.output ?? [];
    fed?.items.forEach(({ expression }, i) => {
      give(temporaryColumn(feed?.name ?? '', i), expression);
    });
  };
  for (const object of objectsIn(tree)) {
    const named = object as { readonly relation?: unknown; readonly alias?: unknown };
    if (typeof named.relation === 'number' && typeof named.alias === 'string')
      relations.set(named.relation, object as Relation);
    const node = object as Bound.BoundStatement | Bound.BoundJoin | (Bound.BoundCte & { readonly kind?: undefined });
    switch (node.kind) {
      case undefined:
        if (typeof node.id === 'number' && node.query) ctes.set(node.id, node);
        break;
      case 'join': {
        const { on } = node;
        const optional = node.join === 'LEFT' ? [node.right] : node.join === 'RIGHT' ? [node.left] : [];
        if (on) for (const relation of optional.flatMap(relationsIn)) outer.set(relation, on);
        break;
      }
      case 'insert':
        // The action of a MERGE clause has the same kind.
        if (node.source) inserted(node);
        break;
      case 'update':
        if (!node.target) break;
        outputs(node.target.table, node.output);
        for (const item of node.set) if (item.kind === 'set-column') write(node.target.table, item.column, item.value);
        break;
      case 'delete':
      case 'merge':
        if (node.target) outputs(node.target.table, node.output);
        break;
      case 'select-into':
        if (!node.temporary) break;
        node.columns.forEach((_, ordinal) => {
          give(temporaryColumn(node.table.name, ordinal), { query: node.query, ordinal });
        });
        break;
      case 'set-variable':
        give(node.variable.name.toLowerCase(), node.value);
        break;
      case 'declare-variable':
        for (const { name, value } of node.declarations) give(name.toLowerCase(), value);
        break;
      case 'select-variables':
        for (const [ordinal, { name }] of node.variables.entries())
          give(name.toLowerCase(), { query: node.query, ordinal });
        break;
      default:
    }
  }
  return { relations, queries, stores, ctes, outer, given };
}

function relationsIn(table: Bound.BoundTable): readonly number[] {
  if (table.kind === 'join' || table.kind === 'apply') return [table.left, table.right].flatMap(relationsIn);
  return [table.relation];
}
