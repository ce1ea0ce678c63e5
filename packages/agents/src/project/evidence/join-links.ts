import { objectKey, type Table } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

/** Columns of two tables that are joined: rows that belong together have equal values in them. */
export interface JoinLink {
  readonly from: ColumnOf;
  readonly to: ColumnOf;
}

/** A column of a table, both in lower case. */
export interface ColumnOf {
  readonly table: string;
  readonly column: string;
}

/** What stands behind a view's name, to follow its columns down to tables. */
export type QueryOfView = (view: string) => Bound.BoundQuery | undefined;

/** Links by declared foreign keys among some tables, in both directions; of several columns the first stands for all. */
export function declaredLinks(tables: readonly Table[]): readonly JoinLink[] {
  const known = new Set(tables.map((table) => objectKey(table)));
  return tables.flatMap((table) =>
    table.foreignKeys.flatMap(({ columns, references, referencedColumns }): JoinLink[] => {
      const target = objectKey(references);
      const [column, referenced] = [columns[0], referencedColumns[0]];
      if (!known.has(target) || column === undefined || referenced === undefined) return [];
      const from = { table: objectKey(table), column: column.toLowerCase() };
      const to = { table: target, column: referenced.toLowerCase() };
      return [
        { from, to },
        { from: to, to: from },
      ];
    }),
  );
}

/** Links by comparisons `a.x = b.y` anywhere in a bound tree. They only tell where to look: one too many does no harm. */
export function comparedLinks(tree: unknown, queryOfView: QueryOfView): readonly JoinLink[] {
  const relations = new Map<number, Bound.BoundTable>();
  const links = new Map<string, JoinLink>();
  walk(tree, (node) => {
    // Relations stand before the comparisons of their query; the next statement numbers them anew.
    if (node.kind === 'select') {
      walk((node as unknown as Bound.BoundSelect).from, (each) => {
        if ('relation' in each && 'alias' in each)
          relations.set(Number(each['relation']), each as unknown as Bound.BoundTable);
      });
    }
    if (node.kind !== 'comparison') return;
    const { operator, left, right } = node as unknown as Bound.BoundComparison;
    if (operator !== '=') return;
    const [from, to] = [left, right].map((side) => origin(side, relations, queryOfView));
    if (!from || !to || (from.table === to.table && from.column === to.column)) return;
    for (const link of [
      { from, to },
      { from: to, to: from },
    ]) {
      links.set(`${link.from.table}.${link.from.column}=${link.to.table}.${link.to.column}`, link);
    }
  });
  return [...links.values()];
}

/** The column of a table that an expression hands on, through views and derived tables. */
function origin(
  expression: Bound.BoundExpression | undefined,
  relations: ReadonlyMap<number, Bound.BoundTable>,
  queryOfView: QueryOfView,
): ColumnOf | undefined {
  if (expression?.kind === 'cast' && expression.implicit) return origin(expression.operand, relations, queryOfView);
  if (expression?.kind !== 'column') return undefined;
  const relation = relations.get(expression.relation);
  if (relation?.kind === 'named-table') {
    const object = objectKey(relation.object);
    if (relation.type === 'table') return { table: object, column: expression.name.toLowerCase() };
    return outputOrigin(queryOfView(object), expression.ordinal, queryOfView);
  }
  if (relation?.kind === 'derived-table') return outputOrigin(relation.query, expression.ordinal, queryOfView);
  return undefined;
}

/** The same for a column that a query gives. */
export function outputOrigin(
  query: Bound.BoundQuery | undefined,
  ordinal: number,
  queryOfView: QueryOfView,
): ColumnOf | undefined {
  if (query?.kind !== 'select') return undefined;
  const relations = new Map<number, Bound.BoundTable>();
  walk(query.from, (each) => {
    if ('relation' in each && 'alias' in each)
      relations.set(Number(each['relation']), each as unknown as Bound.BoundTable);
  });
  return origin(query.select[ordinal]?.expression, relations, queryOfView);
}

type Node = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** Every node once, those around others first. */
export function walk(tree: unknown, visit: (node: Node) => void, seen = new Set<object>()): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof Uint8Array || seen.has(tree)) return;
  seen.add(tree);
  if ('kind' in tree && typeof tree.kind === 'string') visit(tree as Node);
  for (const [key, value] of Object.entries(tree)) if (!LEAVES.has(key)) walk(value, visit, seen);
}

/** Facts and texts, not parts of a tree. */
const LEAVES: ReadonlySet<string> = new Set(['type', 'span', 'collation', 'columns', 'node', 'stored', 'input']);
