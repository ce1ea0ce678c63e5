import type { CatalogIndex, Table } from '@datamigrate/catalog';
import type { Database } from '@datamigrate/tsql-engine';
import { keyOf, tableKey } from '../modules/column-ref.js';
import { Random, seedOf } from '../random.js';
import { ordinalOf } from '../rows/fill-order.js';
import { type FilledRow, referencedColumns } from '../rows/filled-rows.js';
import type { FlowingKey } from '../rows/flowing-keys.js';
import { uniqueSets } from '../rows/table-keys.js';
import { alike } from '../values/alike.js';
import { distinctValue } from '../values/distinct-value.js';
import type { WitnessTask } from './add-witnesses.js';
import type { Cell, Demand, WantedRow } from './demand.js';
import { solveComparisons } from './solve.js';

/** Rows of a table that are looked at for one that fits. */
const MOST_LOOKED_AT = 400;
/** So many times the rows that a table was to get it may get more. */
const MOST_TIMES = 5;
/** A row or two that scripts leave in a table are an example, and no data. */
const MOST_EXAMPLES = 2;
/** Groups of different sizes that are told apart. */
const MOST_RANKS = 12;
/** Made-up keys begin here: others count from one. */
const FIRST_KEY = 4000;

/** Puts the rows of demands into tables, or finds them there. */
export class RowPlacer {
  readonly #catalog: CatalogIndex;
  readonly #task: WitnessTask;
  readonly #order: ReadonlyMap<Table, number>;
  readonly added = new Map<Table, number>();
  readonly #since = new Map<Table, number>();
  #keys = FIRST_KEY;
  #ranks = 0;

  constructor(catalog: CatalogIndex, task: WitnessTask, order: ReadonlyMap<Table, number>) {
    this.#catalog = catalog;
    this.#task = task;
    this.#order = order;
  }

  /** What is added from here on can be taken back. */
  begin(): void {
    this.#since.clear();
  }

  /** False when nothing was added. */
  get hasAdded(): boolean {
    return this.#since.size > 0;
  }

  /** How many rows a group gets more than those before it, so that none is as large as another. */
  nextRank(): number {
    return this.#ranks++ % MOST_RANKS;
  }

