import { remembered } from '@datamigrate/foundation';

/** Words that DuckDB takes for syntax where a name could stand (duckdb_keywords(), categories reserved and type_function). */
const RESERVED: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable
   desc describe distinct do else end except false fetch for foreign from group having in initially intersect into lambda
   lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary qualify references
   returning select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where
   window with anti asof at authorization binary collation concurrently cross freeze full generated glob ilike inner is isnull join
   left like natural notnull outer overlaps positional right semi similar tablesample verbose`.split(/\s+/),
);

/** A name as DuckDB writes it, quoted only when it has to be: it keeps upper and lower case, and compares without. */
export const identifier = remembered(
  (name) => (isPlain(name) && !RESERVED.has(name.toLowerCase()) ? name : `"${name.replaceAll('"', '""')}"`),
  10_000,
);

/** Letters, digits and underscores, no digit first. */
function isPlain(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!letter && code !== 95 && (i === 0 || code < 48 || code > 57)) return false;
  }
  return name !== '';
}
