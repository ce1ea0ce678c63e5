/** Values in the text format of the exec contract; null is NULL. */
export type TextRow = readonly (string | null)[];

/** Rows one by one, or in portions as they come from afar. */
export type TextRows = Iterable<TextRow> | AsyncIterable<TextRow> | TextPortions;

export interface TextPortions {
  readonly portions: AsyncIterable<readonly TextRow[]>;
}

/** Rows of any kind in portions of so many at most, where they do not come in portions already. */
export async function* portionsOf(rows: TextRows, size: number): AsyncGenerator<readonly TextRow[], void, undefined> {
  if ('portions' in rows) {
    yield* rows.portions;
    return;
  }
  let portion: TextRow[] = [];
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      portion.push(row);
      if (portion.length < size) continue;
      yield portion;
      portion = [];
    }
  } else {
    for (const row of rows) {
      portion.push(row);
      if (portion.length < size) continue;
      yield portion;
      portion = [];
    }
  }
  if (portion.length > 0) yield portion;
}
