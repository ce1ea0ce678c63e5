import type {
  ExecuteOption,
  InlineResultSet,
  ResultColumn,
  ResultSetAsObject,
  ResultSetDefinition,
} from '../../ast/execute.js';
import { parseDataType, parseIdentifier, parseObjectName } from '../parse-names.js';
import type { Parser } from '../parser.js';

/** `WITH RECOMPILE`, `WITH RESULT SETS …` */
export function parseExecuteOptions(p: Parser): ExecuteOption[] {
  const options: ExecuteOption[] = [];
  p.expect('WITH');
  do options.push(parseExecuteOption(p));
  while (p.eat(','));
  return options;
}

function parseExecuteOption(p: Parser): ExecuteOption {
  const { start } = p;
  if (p.eat('RECOMPILE')) return { kind: 'ExecuteOption', start, end: p.end, name: 'RECOMPILE' };
  p.expectAll('RESULT', 'SETS');
  if (p.eat('NONE')) return { kind: 'ExecuteOption', start, end: p.end, name: 'RESULT SETS NONE' };
  if (p.eat('UNDEFINED')) return { kind: 'ExecuteOption', start, end: p.end, name: 'RESULT SETS UNDEFINED' };
  const resultSets: ResultSetDefinition[] = [];
  p.expect('(');
  do resultSets.push(p.at('(') ? parseInline(p) : parseAsObject(p));
  while (p.eat(','));
  p.expect(')');
  return { kind: 'ExecuteOption', start, end: p.end, name: 'RESULT SETS', resultSets };
}

function parseInline(p: Parser): InlineResultSet {
  const { start } = p;
  const columns: ResultColumn[] = [];
  p.expect('(');
  do {
    const columnStart = p.start;
    const name = parseIdentifier(p);
    const type = parseDataType(p);
    const collation = p.eat('COLLATE') ? parseIdentifier(p) : undefined;
    const nullable = p.eat('NULL') ? 'NULL' : p.eatAll('NOT', 'NULL') ? 'NOT NULL' : undefined;
    columns.push({ kind: 'ResultColumn', start: columnStart, end: p.end, name, type, collation, nullable });
  } while (p.eat(','));
  p.expect(')');
  return { kind: 'InlineResultSet', start, end: p.end, columns };
}

function parseAsObject(p: Parser): ResultSetAsObject {
  const { start } = p;
  p.expect('AS');
  if (p.eatAll('FOR', 'XML')) return { kind: 'ResultSetAsObject', start, end: p.end, as: 'FOR XML' };
  const as = p.oneOf('OBJECT', 'TYPE');
  const name = parseObjectName(p);
  return { kind: 'ResultSetAsObject', start, end: p.end, as, name };
}
