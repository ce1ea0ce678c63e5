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
export function identifier(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}
