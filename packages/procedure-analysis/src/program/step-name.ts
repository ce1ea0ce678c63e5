import type { Bound } from '@datamigrate/tsql-binder';
import { type TableState, titled } from './table-state.js';

/** From the one that says most. */
type Names = readonly [string, ...string[]];

/** More of a name says less. */
const LONGEST_SOURCE = 32;

/** What an INSERT makes of a table: the table with what it adds. */
export function namesOfInsert(rows: Bound.BoundQuery): Names {
  const source = rows.kind === 'select' ? sourceTitle(rows.from) : undefined;
  if (source !== undefined) return [` with ${source}`];
  return rows.kind === 'select' && rows.from.length === 0 ? [' with constants'] : [' extended'];
}

/** What an UPDATE makes of a table: a working table with the columns that it fills, a stored one updated. */
export function namesOfUpdate({
  table: { columns, object },
  set,
  sources,
  relation,
}: {
  readonly table: TableState;
  readonly set: ReadonlyMap<number, unknown>;
  readonly sources: readonly Bound.BoundTable[];
  readonly relation: number;
}): Names {
  const names = [...set.keys()].map((position) => columns[position]?.name ?? '');
  const source = sourceTitle(sources, relation);
  const from = source === undefined ? [] : [` updated from ${source}`];
  if (names.length > 2) return [' updated', ...from];
  const filled = ` with ${names.join(' and ')}`;
  return object ? [' updated', ...from, filled] : [filled, ...from, ' updated'];
}

/** What a DELETE leaves of a table. */
export function namesOfDelete(
  { columns }: TableState,
  relation: number,
  where: Bound.BoundPredicate | undefined,
): Names {
  const named = where && columns.find((_, position) => reads(where, relation, position));
  return [' kept', ...(named ? [` kept by ${named.name}`] : [])];
}

/** The first table of a FROM clause, but the target, as people call it. */
function sourceTitle(from: readonly Bound.BoundTable[], target?: number): string | undefined {
  const title = from.flatMap((table) => titlesOf(table, target))[0];
  return title === undefined || title.length > LONGEST_SOURCE ? undefined : title;
}

function titlesOf(table: Bound.BoundTable, target: number | undefined): readonly string[] {
  if (table.kind === 'join' || table.kind === 'apply')
    return [...titlesOf(table.left, target), ...titlesOf(table.right, target)];
  if (!('relation' in table) || table.relation === target) return [];
  switch (table.kind) {
    case 'named-table':
      return [table.object.name];
    case 'cte-reference':
      return [table.name];
    case 'temporary-table':
      return [titled(table.name)];
    case 'derived-table':
      return table.query.kind === 'select' ? table.query.from.flatMap((each) => titlesOf(each, target)) : [];
    default:
      return [];
  }
}

function reads(node: unknown, relation: number, ordinal: number): boolean {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return false;
  const { kind } = node as { readonly kind?: unknown };
  if (kind === 'column') {
    const column = node as Bound.BoundColumn;
    return column.relation === relation && column.ordinal === ordinal;
  }
  return Object.entries(node).some(
    ([key, inner]) => key !== 'query' && key !== 'type' && reads(inner, relation, ordinal),
  );
}
