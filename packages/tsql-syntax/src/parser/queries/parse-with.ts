import type { Identifier } from '../../ast/names.js';
import type { CommonTableExpression, WithClause, XmlNamespace, XmlNamespaces } from '../../ast/queries.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseQueryExpression } from './parse-query-expression.js';

/** `WITH [XMLNAMESPACES (…),] name [(columns)] AS (query), …` */
export function parseWith(p: Parser): WithClause {
  const { start } = p;
  p.expect('WITH');
  const tables: CommonTableExpression[] = [];
  let namespaces: XmlNamespaces | undefined;
  let changeTrackingContext: WithClause['changeTrackingContext'];
  do {
    if (p.at('XMLNAMESPACES') && p.term(1) === '(') namespaces = parseNamespaces(p);
    else if (p.at('CHANGE_TRACKING_CONTEXT') && p.term(1) === '(') {
      p.advance();
      p.expect('(');
      changeTrackingContext = parseScalar(p);
      p.expect(')');
    } else tables.push(parseTable(p));
  } while (p.eat(','));
  return { kind: 'WithClause', start, end: p.end, namespaces, changeTrackingContext, tables };
}

function parseTable(p: Parser): CommonTableExpression {
  const { start } = p;
  const name = parseIdentifier(p);
  const columns = p.at('(') ? parseColumnList(p) : [];
  p.expect('AS');
  p.expect('(');
  p.enter();
  const query = parseQueryExpression(p);
  p.leave();
  p.expect(')');
  return { kind: 'CommonTableExpression', start, end: p.end, name, columns, query };
}

/** `(a, b, c)` */
export function parseColumnList(p: Parser): Identifier[] {
  const columns: Identifier[] = [];
  p.expect('(');
  do columns.push(parseIdentifier(p));
  while (p.eat(','));
  p.expect(')');
  return columns;
}

export function parseNamespaces(p: Parser): XmlNamespaces {
  const { start } = p;
  p.expect('XMLNAMESPACES');
  p.expect('(');
  const items: XmlNamespace[] = [];
  do {
    const itemStart = p.start;
    if (p.eat('DEFAULT')) {
      const uri = parseStringLiteral(p);
      items.push({ kind: 'XmlNamespace', start: itemStart, end: p.end, uri });
    } else {
      const uri = parseStringLiteral(p);
      p.expect('AS');
      const prefix = parseIdentifier(p);
      items.push({ kind: 'XmlNamespace', start: itemStart, end: p.end, uri, prefix });
    }
  } while (p.eat(','));
  p.expect(')');
  return { kind: 'XmlNamespaces', start, end: p.end, items };
}
