import type { SqlType } from '@datamigrate/catalog';
import { aliasesOf } from '../rewrite/join-comma-tables.js';
import type { RelExpression, RelOrderItem } from '../tree/expression.js';
import type { RelSelect } from '../tree/query.js';
import { holdsNode } from '../tree/same-tree.js';
import { overQuery } from './lower-distinct.js';

/**
 * A block whose rows are joined to one text by FOR XML or FOR JSON, with its order in terms of what FROM gives. What is
 * grouped, limited or without doubles becomes a table of its own, and so do rows that show columns of the query around
 * them alone: an aggregate of these is one of that query. Undefined where it is ordered by what it does not return.
 */
export function rowsToJoin(select: RelSelect): RelSelect | undefined {
  const plain = !select.distinct && !select.groupBy && !select.limit && !select.having;
  if (plain && (!select.from || !showsOthersOnly(select))) return { ...select, orderBy: inPlace(select) };
  const outer = overQuery(select.limit ? select : { ...select, orderBy: [] }, 'items');
  const names = new Set(select.select.map(({ name }) => name));
  const ordered = select.orderBy.every(({ expression }) => expression.kind === 'column' && names.has(expression.name));
  return ordered ? { ...outer, orderBy: inPlace({ ...outer, orderBy: select.orderBy }) } : undefined;
}

/** The texts of all rows one after the other; without FROM there is one row at most, and its text is all. */
export function joinedRows(
  { from, orderBy }: RelSelect,
  type: SqlType,
  row: RelExpression,
  separator: RelExpression,
): RelExpression {
  if (!from) return row;
  return {
    kind: 'aggregate',
    type,
    nullable: true,
    function: 'STRING_AGG',
    arguments: [row, separator],
    distinct: false,
    orderBy,
  };
}

/** Whether rows show columns, but none of their own FROM. */
function showsOthersOnly({ select, from }: RelSelect): boolean {
  const own = new Set(from && aliasesOf(from));
  const isOwn = (node: { readonly kind?: unknown }): boolean =>
    'relation' in node && typeof node.relation === 'string' && own.has(node.relation);
  return holdsNode(select, ({ kind }) => kind === 'column') && !holdsNode(select, isOwn);
}

/** Inside an aggregate the names of the selected columns are not known: what they stand for takes their place. */
function inPlace({ orderBy, select }: RelSelect): readonly RelOrderItem[] {
  return orderBy.map((item) => {
    const { expression } = item;
    if (expression.kind !== 'column' || expression.relation !== '') return item;
    const selected = select.find(({ name }) => name === expression.name);
    return selected ? { ...item, expression: selected.expression } : item;
  });
}
