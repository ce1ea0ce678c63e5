import type { Expression, PartitionFunctionCall } from '../../ast/expressions.js';
import type { Identifier } from '../../ast/names.js';
import { TokenKind } from '../../lexer/token-kind.js';
import { parseIdentifier } from '../parse-names.js';
import type { Parser } from '../parser.js';
import { parseArguments } from './parse-method-chain.js';

export function startsPseudoColumn(p: Parser, ahead: number): boolean {
  const term = p.term(ahead);
  return p.kind(ahead) === TokenKind.DollarWord || term === 'IDENTITYCOL' || term === 'ROWGUIDCOL';
}

/** `$action`, `$rowguid`, `$PARTITION.f(x)` */
export function parseDollarWord(p: Parser): Expression {
  return parsePseudoColumn(p, p.start, []);
}

/** A pseudo column or partition function behind its qualifier, which has been read. */
export function parsePseudoColumn(p: Parser, start: number, qualifier: (Identifier | undefined)[]): Expression {
  const name = p.tokenText.toUpperCase();
  p.advance();
  if (name === '$PARTITION' && p.at('.')) return parsePartitionFunction(p, start, qualifier[0]);
  return { kind: 'PseudoColumn', start, end: p.end, qualifier, name };
}

function parsePartitionFunction(p: Parser, start: number, database: Identifier | undefined): PartitionFunctionCall {
  p.expect('.');
  const name = parseIdentifier(p);
  const args = parseArguments(p);
  return { kind: 'PartitionFunctionCall', start, end: p.end, database, function: name, arguments: args };
}
