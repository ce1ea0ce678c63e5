import type { Diagnostic } from '@datamigrate/diagnostics';
import { syntaxDiagnostics } from '../diagnostics.js';
import {
  CHAR_CLASS,
  CharClass,
  IS_NAME_PART,
  isCurrency,
  isUnicodeLetter,
  isUnicodeNamePart,
  isUnicodeSpace,
} from './char-class.js';
import { endOfLine, matchGo, skipBlockComment, startsLine } from './scan-line.js';
import { scanBinary, scanMoney, scanNumber } from './scan-number.js';
import { scanOperator } from './scan-operator.js';
import { findClosingQuote } from './scan-quoted.js';
import { findWord, HASH_SEED, hashStep, IS_RESERVED } from './term-table.js';
import type { TokenBuffer } from './token-buffer.js';
import { TokenKind } from './token-kind.js';

/** Where a batch ends: at a GO line or at the end of the text. */
export interface BatchEnd {
  /** End of the batch's own text: the start of its GO, or the end of the text. */
  readonly end: number;
  /** Where the next batch starts; equals the text's length after the last one. */
  readonly next: number;
  /** The count of `GO n`, 1 when there is none. */
  readonly repeat: number;
}

/**
 * Reads the tokens of one batch, from `from` up to a GO line or the end of the text, into `tokens` (cleared first).
 * Guarantees: tokens are in order and do not overlap; what lies between them is blanks, comments and SQLCMD lines only;
 * no character is lost. Bad input becomes an Invalid token and a diagnostic, never an exception.
 */
export function lexBatch(text: string, from: number, tokens: TokenBuffer, diagnostics: Diagnostic[]): BatchEnd {
  tokens.clear();
  const length = text.length;
  let i = from;
  while (i < length) {
    const code = text.charCodeAt(i);
    const charClass = code < 128 ? CHAR_CLASS[code] : CharClass.Other;
    if (charClass === CharClass.Space) {
      i++;
      continue;
    }
    if (charClass === CharClass.Letter) {
      const start = i;
      i = lexWord(text, start, tokens, diagnostics);
      if (i - start === 2 && isGo(text, start, from)) {
        const go = matchGo(text, i);
        if (go) {
          tokens.count--;
          tokens.finish(start);
          return { end: start, next: go.next, repeat: go.repeat };
        }
      }
      continue;
    }
    if (charClass === CharClass.Operator) {
      if (code === 0x2d && text.charCodeAt(i + 1) === 0x2d) i = tokens.pass(i, endOfLine(text, i));
      else if (code === 0x2f && text.charCodeAt(i + 1) === 0x2a) i = lexBlockComment(text, i, tokens, diagnostics);
      else if (code === 0x3a && isDirective(text, i, from)) i = tokens.pass(i, endOfLine(text, i));
      else if (code === 0x21 && text.charCodeAt(i + 1) === 0x21 && startsLine(text, i, from))
        i = tokens.pass(i, endOfLine(text, i));
      else if (code === 0x2e && isDigit(text.charCodeAt(i + 1)) && !followsName(i, tokens))
        i = lexNumber(text, i, tokens);
      else i = scanOperator(text, i, tokens);
      continue;
    }
    if (charClass === CharClass.Digit) {
      i = lexNumber(text, i, tokens);
      continue;
    }
    i = lexOther(text, i, code, tokens, diagnostics);
  }
  tokens.finish(length);
  return { end: length, next: length, repeat: 1 };
}

function isGo(text: string, start: number, from: number): boolean {
  return (
    (text.charCodeAt(start) | 32) === 0x67 &&
    (text.charCodeAt(start + 1) | 32) === 0x6f &&
    startsLine(text, start, from)
  );
}

/** `:r file`, `:setvar x y`, `:on error exit` on a line of their own belong to sqlcmd and not to the language. */
function isDirective(text: string, i: number, from: number): boolean {
  const next = text.charCodeAt(i + 1) | 32;
  return next >= 97 && next <= 122 && startsLine(text, i, from);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A dot that touches a name before it qualifies that name, even when a digit follows: `t.1a` is no number. */
function followsName(dot: number, tokens: TokenBuffer): boolean {
  if (tokens.count === 0) return false;
  const last = tokens.count - 1;
  if (tokens.ends[last] !== dot) return false;
  const kind = tokens.kinds[last];
  return (
    kind === TokenKind.Bracketed ||
    kind === TokenKind.DoubleQuoted ||
    (kind === TokenKind.Word && !IS_RESERVED[tokens.terms[last] ?? 0])
  );
}

function lexNumber(text: string, i: number, tokens: TokenBuffer): number {
  return text.charCodeAt(i) === 48 && (text.charCodeAt(i + 1) | 32) === 0x78
    ? scanBinary(text, i, tokens)
    : scanNumber(text, i, tokens);
}

function lexWord(text: string, start: number, tokens: TokenBuffer, diagnostics: Diagnostic[]): number {
  const first = text.charCodeAt(start);
  if ((first | 32) === 0x6e && text.charCodeAt(start + 1) === 0x27) {
    return lexQuoted(text, start, start + 1, 0x27, TokenKind.NationalString, tokens, diagnostics);
  }
  let hash = HASH_SEED;
  let i = start;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128) {
      if (!isUnicodeNamePart(code)) break;
      hash = hashStep(hash, code);
    } else if (code === 0x24 && text.charCodeAt(i + 1) === 0x28) {
      i = endOfVariable(text, i) - 1;
    } else if (IS_NAME_PART[code]) {
      hash = hashStep(hash, code >= 97 && code <= 122 ? code - 32 : code);
    } else break;
  }
  tokens.push(TokenKind.Word, findWord(text, start, i, hash), start, i);
  return i;
}

