import type { ColumnReference, Expression } from '../../ast/expressions.js';
import type { Identifier, ObjectName } from '../../ast/names.js';
import type { OpenDataSourceTable, OpenQueryTable, TableReference } from '../../ast/tables.js';
import { parseScalar } from '../expressions/parse-expression.js';
import { parseColumnName, parseFullTextColumns, parseLanguage } from '../expressions/parse-full-text.js';
import { parseStringLiteral } from '../expressions/parse-string-literal.js';
import { parseIdentifier, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseColumnList } from '../queries/parse-with.js';
import { parseGenerateChunks, parseVectorSearch } from './parse-ai-tables.js';
import { parseJsonColumns } from './parse-json-columns.js';
import { parseBulkColumns, parseOpenRowset } from './parse-open-rowset.js';
import { parseTableAlias } from './parse-table-alias.js';
import { parseTableReference } from './parse-table-reference.js';

/** A rowset function with a syntax of its own; undefined when another kind of table follows. */
export function parseRowset(p: Parser): TableReference | undefined {
  const next = p.term(1);
  switch (p.term()) {
    case 'OPENJSON':
      return next === '(' ? parseOpenJson(p) : undefined;
    case 'OPENXML':
      return parseOpenXml(p);
    case 'OPENQUERY':
      return { ...parseOpenQuery(p), ...parseTableAlias(p), end: p.end };
    case 'OPENROWSET':
      return parseOpenRowset(p);
    case 'OPENDATASOURCE':
      return { ...parseOpenDataSource(p), ...parseTableAlias(p), end: p.end };
    case 'CHANGETABLE':
      return next === '(' ? parseChangeTable(p) : undefined;
    case 'CONTAINSTABLE':
    case 'FREETEXTTABLE':
      return parseFullTextTable(p);
    case 'SEMANTICKEYPHRASETABLE':
    case 'SEMANTICSIMILARITYTABLE':
    case 'SEMANTICSIMILARITYDETAILSTABLE':
      return parseSemanticTable(p);
    case 'PREDICT':
      return next === '(' ? parsePredict(p) : undefined;
    case 'VECTOR_SEARCH':
      return next === '(' ? parseVectorSearch(p) : undefined;
    case 'AI_GENERATE_CHUNKS':
      return next === '(' ? parseGenerateChunks(p) : undefined;
    default:
      return undefined;
  }
}

function parseOpenJson(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('OPENJSON', '(');
  const json = parseScalar(p);
  const path = p.eat(',') ? parseScalar(p) : undefined;
  p.expect(')');
  const schema = p.at('WITH') && p.term(1) === '(' ? parseJsonColumns(p) : undefined;
  return { kind: 'OpenJsonTable', start, json, path, schema, ...parseTableAlias(p), end: p.end };
}

function parseOpenXml(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('OPENXML', '(');
  const document = parseScalar(p);
  p.expect(',');
  const rowPattern = parseScalar(p);
  const flags = p.eat(',') ? parseScalar(p) : undefined;
  p.expect(')');
  if (p.at('WITH') && p.isIdentifierAt(1)) {
    p.advance();
    const schemaTable = parseObjectName(p);
    return { kind: 'OpenXmlTable', start, document, rowPattern, flags, schemaTable, ...parseTableAlias(p), end: p.end };
  }
  if (!(p.at('WITH') && p.term(1) === '(')) {
    return { kind: 'OpenXmlTable', start, document, rowPattern, flags, ...parseTableAlias(p), end: p.end };
  }
  if (p.term(3) === ')' || p.term(3) === '.') {
    p.expectAll('WITH', '(');
    const schemaTable = parseObjectName(p);
    p.expect(')');
    return { kind: 'OpenXmlTable', start, document, rowPattern, flags, schemaTable, ...parseTableAlias(p), end: p.end };
  }
  const schema = parseJsonColumns(p);
  return { kind: 'OpenXmlTable', start, document, rowPattern, flags, schema, ...parseTableAlias(p), end: p.end };
}

