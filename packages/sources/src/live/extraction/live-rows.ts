import type { LiveRow } from '../connection/live-connection.js';

/** Values of a row as the catalog views give them. */
export class RowReader {
  readonly #row: LiveRow;
  #at = 0;

  constructor(row: LiveRow) {
    this.#row = row;
  }

  text(): string {
    return String(this.#row[this.#at++] ?? '');
  }

  /** Undefined for NULL. */
  optional(): string | undefined {
    const value = this.#row[this.#at++];
    return value === null || value === undefined ? undefined : String(value);
  }

  number(): number {
    return Number(this.#row[this.#at++] ?? 0);
  }

  /** bit comes as true and false, and as numbers where a constant stands for it. */
  flag(): boolean {
    const value = this.#row[this.#at++];
    return value === true || value === 1;
  }
}

/** Rows by what stands in their first column. */
export function groupedRows(rows: readonly LiveRow[] | undefined): ReadonlyMap<string, readonly LiveRow[]> {
  const groups = new Map<string, LiveRow[]>();
  for (const row of rows ?? []) {
    const key = String(row[0]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
