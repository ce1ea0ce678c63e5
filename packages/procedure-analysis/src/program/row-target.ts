import { type Bound, someExpression } from '@datamigrate/tsql-binder';
import { both } from './conditions.js';
import { holds } from './others.js';
import type { Program } from './program.js';
import { rewriteTree, someNode } from './rewrite-tree.js';
import type { TableState } from './table-state.js';

type Change = Bound.BoundUpdate | Bound.BoundDelete;

/** The CTE or derived table through which a statement changes a stored table. */
function queryOf(
  member: Bound.BoundTable | undefined,
  relation: number,
  ctes: readonly Bound.BoundCte[],
): { readonly query: Bound.BoundSelect; readonly cte?: number } | undefined {
  if (!member || !('relation' in member) || member.relation !== relation) return undefined;
  const cte = member.kind === 'cte-reference' ? ctes.find(({ id }) => id === member.cte) : undefined;
  const query = member.kind === 'derived-table' ? member.query : cte?.query;
  if (query?.kind !== 'select' || query.groupBy || query.distinct || query.top || query.offset) return undefined;
  return { query, ...(cte ? { cte: cte.id } : {}) };
}

/** The same where nothing else stands in FROM. */
function memberOf({ target, from, ctes }: Change): ReturnType<typeof queryOf> {
  const [member, ...more] = from;
  return more.length > 0 ? undefined : queryOf(member, target.relation, ctes);
}

/** Puts what a table expression selects in the place of its columns; `clear` says whether that was possible everywhere. */
function selectedBy(query: Bound.BoundSelect, of: number) {
  let clear = query.select.every(({ expression }) => !someExpression(expression, ({ kind }) => kind === 'window'));
  const own = <N>(tree: N): N =>
    rewriteTree(tree, (node) => {
      if (node.kind !== 'column') return undefined;
      const { relation, ordinal, level } = node as Bound.BoundColumn;
      if (relation !== of) return undefined;
      const value = query.select[ordinal]?.expression;
      if (value?.kind === 'column') return { ...value, level: value.level + level };
      // Inside a query its columns would stand further out.
      if (!value || level > 0) clear = false;
      return value;
    });
  return { own, clear: (): boolean => clear };
}

/**
 * `WITH c AS (SELECT t.A, s.A AS New FROM t JOIN s …) UPDATE c SET A = New` is `UPDATE t SET A = s.A FROM t JOIN s …`.
 * Undefined where the table expression computes something over its rows.
 */
export function throughExpression<T extends Change>(statement: T): T | undefined {
  const { target, where, ctes } = statement;
  const member = memberOf(statement);
  if (!member || statement.output.length > 0) return undefined;
  const { query, cte } = member;
  const { own, clear } = selectedBy(query, target.relation);
  const others = ctes.filter(({ id }) => id !== cte);
  const opened = {
    ...statement,
    target: { ...target, relation: target.base },
    from: query.from,
    where: both(query.where, own(where)),
    ctes: others,
    ...(statement.kind === 'update' ? { set: own(statement.set) } : {}),
  };
  return clear() && !(cte !== undefined && readsCte([opened.where, others, query], cte)) ? opened : undefined;
}

/**
 * `WITH c AS (SELECT … FROM t WHERE current = 1) MERGE c …`: MERGE of the table, which meets and touches no other rows
 * than those of the expression.
 */
export function mergeThroughExpression(statement: Bound.BoundMerge): Bound.BoundMerge | undefined {
  const { target, targetTable, ctes, source, on, clauses, output } = statement;
  const member = queryOf(targetTable, target.relation, ctes);
  const [base, ...more] = member?.query.from ?? [];
  if (!member || !base || more.length > 0 || !('relation' in base) || base.relation !== target.base) return undefined;
  const { query, cte } = member;
  const { own, clear } = selectedBy(query, target.relation);
  const others = ctes.filter(({ id }) => id !== cte);
  const opened: Bound.BoundMerge = {
    ...statement,
    target: { ...target, relation: target.base },
    targetTable: base,
    ctes: others,
    on: both(query.where, own(on)) ?? on,
    clauses: own(clauses).map((clause) =>
      clause.when === 'not-matched-by-source' ? { ...clause, condition: both(query.where, clause.condition) } : clause,
    ),
    output: own(output),
  };
  return clear() && !(cte !== undefined && readsCte([source, on, clauses, others, query], cte)) ? opened : undefined;
}

function readsCte(tree: unknown, cte: number): boolean {
  return someNode(tree, (node) => node.kind === 'cte-reference' && 'cte' in node && node.cte === cte);
}

/** A table expression over one stored table with its rows. */
export interface OpenedTarget {
  /** All columns of the stored table, then what the expression adds to them. */
  readonly query: Bound.BoundSelect;
  /** Which rows of the table the expression has. */
  readonly within: Bound.BoundPredicate | undefined;
  /** A tree over the columns of the expression as one over those of the query. */
  readonly over: <N>(tree: N) => N;
}

/** A target such as `WITH d AS (SELECT *, ROW_NUMBER() OVER … FROM t WHERE …) DELETE FROM d`. */
export function openedTarget(program: Program, statement: Change, table: TableState): OpenedTarget | undefined {
  const { target } = statement;
  const query = memberOf(statement)?.query;
  const [base, ...more] = query?.from ?? [];
  if (!query || !base || more.length > 0 || !holds(base, target.base) || !('relation' in base)) return undefined;
  const { span } = query;
  const items = table.columns.map(
    ({ name, type, nullable, collation }, ordinal): Bound.BoundSelectItem => ({
      name,
      expression: { kind: 'column', type, nullable, collation, span, relation: target.base, ordinal, name, level: 0 },
    }),
  );
  const taken = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const places = query.select.map(({ expression, name }) => {
    if (expression.kind === 'column' && expression.relation === target.base && expression.level === 0)
      return expression.ordinal;
    const free = name !== undefined && !taken.has(name.toLowerCase()) ? name : `new_${name ?? items.length}`;
    taken.add(free.toLowerCase());
    return items.push({ expression, name: free }) - 1;
  });
  const columns = items.map(({ name, expression: { type, nullable, collation } }) => ({
    name,
    type,
    nullable,
    collation,
  }));
  return {
    query: program.resolve({ ...query, orderBy: [], columns, select: items }),
    within: query.where && program.resolve(query.where),
    over: (tree) =>
      rewriteTree(tree, (node) => {
        if (node.kind !== 'column') return undefined;
        const { relation, ordinal } = node as Bound.BoundColumn;
        const place = relation === target.relation ? places[ordinal] : undefined;
        return place === undefined
          ? undefined
          : ({ ...node, ordinal: place, name: columns[place]?.name ?? '' } as typeof node);
      }),
  };
}
