import { type Bound, containsWindow, mapExpression, mapPredicate } from '@datamigrate/tsql-binder';
import { isSimple, neededRelations } from '../queries/references.js';

/**
 * A query that multiplies its tables, with what its reader asks of `relation` tested inside of it, so that a product of
 * days and seconds is not made for the sake of one second. Undefined where another result, or another error, could come
 * of it, and where nothing is multiplied: rows that are made once may serve several readers.
 */
export function narrowedQuery(
  query: Bound.BoundQuery,
  relation: Bound.RelationId,
  conditions: readonly Bound.BoundPredicate[],
): Bound.BoundSelect | undefined {
  if (query.kind !== 'select' || !multiplies(query.from) || !isPlain(query)) return undefined;
  const inside = conditions.flatMap((condition) => {
    const needed = neededRelations(condition);
    const isOwn = isSimple(condition) && needed.length === 1 && needed[0] === relation;
    return isOwn ? (withItems(condition, relation, query.select) ?? []) : [];
  });
  const [first] = inside;
  if (!first) return undefined;
  const operands = query.where ? [...inside, query.where] : inside;
  return { ...query, where: { kind: 'logical', operator: 'AND', operands, span: first.span } };
}

const multiplies = (from: readonly Bound.BoundTable[]): boolean =>
  from.length > 1 ||
  from.some((table) => table.kind === 'join' && (table.join === 'CROSS' || multiplies([table.left])));

/** A row of it is a row of FROM, and making it can raise no error. */
const isPlain = ({ select, groupBy, having, distinct, top, offset, for: text }: Bound.BoundSelect): boolean =>
  !(groupBy || having || distinct || top || offset || text) &&
  select.every(({ expression }) => isSimple(expression) && !containsWindow(expression));

/**
 * A condition about the rows of a query, as one about what they are made of. Undefined where that is more than columns,
 * and where it names a variable: `SELECT @v = …` gives it another value with each row.
 */
function withItems(
  condition: Bound.BoundPredicate,
  relation: Bound.RelationId,
  items: readonly Bound.BoundSelectItem[],
): Bound.BoundPredicate | undefined {
  let isKnown = true;
  const changed = mapPredicate(condition, (expression) =>
    mapExpression(expression, (inner, recurse) => {
      if (inner.kind !== 'variable' && (inner.kind !== 'column' || inner.relation !== relation)) return recurse(inner);
      const made = inner.kind === 'column' ? items[inner.ordinal]?.expression : undefined;
      if (made?.kind === 'column') return made;
      isKnown = false;
      return inner;
    }),
  );
  return isKnown ? changed : undefined;
}