  takeBack(database: Database): void {
    for (const [table, count] of [...this.#since].reverse()) {
      const store = database.store(table);
      if (!store) continue;
      store.change(new Map(store.rows.slice(-count).map((row) => [row, undefined])), []);
      (this.#task.filled.of(table) as FilledRow[]).splice(-count);
      this.added.set(table, (this.added.get(table) ?? 0) - count);
    }
    this.#since.clear();
  }

  /** False when the tables cannot have such rows. */
  place(demand: Demand, turn: number): boolean {
    if (demand.impossible) return false;
    const rows = [...demand.rows].sort((a, b) => this.#placeOf(a.table) - this.#placeOf(b.table));
    const own = rows.filter(({ table }) => !this.#task.isFilled(table));
    for (const row of own) if (!this.#mayGrow(demand, row) && !this.#bind(demand, row, turn)) return false;
    solveComparisons(demand, turn);
    for (const row of rows) if (!this.#shareHolder(demand, row, rows)) return false;
    for (const row of rows) if (!this.#nameParents(demand, row, rows, turn)) return false;
    for (const row of rows) this.#giveConverted(demand, row, turn);
    for (const row of rows) this.#giveKeys(demand, row, turn);
    for (const term of demand.groups ?? [])
      if (term?.kind === 'cell' && !term.rough) this.#give(demand, term.cell, turn);
    for (const cell of demand.spread) this.#differ(demand, cell, turn);
    if (demand.impossible) return false;
    return rows.every((row) => this.#isThere(demand, row) || this.#add(demand, row));
  }

  /** Whether generated rows satisfy what a demand for one row says of its values, so many times; also where it says nothing. */
  hasRows(demand: Demand, times: number, turn: number): boolean {
    const [row] = demand.rows;
    if (!row || demand.impossible || !this.#task.isFilled(row.table)) return true;
    solveComparisons(demand, turn);
    const known = row.cells.flatMap((cell, column) => (demand.valueOf(cell) === undefined ? [] : [{ cell, column }]));
    if (known.length === 0) return true;
    const fitting = this.#task.filled
      .of(row.table)
      .slice(-MOST_LOOKED_AT)
      .filter(({ values }) => known.every(({ cell, column }) => fits(demand.valueOf(cell), values[column])));
    return fitting.length >= times;
  }

  #placeOf(table: Table): number {
    return this.#order.get(table) ?? 0;
  }

  /** Takes one of the rows that a table has. */
  #bind(demand: Demand, { table, cells }: WantedRow, turn: number): boolean {
    const fitting = this.#task.filled
      .of(table)
      .slice(0, MOST_LOOKED_AT)
      .filter(({ values }) => cells.every((cell, i) => fits(demand.valueOf(cell), values[i])));
    const found = fitting[turn % Math.max(1, fitting.length)];
    if (!found) return false;
    cells.forEach((cell, i) => {
      demand.fix(cell, found.values[i] ?? null);
    });
    return true;
  }

  /** Where modules need one row of its kind, the one that is there is meant, and rows of one kind are one row. */
  #shareHolder(demand: Demand, { table, cells }: WantedRow, rows: readonly WantedRow[]): boolean {
    const known = (this.#task.distinct.get(tableKey(table)) ?? []).filter((set) =>
      set.every((column) => demand.valueOf(cells[column] ?? -1) !== undefined),
    );
    for (const set of known) {
      const holder = this.#task.filled
        .of(table)
        .find(({ values }) =>
          set.every((column) => alike(demand.valueOf(cells[column] ?? -1) ?? null, values[column] ?? null)),
        );
      for (const other of rows) {
        if (other.table !== table || other.cells === cells) continue;
        const isSame = set.every((column) => {
          const [own, its] = [cells[column], other.cells[column]].map((cell) => demand.valueOf(cell ?? -1));
          return own !== undefined && its !== undefined && alike(own, its);
        });
        if (isSame) for (const [i, cell] of cells.entries()) demand.same(cell, other.cells[i] ?? cell);
      }
      if (!holder) continue;
      if (!cells.every((cell, i) => fits(demand.valueOf(cell), holder.values[i]))) return false;
      for (const [i, cell] of cells.entries()) demand.fix(cell, holder.values[i] ?? null);
    }
    return true;
  }

  /** A table with hardly any rows of its own, to which others join by its key, gets a row more. */
  #mayGrow(demand: Demand, { table, cells }: WantedRow): boolean {
    const added = this.added.get(table) ?? 0;
    const own = this.#task.filled.of(table).length - added;
    if (!this.#task.mayGrow || own > MOST_EXAMPLES || added >= this.#task.rows * MOST_TIMES) return false;
    return uniqueSets(table).some((set) => set.every((column) => demand.sizeOf(cells[column] ?? -1) > 1));
  }

  /** What constraints say, and what modules do with the values of tables that have rows. */
  #keysOf(table: Table): readonly FlowingKey[] {
    const declared = table.foreignKeys.flatMap((key): FlowingKey[] => {
      const found = this.#catalog.object(key.references.name, key.references.schema);
      if (found?.kind !== 'table') return [];
      const columns = key.columns.map((name) => ordinalOf(table, name));
      return [{ columns, parent: found.table, referenced: referencedColumns(found.table, key) }];
    });
    const flowing = this.#task.flowing.get(tableKey(table)) ?? [];
    return [...declared, ...flowing.filter(({ parent }) => this.#task.filled.of(parent).length > 0)];
  }

  /** Foreign keys to rows that are not asked for: those of some row that is there. */
  #nameParents(demand: Demand, { table, cells }: WantedRow, rows: readonly WantedRow[], turn: number): boolean {
    for (const { columns, parent, referenced } of this.#keysOf(table)) {
      const own = columns.map((column) => cells[column] ?? -1);
      const isAsked = rows.some(
        (row) =>
          row.table === parent &&
          referenced.every((column, i) => demand.root(row.cells[column] ?? -1) === demand.root(own[i] ?? -1)),
      );
      const isShared = own.some((cell) => demand.sizeOf(cell) > 1 || demand.valueOf(cell) !== undefined);
      if (isAsked || !isShared || own.some((cell) => demand.valueOf(cell) === null)) continue;
      const fitting = this.#task.filled
        .of(parent)
        .slice(0, MOST_LOOKED_AT)
        .filter(({ values }) => referenced.every((column, i) => fits(demand.valueOf(own[i] ?? -1), values[column])));
      const chosen = fitting[(turn + this.#keys) % Math.max(1, fitting.length)];
      if (!chosen) return false;
      referenced.forEach((column, i) => {
        demand.fix(own[i] ?? -1, chosen.values[column] ?? null);
      });
    }
    return true;
  }

  #differ(demand: Demand, cell: Cell, turn: number): void {
    const value = distinctValue(demand.typeOf(cell), turn);
    if (demand.valueOf(cell) === undefined && value !== undefined) demand.fix(cell, value);
  }

  /** A value of its own for each cell that several rows share. */
  #giveKeys(demand: Demand, { table, cells }: WantedRow, turn: number): void {
    for (const [column, cell] of cells.entries()) {
      if (demand.sizeOf(cell) < 2 || this.#give(demand, cell, turn)) continue;
      const random = new Random(seedOf(turn, keyOf({ table: table.name, column })));
      const other = random.pick(this.#task.filled.of(table))?.values[column];
      if (typeof other === 'string') demand.fix(cell, other);
    }
  }

  /** Texts that modules convert get values of that type. */
  #giveConverted(demand: Demand, { table, cells }: WantedRow, turn: number): void {
    for (const [column, cell] of cells.entries()) {
      const type = this.#task.converted.get(keyOf({ table: tableKey(table), column }));
      if (type && demand.sizeOf(cell) > 1) this.#give(demand, cell, turn, type);
    }
  }

  #give(demand: Demand, cell: Cell, turn: number, type = demand.typeOf(cell)): boolean {
    if (demand.valueOf(cell) !== undefined) return true;
    this.#keys++;
    const value = distinctValue(type, type.name === 'bit' || type.name === 'tinyint' ? turn : this.#keys);
    if (value !== undefined) demand.fix(cell, value);
    return value !== undefined;
  }

  /** Whether the table has such a row already; a row that another one shares its key with is the one that is meant. */
  #isThere(demand: Demand, { table, cells }: WantedRow): boolean {
    const rows = this.#task.filled.of(table);
    const isSame = ({ values }: FilledRow, columns: readonly number[]): boolean =>
      columns.every((column) => {
        const value = demand.valueOf(cells[column] ?? -1);
        return value !== undefined && alike(value, values[column] ?? null);
      });
    const holder = rows.find((row) => uniqueSets(table).some((set) => isSame(row, set)));
    return holder !== undefined && cells.every((cell, i) => fits(demand.valueOf(cell), holder.values[i]));
  }

  #add(demand: Demand, { table, cells }: WantedRow): boolean {
    const count = this.added.get(table) ?? 0;
    const values = new Map<number, string | null>();
    cells.forEach((cell, column) => {
      const value = demand.valueOf(cell);
      if (value !== undefined) values.set(column, value);
    });
    if (count >= this.#task.rows * MOST_TIMES || !this.#task.fillerOf(table)?.add(values)) return false;
    this.added.set(table, count + 1);
    this.#since.set(table, (this.#since.get(table) ?? 0) + 1);
    return true;
  }
}

const fits = (wanted: string | null | undefined, value: string | null | undefined): boolean =>
  wanted === undefined || alike(wanted, value ?? null);
