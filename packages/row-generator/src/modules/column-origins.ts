import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound, ModuleBinder } from '@datamigrate/tsql-binder';
import type { ColumnRef } from './column-ref.js';
import { objectsIn } from './objects-in.js';
import { viewQuery } from './view-query.js';

type Relation = Exclude<Bound.BoundTable, { kind: 'join' | 'apply' }>;

/** Deeper stacks of views give no values that anybody would follow. */
const DEEPEST = 12;

export function tableKey({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`.toLowerCase();
}

/** Where the columns that the expressions of one bound tree speak of are stored: through views, CTEs and derived tables. */
export class ColumnOrigins {
  readonly #binder: ModuleBinder;
  readonly #relations = new Map<number, Relation>();
  readonly #stores = new Map<number, string>();
  readonly #ctes = new Map<number, Bound.BoundQuery>();
  readonly #views = new Map<Bound.BoundQuery, ColumnOrigins>();

  constructor(binder: ModuleBinder, tree: object) {
    this.#binder = binder;
    this.#read(tree);
  }

  /** A relation that stands for a table of its own, as that of a CHECK constraint does. */
  withTable(relation: number, table: QualifiedName): this {
    this.#stores.set(relation, tableKey(table));
    return this;
  }

  #read(tree: object): void {
    for (const value of objectsIn(tree)) {
      const node = value as { kind?: string; relation?: unknown; alias?: unknown; id?: unknown; query?: unknown };
      if (typeof node.relation === 'number' && typeof node.alias === 'string')
        this.#relations.set(node.relation, value as Relation);
      if (typeof node.id === 'number' && node.query) this.#ctes.set(node.id, node.query as Bound.BoundQuery);
    }
  }

  of(relation: number, ordinal: number, depth = 0): readonly ColumnRef[] {
    const store = this.#stores.get(relation);
    if (store !== undefined) return [{ table: store, column: ordinal }];
    const table = this.#relations.get(relation);
    if (!table || depth > DEEPEST) return [];
    switch (table.kind) {
      case 'named-table':
        return table.database === undefined ? this.#named(table, ordinal, depth) : [];
      case 'cte-reference': {
        const query = this.#ctes.get(table.cte);
        return query ? this.#output(query, ordinal, depth + 1) : [];
      }
      case 'derived-table':
        return this.#output(table.query, ordinal, depth + 1);
      default:
        return [];
    }
  }

  #named(table: Bound.BoundNamedTable, ordinal: number, depth: number): readonly ColumnRef[] {
    if (table.type === 'table') return [{ table: tableKey(table.object), column: ordinal }];
    const query = viewQuery(this.#binder, table.object);
    if (!query) return [];
    const origins = this.#views.get(query) ?? new ColumnOrigins(this.#binder, query);
    this.#views.set(query, origins);
    return origins.#output(query, ordinal, depth + 1);
  }

  #output(query: Bound.BoundQuery, ordinal: number, depth: number): readonly ColumnRef[] {
    if (query.kind === 'set-operation')
      return [...this.#output(query.left, ordinal, depth + 1), ...this.#output(query.right, ordinal, depth + 1)];
    const expression = query.select[ordinal]?.expression;
    return expression ? this.ofExpression(expression, depth) : [];
  }

  /** Of an expression that hands on a column as it is, converted at most. */
  ofExpression(expression: Bound.BoundExpression, depth = 0): readonly ColumnRef[] {
    switch (expression.kind) {
      case 'column':
        return this.of(expression.relation, expression.ordinal, depth + 1);
      case 'cast':
      case 'collate':
        return this.ofExpression(expression.operand, depth);
      case 'group-key':
        return this.ofExpression(expression.expression, depth);
      default:
        return [];
    }
  }
}
