import type { JsonColumn } from '../../ast/tables.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseDataType, parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';

/** `WITH (name type [COLLATE c] ['$.path'] [AS JSON], …)` of OPENJSON and OPENXML */
export function parseJsonColumns(p: Parser): JsonColumn[] {
  p.expectAll('WITH', '(');
  const columns: JsonColumn[] = [];
  do {
    const { start } = p;
    const name = parseIdentifier(p);
    const type = parseDataType(p);
    const collation = p.eat('COLLATE') ? parseIdentifier(p) : undefined;
    const path = p.atString ? parseScalar(p) : undefined;
    const asJson = p.eatAll('AS', 'JSON');
    columns.push({ kind: 'JsonColumn', start, end: p.end, name, type, collation, path, asJson });
  } while (p.eat(','));
  p.expect(')');
  return columns;
}
