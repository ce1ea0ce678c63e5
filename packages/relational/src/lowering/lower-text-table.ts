import type { Bound } from '@datamigrate/tsql-binder';
import { UNKNOWN_ORIGIN } from '../facts/data-facts.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelSelect, RelTable } from '../tree/query.js';
import type { LoweredRelation, LoweringContext, LoweringScope } from './context.js';
import { lowerExpression } from './lower-expression.js';
import { outputNames } from './lower-query.js';
import { isPlainText, lowerXmlText, type ReadText } from './lower-xml-text.js';

/**
 * `(SELECT … FOR XML PATH('')) AS t (x)` in FROM: one row with a text. Without rows to write there is NULL, or no row at
 * all, which is the same under OUTER APPLY; elsewhere it is an error, as no documentation says which.
 */
export function lowerTextTable(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundDerivedTable,
  alias: string,
  outerApplied: boolean,
  enter: (relation: LoweredRelation) => LoweredRelation,
): RelTable {
  const columns = outputNames(context, bound.columns);
  const name = columns[0] ?? '';
  const item = bound.query.kind === 'select' ? bound.query.select[0]?.expression : undefined;
  const isXml = item?.type.name === 'xml';
  const query = item?.kind === 'scalar-subquery' ? item.query : undefined;
  const readable: ReadText = query?.columns.every(({ name: each }) => isPlainText(each)) ? 'plain' : 'all';
  // Xml is read by .value() alone, and that gives the text as it was.
  const lowered =
    query && isXml ? lowerXmlText(context, scope, query, 'all') : item && lowerExpression(context, scope, item);
  enter({ alias, columns, origins: [UNKNOWN_ORIGIN], ...(isXml ? { joined: new Map([[0, readable]]) } : {}) });
  const text: RelExpression = lowered ?? { kind: 'literal', type: { name: 'null' }, nullable: true, value: null };
  const expression: RelExpression = outerApplied ? text : orError(text);
  const selected: RelSelect = {
    kind: 'select',
    columns: [{ name, type: expression.type, nullable: true }],
    ctes: [],
    distinct: false,
    select: [{ expression, name }],
    orderBy: [],
  };
  return { kind: 'derived', query: selected, alias, lateral: true };
}

function orError(text: RelExpression): RelExpression {
  const message = 'Whether FOR XML or FOR JSON gives a row where it has nothing to write is not known';
  const raise: RelExpression = { kind: 'raise', type: text.type, nullable: false, message };
  return { kind: 'call', type: text.type, nullable: false, function: 'COALESCE', arguments: [text, raise] };
}
