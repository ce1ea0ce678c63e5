import type { OrderByClause, OrderByItem } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import type { Parser } from '../parser.js';

export function parseOrderBy(p: Parser): OrderByClause {
  const { start } = p;
  p.expectAll('ORDER', 'BY');
  const items: OrderByItem[] = [];
  do {
    const expression = parseScalar(p);
    const direction = p.atAny('ASC', 'DESC') ? p.oneOf('ASC', 'DESC') : undefined;
    items.push({ kind: 'OrderByItem', start: expression.start, end: p.end, expression, direction });
  } while (p.eat(','));
  return { kind: 'OrderByClause', start, end: p.end, items };
}
