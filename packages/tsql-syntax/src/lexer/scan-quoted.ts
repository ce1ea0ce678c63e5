/**
 * The offset behind the closing quote of a quoted token whose content starts at `from`, or -1 when it is not closed.
 * A doubled closing quote stands for itself and does not close.
 */
export function findClosingQuote(text: string, from: number, close: number): number {
  const quote = String.fromCharCode(close);
  let i = text.indexOf(quote, from);
  while (i >= 0) {
    if (text.charCodeAt(i + 1) !== close) return i + 1;
    i = text.indexOf(quote, i + 2);
  }
  return -1;
}

/** The value between the quotes of a token: doubled quotes undone, a backslash at a line end joins the lines. */
export function unquote(raw: string, quote: string): string {
  let value = raw;
  if (value.includes(quote)) value = value.replaceAll(quote + quote, quote);
  return value;
}

/**
 * A string's value. A backslash directly before a line end continues the string on the next line.
 * Source: learn.microsoft.com/sql/t-sql/language-elements/sql-server-utilities-statements-backslash
 */
export function stringValue(raw: string, quote: string): string {
  const value = unquote(raw, quote);
  return value.includes('\\') ? value.replace(/\\\r?\n/g, '') : value;
}
