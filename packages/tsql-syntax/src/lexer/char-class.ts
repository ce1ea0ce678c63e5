/** Classes of ASCII characters; everything above is decided by Unicode properties. */
export const CharClass = { Other: 0, Space: 1, Letter: 2, Digit: 3, Operator: 4 } as const;

const OPERATORS = '(),;.=<>!+-*/%&|^~:{}\\';

/** The class of each of the 128 ASCII codes. `_` and `#` begin identifiers as letters do. */
export const CHAR_CLASS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (code <= 32) return CharClass.Space;
  if (/[A-Za-z_#]/.test(char)) return CharClass.Letter;
  if (/[0-9]/.test(char)) return CharClass.Digit;
  return OPERATORS.includes(char) ? CharClass.Operator : CharClass.Other;
});

/** 1 where an ASCII code goes on an identifier: letters, digits, `_`, `@`, `$`, `#`. */
export const IS_NAME_PART: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_@$#]/.test(String.fromCharCode(code)) ? 1 : 0,
);

const UNICODE_SPACE = /\p{Z}|[\u0085\u200b\ufeff]/u;
const UNICODE_LETTER = /[\p{L}\p{Nl}]/u;
const UNICODE_NAME_PART = /[\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}\p{Cf}\p{Cs}]/u;

export function isUnicodeSpace(code: number): boolean {
  return UNICODE_SPACE.test(String.fromCharCode(code));
}

/** Surrogates count as letters: supplementary letters may stand in names under _SC collations. */
export function isUnicodeLetter(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || UNICODE_LETTER.test(String.fromCharCode(code));
}

export function isUnicodeNamePart(code: number): boolean {
  return (code >= 0xd800 && code <= 0xdfff) || UNICODE_NAME_PART.test(String.fromCharCode(code));
}

/** Currency signs that begin a money literal. learn.microsoft.com/sql/t-sql/data-types/money-and-smallmoney-transact-sql */
const CURRENCY = new Set(
  [0x24, ...'¢£¤¥৲৳฿៛₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₯₰₱﷼﹩＄￠￡￥￦'].map((c) => (typeof c === 'number' ? c : c.charCodeAt(0))),
);

export function isCurrency(code: number): boolean {
  return CURRENCY.has(code);
}
