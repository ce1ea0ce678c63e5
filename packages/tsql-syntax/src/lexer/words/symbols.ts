/** Punctuation and operators, longest first where one begins another. */
// biome-ignore format: a list of symbols
export const SYMBOLS = [
  '(', ')', ',', ';', '.', '=', '<', '>', '!', '<>', '<=', '>=', '!=', '!<', '!>', '+', '-', '*', '/', '%', '&', '|', '^', '~',
  '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '||', '||=', '<<', '>>', '::', ':', '{', '}', '\\',
] as const;
