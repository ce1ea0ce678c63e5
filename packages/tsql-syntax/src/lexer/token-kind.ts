/** What a token is. Keywords are words with a term id; which of them are names is the parser's business. */
export const TokenKind = {
  End: 0,
  Word: 1,
  /** `[name]` */
  Bracketed: 2,
  /** `"x"`: a name or a string, by QUOTED_IDENTIFIER; the parser knows. */
  DoubleQuoted: 3,
  /** `@x` */
  Variable: 4,
  /** `@@x` */
  SystemVariable: 5,
  String: 6,
  NationalString: 7,
  Integer: 8,
  Decimal: 9,
  Float: 10,
  Money: 11,
  Binary: 12,
  Symbol: 13,
  /** `$action`, `$partition`, `$identity`, `$rowguid` … */
  DollarWord: 14,
  Invalid: 15,
} as const;

export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];
