import { isUnicode } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery, RelSelect, RelSelectItem } from '../tree/query.js';
import { holdsNode, sameExpression } from '../tree/same-tree.js';
import { collationKey } from './collation-key.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { textEquality } from './text-equality.js';
import { needsTypeKey, typeKey } from './type-key.js';

/**
 * Keys by which the rows of a query are equal, one for each column; undefined where the rows as they stand decide. Texts
 * of several queries (of a UNION) are decided on together.
 */
export function rowKeys(
  context: LoweringContext,
  scope: LoweringScope,
  rows: readonly (readonly Bound.BoundExpression[])[],
  collations: readonly (string | undefined)[],
): readonly ((value: RelExpression) => RelExpression)[] | undefined {
  let plain = true;
  const keys = collations.map((collation, i) => {
    const values = rows.flatMap((row) => row[i] ?? []);
    if (collation === undefined) {
      const typed = values.some(({ type }) => needsTypeKey(type, 'equality'));
      if (typed) plain = false;
      return (value: RelExpression) => typeKey(value, 'equality');
    }
    const how = textEquality(context, scope, values, collation);
    if (how === 'plain') return (value: RelExpression) => value;
    plain = false;
    if (how === 'unknown') {
      context.refuse(relationalDiagnostics.create('lower-text-equality', { collation }, values[0]?.span));
    }
    const unicode = values.some(({ type }) => isUnicode(type));
    return (value: RelExpression) => collationKey(value, collation, unicode, how === 'guarded');
  });
  return plain ? undefined : keys;
}

/** SELECT DISTINCT as GROUP BY the keys; each group gives one of its spellings. */
export function distinctByKeys(
  context: LoweringContext,
  select: RelSelect,
  keys: readonly ((value: RelExpression) => RelExpression)[],
): RelSelect {
  context.normalise('spelling', 'Of rows that are equal for SQL Server any of the spellings may be returned');
  const differs = select.select.some(({ expression }) => !isSameInAllRows(expression));
  if (
    !differs ||
    select.groupBy ||
    select.having ||
    select.select.some(({ expression }) => isComputedLate(expression))
  ) {
    const inner: RelSelect = { ...select, distinct: false, orderBy: [], limit: undefined };
    const outer = overQuery(inner, 'rows');
    const orderBy = select.orderBy.map((item) => ({
      ...item,
      expression: ofGroups(item.expression, select.select, outer.select),
    }));
    return distinctByKeys(context, withFields(outer, { orderBy, limit: select.limit }), keys);
  }
  const grouped = select.select.map(({ expression }, i) =>
    isSameInAllRows(expression) ? expression : (keys[i]?.(expression) ?? expression),
  );
  const items = select.select.map((item, i) => representative(item, grouped[i]));
  // As a key a whole number would be the position of a column.
  const telling = grouped.filter((_, i) => !isSameInAllRows(select.select[i]?.expression));
  return withFields(select, {
    distinct: false,
    select: items,
    orderBy: select.orderBy.map((item) => ({ ...item, expression: ofGroups(item.expression, select.select, items) })),
    groupBy: { keys: telling, sets: [telling.map((_, i) => i)] },
  });
}

const isSameInAllRows = (expression: RelExpression | undefined): boolean =>
  expression?.kind === 'literal' || expression?.kind === 'parameter';

function representative(item: RelSelectItem, key: RelExpression | undefined): RelSelectItem {
  if (key === item.expression) return item;
  const { type, nullable } = item.expression;
  return {
    ...item,
    expression: {
      kind: 'aggregate',
      type,
      nullable,
      function: 'MIN',
      arguments: [item.expression],
      distinct: false,
      orderBy: [],
    },
  };
}

/** ORDER BY may hold the key of a selected text: above the grouping it is that of the group's spelling. */
function ofGroups(
  expression: RelExpression,
  before: readonly RelSelectItem[],
  after: readonly RelSelectItem[],
): RelExpression {
  const place = before.findIndex((item) => sameExpression(item.expression, expression));
  const found = after[place];
  if (found) return found.expression;
  if (expression.kind !== 'operation') return expression;
  return { ...expression, operands: expression.operands.map((operand) => ofGroups(operand, before, after)) };
}

/** Aggregates and window functions are computed of rows that DISTINCT has not seen yet. */
function isComputedLate(expression: RelExpression): boolean {
  return holdsNode(expression, ({ kind }) => kind === 'window' || kind === 'aggregate');
}

/** `SELECT a, b FROM (query) AS alias`. */
export function overQuery(query: RelQuery, alias: string): RelSelect {
  return {
    kind: 'select',
    columns: query.columns,
    ctes: [],
    select: query.columns.map(({ name, type, nullable }) => ({
      name,
      expression: { kind: 'column', type, nullable, relation: alias, name },
    })),
    distinct: false,
    from: { kind: 'derived', query, alias, lateral: false },
    orderBy: [],
  };
}
