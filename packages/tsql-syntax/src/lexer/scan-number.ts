import type { TokenBuffer } from './token-buffer.js';
import { TokenKind } from './token-kind.js';

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function skipDigits(text: string, from: number): number {
  let i = from;
  while (isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** `1`, `1.`, `.5`, `1.5`, `1e3`, `1.5E-3`. An exponent may lack its digits (`1e` is 1e0). */
export function scanNumber(text: string, start: number, tokens: TokenBuffer): number {
  let i = skipDigits(text, start);
  let kind: TokenKind = TokenKind.Integer;
  if (text.charCodeAt(i) === 46) {
    kind = TokenKind.Decimal;
    i = skipDigits(text, i + 1);
  }
  if ((text.charCodeAt(i) | 32) === 0x65) {
    kind = TokenKind.Float;
    i++;
    const sign = text.charCodeAt(i);
    if (sign === 43 || sign === 45) i++;
    i = skipDigits(text, i);
  }
  tokens.push(kind, 0, start, i);
  return i;
}

/** `0xA1F`; a backslash at a line end continues the literal on the next line. `0x` alone is an empty value. */
export function scanBinary(text: string, start: number, tokens: TokenBuffer): number {
  let i = start + 2;
  for (;;) {
    const code = text.charCodeAt(i);
    const letter = code | 32;
    if (isDigit(code) || (letter >= 97 && letter <= 102)) i++;
    else if (code === 92 && text.charCodeAt(i + 1) === 10) i += 2;
    else if (code === 92 && text.charCodeAt(i + 1) === 13 && text.charCodeAt(i + 2) === 10) i += 3;
    else break;
  }
  tokens.push(TokenKind.Binary, 0, start, i);
  return i;
}

/** `$12.50`, `£5`, `$` alone, `$-5` and `$ 5`: the sign and blanks may follow the currency. */
export function scanMoney(text: string, start: number, tokens: TokenBuffer): number {
  let i = start + 1;
  let j = i;
  while (text.charCodeAt(j) === 32) j++;
  const sign = text.charCodeAt(j);
  if (sign === 43 || sign === 45) j++;
  while (text.charCodeAt(j) === 32) j++;
  const first = text.charCodeAt(j);
  if (isDigit(first) || (first === 46 && isDigit(text.charCodeAt(j + 1)))) {
    i = skipDigits(text, j);
    if (text.charCodeAt(i) === 46) i = skipDigits(text, i + 1);
  }
  tokens.push(TokenKind.Money, 0, start, i);
  return i;
}
