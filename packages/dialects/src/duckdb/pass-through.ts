import type { Rel } from '@datamigrate/relational';

/** Fewer columns than this are written out. */
const WORTH_A_STAR = 5;

/** A query that takes all columns of a CTE and gives some of them other values. */
export interface PassThrough {
  /** Alias of the CTE, where other tables stand beside it. */
  readonly of: string | undefined;
  readonly replaced: readonly Rel.RelSelectItem[];
}

/**
 * Whether a query hands on the columns of a CTE, in their order, but for a few. It reads better as `* replace (…)`: what an
 * UPDATE changes is what is seen.
 *
 * https://duckdb.org/docs/stable/sql/expressions/star
 */
export function passThrough(
  query: Rel.RelQuery,
  columnsOf: (cte: string) => readonly Rel.RelOutputColumn[] | undefined,
): PassThrough | undefined {
  if (query.kind !== 'select' || query.distinct || query.groupBy || query.having || query.ctes.length > 0)
    return undefined;
  const first = leftmost(query.from);
  const columns = first && columnsOf(first.name);
  const { select } = query;
  if (!first || !columns || columns.length !== select.length) return undefined;
  if (select.some(({ name }, i) => name !== columns[i]?.name)) return undefined;
  const replaced = select.filter(
    ({ expression, name }) =>
      expression.kind !== 'column' || expression.relation !== first.alias || expression.name !== name,
  );
  if (select.length - replaced.length < WORTH_A_STAR) return undefined;
  return { of: query.from?.kind === 'join' ? first.alias : undefined, replaced };
}

function leftmost(table: Rel.RelTable | undefined): Extract<Rel.RelTable, { kind: 'cte' }> | undefined {
  if (table?.kind === 'join') return leftmost(table.left);
  return table?.kind === 'cte' ? table : undefined;
}
