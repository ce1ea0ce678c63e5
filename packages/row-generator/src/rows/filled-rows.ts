import type { ForeignKey, Table } from '@datamigrate/catalog';
import { type Database, tableRows } from '@datamigrate/tsql-engine';
import { tableKey } from '../modules/column-ref.js';
import { ordinalOf } from './fill-order.js';

/** More rows than this of a table are not looked at to find values for others. */
const MOST_LOOKED_AT = 2000;

export interface FilledRow {
  readonly values: readonly (string | null)[];
  /** Of the conditions that the row was made for. */
  readonly recipe?: number | undefined;
}

/** The rows that tables have by now: those that were there before, and those that were generated. */
export class FilledRows {
  readonly #database: Database;
  readonly #rows = new Map<string, FilledRow[]>();
  /** Keys that rows of a later table have to have, because rows of an earlier one name them already. */
  readonly demanded = new Map<string, Map<number, string>[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  of(table: Table): readonly FilledRow[] {
    const key = tableKey(table);
    let rows = this.#rows.get(key);
    if (!rows) {
      const present = tableRows(this.#database, table) ?? [];
      rows = present.slice(0, MOST_LOOKED_AT).map((values) => ({ values }));
      this.#rows.set(key, rows);
    }
    return rows;
  }

  add(table: Table, row: FilledRow): void {
    (this.of(table) as FilledRow[]).push(row);
  }

  demand(table: Table, values: Map<number, string>): void {
    const key = tableKey(table);
    this.demanded.set(key, [...(this.demanded.get(key) ?? []), values]);
  }
}

/** Positions of the columns that a foreign key refers to. */
export function referencedColumns(parent: Table, key: ForeignKey): readonly number[] {
  const names = key.referencedColumns.length > 0 ? key.referencedColumns : (parent.primaryKey?.columns ?? []);
  return names.map((name) => ordinalOf(parent, name));
}