/** The end of a SQLCMD variable `$(name)` that starts at `i`; a variable that is not closed ends at its parenthesis. */
function endOfVariable(text: string, i: number): number {
  let end = i + 2;
  while (end < text.length && /[\w.-]/.test(text.charAt(end))) end++;
  return text.charCodeAt(end) === 0x29 ? end + 1 : i + 2;
}

function lexOther(text: string, i: number, code: number, tokens: TokenBuffer, diagnostics: Diagnostic[]): number {
  switch (code) {
    case 0x27:
      return lexQuoted(text, i, i, 0x27, TokenKind.String, tokens, diagnostics);
    case 0x22:
      return lexQuoted(text, i, i, 0x22, TokenKind.DoubleQuoted, tokens, diagnostics);
    case 0x5b:
      return lexQuoted(text, i, i, 0x5d, TokenKind.Bracketed, tokens, diagnostics);
    case 0x40:
      return lexVariable(text, i, tokens);
  }
  if (code === 0x24) {
    const next = text.charCodeAt(i + 1);
    if (next === 0x28 && endOfVariable(text, i) > i + 2) return lexWordAfterVariable(text, i, tokens);
    if (next < 128 && CHAR_CLASS[next] === CharClass.Letter) return lexDollarWord(text, i, tokens);
  }
  if (isCurrency(code)) return scanMoney(text, i, tokens);
  if (code >= 128) {
    if (isUnicodeSpace(code)) return i + 1;
    if (isUnicodeLetter(code)) return lexWord(text, i, tokens, diagnostics);
  }
  const width = code >= 0xd800 && code <= 0xdbff ? 2 : 1;
  diagnostics.push(
    syntaxDiagnostics.create(
      'parse-invalid-character',
      { text: text.slice(i, i + width) },
      { start: i, end: i + width },
    ),
  );
  tokens.push(TokenKind.Invalid, 0, i, i + width);
  return i + width;
}

/** `$(db)_name` is one word: sqlcmd replaces the variable before SQL Server sees the text. */
function lexWordAfterVariable(text: string, start: number, tokens: TokenBuffer): number {
  let i = endOfVariable(text, start);
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x24 && text.charCodeAt(i + 1) === 0x28) i = endOfVariable(text, i) - 1;
    else if (code < 128 ? !IS_NAME_PART[code] : !isUnicodeNamePart(code)) break;
  }
  tokens.push(TokenKind.Word, 0, start, i);
  return i;
}

function lexDollarWord(text: string, start: number, tokens: TokenBuffer): number {
  const end = endOfName(text, start + 1);
  tokens.push(TokenKind.DollarWord, 0, start, end);
  return end;
}

function lexVariable(text: string, start: number, tokens: TokenBuffer): number {
  const system = text.charCodeAt(start + 1) === 0x40;
  const end = endOfName(text, start + 1);
  tokens.push(system && end > start + 2 ? TokenKind.SystemVariable : TokenKind.Variable, 0, start, end);
  return end;
}

function endOfName(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 ? !IS_NAME_PART[code] : !isUnicodeNamePart(code)) break;
  }
  return i;
}

function lexQuoted(
  text: string,
  start: number,
  open: number,
  close: number,
  kind: TokenKind,
  tokens: TokenBuffer,
  diagnostics: Diagnostic[],
): number {
  const end = findClosingQuote(text, open + 1, close);
  if (end >= 0) {
    tokens.push(kind, 0, start, end);
    return end;
  }
  const code =
    kind === TokenKind.Bracketed || kind === TokenKind.DoubleQuoted
      ? 'parse-unterminated-identifier'
      : 'parse-unterminated-string';
  const excerpt = text.slice(start, start + 30);
  const parameters = { text: excerpt, quote: String.fromCharCode(close) };
  diagnostics.push(syntaxDiagnostics.create(code, parameters, { start, end: text.length }));
  tokens.push(TokenKind.Invalid, 0, start, text.length);
  return text.length;
}

function lexBlockComment(text: string, start: number, tokens: TokenBuffer, diagnostics: Diagnostic[]): number {
  const end = skipBlockComment(text, start);
  if (end >= 0) return tokens.pass(start, end);
  diagnostics.push(syntaxDiagnostics.create('parse-unterminated-comment', {}, { start, end: start + 2 }));
  return tokens.pass(start, text.length);
}