/** Without an alias: also a target of INSERT, UPDATE and DELETE. */
export function parseOpenQuery(p: Parser): OpenQueryTable {
  const { start } = p;
  p.expectAll('OPENQUERY', '(');
  const server = parseIdentifier(p);
  p.expect(',');
  const query = parseScalar(p);
  p.expect(')');
  return { kind: 'OpenQueryTable', start, end: p.end, server, query };
}

export function parseOpenDataSource(p: Parser): OpenDataSourceTable {
  const { start } = p;
  p.expectAll('OPENDATASOURCE', '(');
  const provider = parseStringLiteral(p);
  p.expect(',');
  const connection = parseStringLiteral(p);
  p.expectAll(')', '.');
  const object = parseObjectName(p);
  return { kind: 'OpenDataSourceTable', start, end: p.end, provider, connection, object };
}

function parseChangeTable(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('CHANGETABLE', '(');
  const changes = p.at('CHANGES');
  if (!changes && p.tokenText.toUpperCase() !== 'VERSION') p.fail('CHANGES or VERSION');
  p.advance();
  const target: ObjectName = parseObjectName(p);
  p.expect(',');
  let since: Expression | undefined;
  let keys: Identifier[] | undefined;
  let values: Expression[] | undefined;
  let forceSeek: boolean | undefined;
  if (changes) {
    since = parseScalar(p);
  } else {
    keys = parseColumnList(p);
    p.expectAll(',', '(');
    values = [];
    do values.push(parseScalar(p));
    while (p.eat(','));
    p.expect(')');
  }
  if (p.eat(',')) {
    p.expect('FORCESEEK');
    forceSeek = true;
  }
  p.expect(')');
  return { kind: 'ChangeTable', start, target, since, keys, values, forceSeek, ...parseTableAlias(p), end: p.end };
}

function parseFullTextTable(p: Parser): TableReference {
  const { start } = p;
  const name = p.oneOf('CONTAINSTABLE', 'FREETEXTTABLE');
  p.expect('(');
  const table = parseObjectName(p);
  p.expect(',');
  const { columns, property } = parseFullTextColumns(p);
  p.expect(',');
  const search = parseScalar(p);
  let language: Expression | undefined;
  let top: Expression | undefined;
  while (p.eat(',')) {
    if (p.at('LANGUAGE')) language = parseLanguage(p);
    else top = parseScalar(p);
  }
  p.expect(')');
  const alias = parseTableAlias(p);
  return {
    kind: 'FullTextTable',
    start,
    end: p.end,
    function: name,
    table,
    fullTextColumns: columns,
    property,
    search,
    language,
    top,
    ...alias,
  };
}

function parseSemanticTable(p: Parser): TableReference {
  const { start } = p;
  const name = p.oneOf('SEMANTICKEYPHRASETABLE', 'SEMANTICSIMILARITYTABLE', 'SEMANTICSIMILARITYDETAILSTABLE');
  p.expect('(');
  const table = parseObjectName(p);
  p.expect(',');
  const { columns } = parseFullTextColumns(p);
  const keys: Expression[] = [];
  let matchedColumn: ColumnReference | undefined;
  while (p.eat(',')) {
    if (name === 'SEMANTICSIMILARITYDETAILSTABLE' && keys.length === 1 && !matchedColumn)
      matchedColumn = parseColumnName(p);
    else keys.push(parseScalar(p));
  }
  p.expect(')');
  const alias = parseTableAlias(p);
  return {
    kind: 'SemanticTable',
    start,
    end: p.end,
    function: name,
    table,
    semanticColumns: columns,
    keys,
    matchedColumn,
    ...alias,
  };
}

function parsePredict(p: Parser): TableReference {
  const { start } = p;
  p.expectAll('PREDICT', '(', 'MODEL', '=');
  const model = parseScalar(p);
  p.expectAll(',', 'DATA', '=');
  const data = parseTableReference(p);
  let runtime: Identifier | undefined;
  if (p.eat(',')) {
    p.expectAll('RUNTIME', '=');
    runtime = parseIdentifier(p);
  }
  p.expect(')');
  const schema = parseBulkColumns(p);
  return { kind: 'PredictTable', start, model, data, runtime, schema, ...parseTableAlias(p), end: p.end };
}
