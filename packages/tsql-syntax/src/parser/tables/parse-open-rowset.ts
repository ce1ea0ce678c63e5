import type { Expression } from '../../ast/expressions.js';
import type { StringLiteral } from '../../ast/literals.js';
import type { Identifier, ObjectName } from '../../ast/names.js';
import type { BulkColumn, NamedOption, OpenRowsetTable, OrderedColumn, TableReference } from '../../ast/tables.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseColumnName } from '../expressions/parse-full-text.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseAnyWord, parseDataType, parseIdentifier, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseTableAlias } from './parse-table-alias.js';

/** OPENROWSET in its three forms: a provider, BULK, and named options. */
export function parseOpenRowset(p: Parser): TableReference {
  const { start } = p;
  if (p.term(2) === 'BULK') {
    p.expectAll('OPENROWSET', '(', 'BULK');
    const files = parseFiles(p);
    const options: NamedOption[] = [];
    while (p.eat(',')) options.push(parseNamedOption(p));
    p.expect(')');
    const schema = startsColumns(p) ? parseBulkColumns(p) : undefined;
    return { kind: 'OpenRowsetBulkTable', start, files, options, schema, ...parseTableAlias(p), end: p.end };
  }
  if (p.kind(2) === TokenKind.Word && p.term(3) === '=') {
    p.expectAll('OPENROWSET', '(');
    const options: NamedOption[] = [];
    do options.push(parseNamedOption(p));
    while (p.eat(','));
    p.expect(')');
    const schema = startsColumns(p) ? parseBulkColumns(p) : undefined;
    return { kind: 'OpenRowsetCosmosTable', start, options, schema, ...parseTableAlias(p), end: p.end };
  }
  const rowset = parseProviderRowset(p);
  const schema = startsColumns(p) ? parseBulkColumns(p) : undefined;
  return { ...rowset, schema, ...parseTableAlias(p), end: p.end };
}

function startsColumns(p: Parser): boolean {
  return (
    p.at('WITH') && p.term(1) === '(' && p.isIdentifierAt(2) && (p.isIdentifierAt(3) || p.kind(3) === TokenKind.Word)
  );
}

function parseFiles(p: Parser): Expression[] {
  if (!p.eat('(')) return [parseScalar(p)];
  const files: Expression[] = [];
  do files.push(parseScalar(p));
  while (p.eat(','));
  p.expect(')');
  return files;
}

/** OPENROWSET('provider', 'connection', table or query); also a target of INSERT, UPDATE and DELETE. */
export function parseProviderRowset(p: Parser): OpenRowsetTable {
  const { start } = p;
  p.expectAll('OPENROWSET', '(');
  const provider = p.atString ? parseStringLiteral(p) : parseScalar(p);
  const connection: Expression[] = [];
  p.expect(',');
  connection.push(parseScalar(p));
  while (p.eat(';')) connection.push(parseScalar(p));
  let object: ObjectName | undefined;
  let query: StringLiteral | undefined;
  if (p.eat(',')) {
    if (p.atString) query = parseStringLiteral(p);
    else object = parseObjectName(p);
  }
  p.expect(')');
  return { kind: 'OpenRowsetTable', start, end: p.end, provider, connection, object, query };
}

/** `NAME = value`, `NAME`, `NAME = (…)`, `ORDER (a, b) UNIQUE` */
export function parseNamedOption(p: Parser): NamedOption {
  const { start } = p;
  if (p.eat('ORDER')) {
    const orderBy = parseOrderedColumns(p);
    const unique = p.eat('UNIQUE') || undefined;
    return { kind: 'NamedOption', start, end: p.end, name: 'ORDER', orderBy, unique };
  }
  const name = parseAnyWord(p).name.toUpperCase();
  if (!p.eat('=')) return { kind: 'NamedOption', start, end: p.end, name };
  if (p.eat('(')) {
    const values: (Expression | Identifier)[] = [];
    do values.push(parseOptionValue(p));
    while (p.eat(','));
    p.expect(')');
    return { kind: 'NamedOption', start, end: p.end, name, values };
  }
  const value = parseOptionValue(p);
  return { kind: 'NamedOption', start, end: p.end, name, value };
}

function parseOptionValue(p: Parser): Expression | Identifier {
  return p.kind() === TokenKind.Word && p.term(1) !== '.' ? parseAnyWord(p) : parseScalar(p);
}

function parseOrderedColumns(p: Parser): OrderedColumn[] {
  const columns: OrderedColumn[] = [];
  p.expect('(');
  do {
    const column = parseColumnName(p);
    const direction = p.atAny('ASC', 'DESC') ? p.oneOf('ASC', 'DESC') : undefined;
    columns.push({ kind: 'OrderedColumn', start: column.start, end: p.end, column, direction });
  } while (p.eat(','));
  p.expect(')');
  return columns;
}

/** `WITH (name type [COLLATE c] [position or '$.path'], …)` */
export function parseBulkColumns(p: Parser): BulkColumn[] {
  p.expectAll('WITH', '(');
  const columns: BulkColumn[] = [];
  do {
    const { start } = p;
    const name = parseIdentifier(p);
    const type = parseDataType(p);
    const collation = p.eat('COLLATE') ? parseIdentifier(p) : undefined;
    const nullable = p.eat('NULL') ? 'NULL' : p.eatAll('NOT', 'NULL') ? 'NOT NULL' : undefined;
    const position = p.atString || p.kind() === TokenKind.Integer ? parseScalar(p) : undefined;
    columns.push({ kind: 'BulkColumn', start, end: p.end, name, type, collation, nullable, position });
  } while (p.eat(','));
  p.expect(')');
  return columns;
}
