import type { Table } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { rowKey } from '../values/compare.js';
import type { Row, SqlValue } from '../values/sql-value.js';

/** Undoes one change; run in reverse order. */
export type Undo = () => void;

/** Keeps what a failed statement or a ROLLBACK has to take back. */
export interface UndoLog {
  push(undo: Undo): void;
}

/** Rows by the values of some columns. */
export interface RowIndex {
  readonly columns: readonly number[];
  readonly rows: Map<string, Row[]>;
}

/** The rows of one table. A row is never changed, only replaced; indexes follow every change. */
export class TableStore {
  #table: Table;
  #columns: readonly Bound.StoredColumn[];
  #rows: Row[] = [];
  #indexes = new Map<string, RowIndex>();
  /** The last identity value given out; undefined before the first. */
  identity: bigint | undefined;
  /** Constraints that ALTER TABLE … NOCHECK has switched off; `*` stands for all. */
  readonly disabled = new Set<string>();
  /** Counts changes, so that what was computed from the rows is known to be old. */
  version = 0;

  constructor(table: Table, columns: readonly Bound.StoredColumn[]) {
    this.#table = table;
    this.#columns = columns;
  }

  get table(): Table {
    return this.#table;
  }

  get columns(): readonly Bound.StoredColumn[] {
    return this.#columns;
  }

  /** The same rows under a definition of the same columns: what an open transaction has noted about them goes on to count. */
  redefine(table: Table, columns: readonly Bound.StoredColumn[]): void {
    this.#table = table;
    this.#columns = columns;
    this.#indexes = new Map();
    this.version++;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  insert(row: Row, log: UndoLog): void {
    this.#rows.push(row);
    this.version++;
    for (const index of this.#indexes.values()) this.#enter(index, row);
    log.push(() => {
      this.#rows.pop();
      this.version++;
      for (const index of this.#indexes.values()) this.#leave(index, row);
    });
  }

  /** Replaces rows by others, or by undefined to delete them. */
  change(changes: ReadonlyMap<Row, Row | undefined>, log: UndoLog): void {
    const before = this.#rows;
    const after: Row[] = [];
    for (const row of before) {
      if (!changes.has(row)) after.push(row);
      else {
        const replacement = changes.get(row);
        if (replacement) after.push(replacement);
      }
    }
    this.#rows = after;
    this.version++;
    for (const index of this.#indexes.values()) {
      for (const [row, replacement] of changes) {
        this.#leave(index, row);
        if (replacement) this.#enter(index, replacement);
      }
    }
    log.push(() => {
      this.#rows = before;
      this.version++;
      this.#indexes = new Map();
    });
  }

  clear(log: UndoLog): void {
    const before = this.#rows;
    const identity = this.identity;
    this.#rows = [];
    this.#indexes = new Map();
    this.identity = undefined;
    this.version++;
    log.push(() => {
      this.#rows = before;
      this.#indexes = new Map();
      this.identity = identity;
      this.version++;
    });
  }

  /** The same rows, to be changed on their own. */
  copy(): TableStore {
    const copy = new TableStore(this.table, this.columns);
    copy.adopt([...this.#rows]);
    copy.identity = this.identity;
    for (const name of this.disabled) copy.disabled.add(name);
    return copy;
  }

  /** Rows as they come from another store, after ALTER TABLE. */
  adopt(rows: Row[]): void {
    this.#rows = rows;
    this.#indexes = new Map();
    this.version++;
  }

  index(columns: readonly number[]): RowIndex {
    const name = columns.join(',');
    const known = this.#indexes.get(name);
    if (known) return known;
    const index: RowIndex = { columns, rows: new Map() };
    for (const row of this.#rows) this.#enter(index, row);
    this.#indexes.set(name, index);
    return index;
  }

  /** The rows that have these values in the columns of an index. */
  find(index: RowIndex, values: readonly SqlValue[]): readonly Row[] {
    return index.rows.get(this.#keyOf(index.columns, values)) ?? [];
  }

  keyOf(index: RowIndex, row: Row): string {
    return this.#keyOf(
      index.columns,
      index.columns.map((column) => row[column] ?? null),
    );
  }

  #keyOf(columns: readonly number[], values: readonly SqlValue[]): string {
    const facts = columns.map((column) => this.columns[column]);
    return rowKey(
      values,
      facts.map((fact) => fact?.type ?? { name: 'null' }),
      facts.map((fact) => fact?.collation?.name),
    );
  }

  #enter(index: RowIndex, row: Row): void {
    const key = this.keyOf(index, row);
    const list = index.rows.get(key);
    if (list) list.push(row);
    else index.rows.set(key, [row]);
  }

  #leave(index: RowIndex, row: Row): void {
    const key = this.keyOf(index, row);
    const list = index.rows.get(key);
    const at = list?.indexOf(row) ?? -1;
    if (!list || at < 0) return;
    if (list.length === 1) index.rows.delete(key);
    else list.splice(at, 1);
  }

  ordinal(name: string): number {
    const wanted = name.toLowerCase();
    return this.columns.findIndex((column) => column.name.toLowerCase() === wanted);
  }
}
