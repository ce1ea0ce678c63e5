import { snakeCase } from './snake-case.js';

/**
 * Words that DuckDB does not take as a column or as the name of a CTE without quotes.
 * Source: `duckdb_keywords()` of DuckDB 1.5, categories reserved and type_function.
 */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
  deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect
  into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary
  qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot
  using variadic when where window with
  anti asof at authorization binary by collation columns concurrently cross freeze full generated glob ilike inner is
  isnull join left like map natural notnull outer overlaps positional right semi similar struct tablesample try_cast
  unpack verbose`.split(/\s+/),
);

export function isReservedWord(name: string): boolean {
  return RESERVED_WORDS.has(name.toLowerCase());
}

/** A name as SQL of the target writes it: bare where that is possible, else in double quotes. */
export function quoteIfNeeded(name: string): string {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !isReservedWord(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** A name that needs no quotes in any place of a query: tools take a quoted name behind FROM for a table. */
export function plainName(name: string): string {
  const snake = snakeCase(name);
  return isReservedWord(snake) ? `${snake}_value` : snake;
}
