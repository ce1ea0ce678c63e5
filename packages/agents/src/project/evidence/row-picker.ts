import { objectKey, type Table } from '@datamigrate/catalog';
import type { Database, Row, SqlValue } from '@datamigrate/tsql-engine';
import type { JoinLink } from './join-links.js';

/** Rows of tables, by the table's id in lower case and their place in it. */
export type Selection = ReadonlyMap<string, ReadonlySet<number>>;

/** Rows that are looked at; those of a large table behind them are never picked. */
const MOST_ROWS = 20_000;
/** Of each table, around one row to begin with. */
const MOST_OF_TABLE = 3;
/** That follow one link of one row. */
const MOST_FOLLOWED = 2;

/** A row to begin with. */
export interface Seed {
  readonly table: string;
  readonly row: number;
}

/** Finds rows that belong together. The same rows every time: no chance, no clock. */
export class RowPicker {
  readonly #rows = new Map<string, readonly Row[]>();
  readonly #ordinals = new Map<string, ReadonlyMap<string, number>>();
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly number[]>>();
  readonly #links = new Map<string, JoinLink[]>();
  readonly tables: readonly string[];

  constructor(database: Database, tables: readonly Table[], links: readonly JoinLink[]) {
    this.tables = tables.map((table) => objectKey(table));
    for (const [i, table] of tables.entries()) {
      const id = this.tables[i] ?? '';
      const store = database.store(table);
      this.#rows.set(id, (store?.rows ?? []).slice(0, MOST_ROWS));
      this.#ordinals.set(id, new Map((store?.columns ?? []).map(({ name }, at) => [name.toLowerCase(), at])));
    }
    for (const link of links) {
      if (!this.#rows.has(link.to.table)) continue;
      const known = this.#links.get(link.from.table);
      if (known) known.push(link);
      else this.#links.set(link.from.table, [link]);
    }
  }

  rowsOf(table: string): readonly Row[] {
    return this.#rows.get(table) ?? [];
  }

  /** Rows to begin with: spread over each table, those of the largest ones first, as they refer to the others. */
  seeds(most: number): readonly Seed[] {
    const filled = this.tables.filter((table) => this.rowsOf(table).length > 0);
    const share = Math.max(2, Math.ceil(most / Math.max(1, filled.length)));
    return [...filled]
      .sort((a, b) => this.rowsOf(b).length - this.rowsOf(a).length)
      .flatMap((table) => {
        const count = this.rowsOf(table).length;
        const picked = Math.min(share, count);
        return Array.from({ length: picked }, (_, i) => ({ table, row: Math.floor((i * count) / picked) }));
      })
      .slice(0, most);
  }

  /** A row and what belongs to it; of tables that nothing links to, their first row. */
  around({ table, row }: Seed, most = MOST_OF_TABLE): Selection {
    const selection = new Map<string, Set<number>>(this.tables.map((each) => [each, new Set<number>()]));
    selection.get(table)?.add(row);
    const open = [{ table, row }];
    for (let next = open.shift(); next; next = open.shift()) {
      for (const link of this.#links.get(next.table) ?? []) {
        const reached = selection.get(link.to.table);
        for (const other of this.#follow(next, link).slice(0, MOST_FOLLOWED)) {
          if (!reached || reached.has(other) || reached.size >= most) continue;
          reached.add(other);
          open.push({ table: link.to.table, row: other });
        }
      }
    }
    for (const [each, rows] of selection) if (rows.size === 0 && this.rowsOf(each).length > 0) rows.add(0);
    return selection;
  }

  #follow({ table, row }: Seed, { from, to }: JoinLink): readonly number[] {
    const value = this.rowsOf(table)[row]?.[this.#ordinals.get(table)?.get(from.column) ?? -1];
    if (value === undefined || value === null) return [];
    return this.#index(to.table, to.column).get(keyOf(value)) ?? [];
  }

  #index(table: string, column: string): ReadonlyMap<string, readonly number[]> {
    const name = `${table}\0${column}`;
    const known = this.#indexes.get(name);
    if (known) return known;
    const index = new Map<string, number[]>();
    const ordinal = this.#ordinals.get(table)?.get(column) ?? -1;
    for (const [i, row] of this.rowsOf(table).entries()) {
      const value = row[ordinal];
      if (value === undefined || value === null) continue;
      const key = keyOf(value);
      const rows = index.get(key);
      if (rows) rows.push(i);
      else index.set(key, [i]);
    }
    this.#indexes.set(name, index);
    return index;
  }
}

/** Values that most collations take for equal have one key: which rows to try is all that depends on it. */
const keyOf = (value: SqlValue): string =>
  typeof value === 'string'
    ? value.trimEnd().toLowerCase()
    : typeof value === 'object'
      ? JSON.stringify(value, shown)
      : String(value);

const shown = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
