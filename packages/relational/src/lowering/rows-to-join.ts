import type { RelOrderItem } from '../tree/expression.js';
import type { RelSelect } from '../tree/query.js';
import { overQuery } from './lower-distinct.js';

/**
 * A block whose rows are joined to one text by FOR XML or FOR JSON, with its order in terms of what FROM gives. What is
 * grouped, limited or without doubles becomes a table of its own; undefined where it is ordered by what it does not return.
 */
export function rowsToJoin(select: RelSelect): RelSelect | undefined {
  if (!select.distinct && !select.groupBy && !select.limit && !select.having)
    return { ...select, orderBy: inPlace(select) };
  const outer = overQuery(select.limit ? select : { ...select, orderBy: [] }, 'items');
  const names = new Set(select.select.map(({ name }) => name));
  const ordered = select.orderBy.every(({ expression }) => expression.kind === 'column' && names.has(expression.name));
  return ordered ? { ...outer, orderBy: inPlace({ ...outer, orderBy: select.orderBy }) } : undefined;
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
