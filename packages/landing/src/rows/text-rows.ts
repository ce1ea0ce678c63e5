/** Values in the text format of the exec contract; null is NULL. */
export type TextRow = readonly (string | null)[];

export type TextRows = Iterable<TextRow> | AsyncIterable<TextRow>;

/** Rows of either kind; an ordinary iterable is not made to wait after every row. */
export async function forEachRow(rows: TextRows, visit: (row: TextRow) => boolean): Promise<void> {
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) if (!visit(row)) return;
  } else {
    for (const row of rows) if (!visit(row)) return;
  }
}
