import type { Delete } from '../../ast/data-modification.js';
import type { WhereClause, WithClause } from '../../ast/queries.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier, parseVariable } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseTop, parseWhere } from '../queries/parse-query-specification.js';
import { parseFrom } from '../tables/parse-from.js';
import { parseModificationTarget, parseOutputs } from './parse-modification-target.js';
import { parseOption } from './parse-option.js';

export function parseDelete(p: Parser, clause: WithClause | undefined): Delete {
  const start = clause?.start ?? p.start;
  p.expect('DELETE');
  const top = p.at('TOP') ? parseTop(p) : undefined;
  p.eat('FROM');
  const target = parseModificationTarget(p);
  const output = parseOutputs(p);
  const from = p.at('FROM') ? parseFrom(p) : undefined;
  const where = p.at('WHERE') ? parseModificationWhere(p) : undefined;
  const option = p.at('OPTION') ? parseOption(p) : undefined;
  return { kind: 'Delete', start, end: p.end, with: clause, top, target, output, from, where, option };
}

/** WHERE condition, or WHERE CURRENT OF cursor */
export function parseModificationWhere(p: Parser): WhereClause {
  const { start } = p;
  if (!p.atAll('WHERE', 'CURRENT', 'OF')) return parseWhere(p);
  const currentStart = p.start;
  p.expectAll('WHERE', 'CURRENT', 'OF');
  const global = p.at('GLOBAL') && p.isIdentifierAt(1) && p.eat('GLOBAL');
  const cursor = p.kind() === TokenKind.Variable ? parseVariable(p) : parseIdentifier(p);
  const condition = { kind: 'CurrentOfPredicate', start: currentStart, end: p.end, global, cursor } as const;
  return { kind: 'WhereClause', start, end: p.end, condition };
}
