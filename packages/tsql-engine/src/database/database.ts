import {
  type Catalog,
  CatalogIndex,
  type DatabaseInfo,
  type Module,
  type QualifiedName,
  sameType,
  type Table,
} from '@datamigrate/catalog';
import { type Bound, CatalogBuilder, ModuleBinder, type TemporaryTable } from '@datamigrate/tsql-binder';
import { StepLimit } from '../errors/sql-error.js';
import { convertValue } from '../values/convert.js';
import { DEFAULT_FORMAT } from '../values/session-format.js';
import type { Row } from '../values/sql-value.js';
import { Partitions } from './partitions.js';
import { TableStore, type Undo } from './table-store.js';

/** What a database takes from outside: its clock and its dice. */
export interface DatabaseOptions {
  /** The catalog to begin with. */
  readonly name?: string;
  readonly collation?: string;
  /** Milliseconds since 1970, UTC. */
  readonly now?: () => number;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
  /** How many statements one text may run before it is taken for a loop without an end; 300,000 by default. */
  readonly statementLimit?: number;
  /** How many rows one text may look at or make before it is stopped; `ROW_LIMIT` by default. */
  readonly rowLimit?: number;
  /** What the source says about the database, its name and collation aside. */
  readonly settings?: Partial<Omit<DatabaseInfo, 'name' | 'collation'>>;
}

/** Each row is counted where it is read, joined, tested and written: this is minutes of work. */
export const ROW_LIMIT = 50_000_000;

/** Functions in computed columns run statements for every row; one that never ends still has to. */
const UNCOUNTED_STATEMENTS = 20_000_000;

/** What there is: by definitions, and tables that SELECT … INTO has made. */
interface Definitions {
  readonly builder: CatalogBuilder;
  readonly made: Table[];
}

/** A catalog and the contents of its tables. */
export class Database {
  #definitions: Definitions;
  /** Of a copy: makes a database with the same definitions, to be asked when it comes to change them. */
  #define: (() => Database) | undefined;
  readonly #now: () => number;
  #ahead = 0;
  /** Milliseconds since 1970, UTC. */
  readonly now = (): number => this.#now() + this.#ahead;
  readonly random: () => number;
  /** Whoever drives the statements may give each of them its own. */
  statementLimit: number;
  rowLimit: number;
  /** Somebody has said what the database is called, so that other names mean other databases. */
  readonly named: boolean;
  #rowsSpent = 0;
  #stores = new Map<string, TableStore>();
  sequences = new Map<string, bigint>();
  partitions = new Partitions();
  readonly #bodies = new WeakMap<
    Module,
    { readonly binder: ModuleBinder; readonly body: ReturnType<ModuleBinder['body']> }
  >();
  readonly #lineOffsets = new Map<string, number>();
  #catalog: Catalog | undefined;
  #binder: ModuleBinder | undefined;

  constructor(options: DatabaseOptions = {}) {
    const { name, collation, settings } = options;
    const info = { ...settings, ...(name ? { name } : {}), ...(collation ? { collation } : {}) };
    this.#definitions = { builder: new CatalogBuilder(info), made: [] };
    this.named = name !== undefined;
    this.rowLimit = options.rowLimit ?? ROW_LIMIT;
    this.#now = options.now ?? (() => 0);
    this.random = options.random ?? pseudoRandom();
    this.statementLimit = options.statementLimit ?? 300_000;
  }

  /** Counts rows that a statement looks at or makes. */
  spendRows(rows: number): void {
    this.#rowsSpent += rows;
    if (this.#rowsSpent > this.rowLimit)
      throw new StepLimit(`A statement that goes through more than ${this.rowLimit} rows`);
  }

  startSpending(): void {
    this.#rowsSpent = 0;
  }

  /** Runs what is no work of a script: it may look at any number of rows, and compute what they hold. */
  uncounted<T>(work: () => T): T {
    const { statementLimit, rowLimit } = this;
    const spent = this.#rowsSpent;
    this.rowLimit = Number.POSITIVE_INFINITY;
    this.statementLimit = Math.max(statementLimit, UNCOUNTED_STATEMENTS);
    try {
      return work();
    } finally {
      this.#rowsSpent = spent;
      this.rowLimit = rowLimit;
      this.statementLimit = statementLimit;
    }
  }

  /** Takes in definitions. A copy gets one of its own first. */
  get builder(): CatalogBuilder {
    return this.#changeable.builder;
  }

  get #made(): Table[] {
    return this.#changeable.made;
  }

  /** Definitions that no other database has. */
  get #changeable(): Definitions {
    if (this.#define) {
      this.#definitions = this.#define().#definitions;
      this.#define = undefined;
    }
    return this.#definitions;
  }

  /**
   * The same tables with rows of their own. `define` makes a database with the same definitions; it is asked only if the
   * copy comes to define something.
   */
  copy(define: () => Database): Database {
    const copy = new Database({ now: this.now, random: this.random, statementLimit: this.statementLimit });
    copy.#definitions = { ...this.#definitions, made: [...this.#definitions.made] };
    copy.#define = define;
    copy.#catalog = this.catalog;
    copy.#binder = this.binder;
    copy.partitions = this.partitions.copy();
    for (const [key, lines] of this.#lineOffsets) copy.#lineOffsets.set(key, lines);
    for (const [key, value] of this.sequences) copy.sequences.set(key, value);
    for (const table of this.catalog.tables) {
      const store = this.store(table);
      if (store) copy.#stores.set(storeKey(table), store.copy());
    }
    return copy;
  }

  /** What is done from now on is done so many milliseconds later. */
  advanceClock(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /** Gives back what puts all counters of identity columns and sequences where they are now: no ROLLBACK does that. */
  rememberNumbers(): () => void {
    const identities = new Map([...this.#stores].map(([key, { identity }]) => [key, identity]));
    const sequences = [...this.sequences];
    return () => {
      for (const [key, store] of this.#stores) store.identity = identities.get(key);
      this.sequences.clear();
      for (const [name, last] of sequences) this.sequences.set(name, last);
    };
  }

  /** The same tables under another catalog, for what the database says about itself; it is not to be changed. */
  withCatalog(catalog: Catalog): Database {
    const { now, random, statementLimit, rowLimit } = this;
    const other = new Database({ now, random, statementLimit, rowLimit });
    other.#definitions = this.#definitions;
    other.#catalog = catalog;
    other.#binder = this.binder;
    other.#stores = this.#stores;
    other.partitions = this.partitions;
    other.sequences = this.sequences;
    return other;
  }

  get catalog(): Catalog {
    if (!this.#catalog) {
      const { builder, made } = this.#definitions;
      const catalog = builder.catalog();
      this.#catalog = made.length === 0 ? catalog : { ...catalog, tables: [...catalog.tables, ...made] };
    }
    return this.#catalog;
  }

  /** Binds over the catalog as it is now. */
  get binder(): ModuleBinder {
    this.#binder ??= new ModuleBinder(new CatalogIndex(this.catalog));
    return this.#binder;
  }

  /** The statements of a module. Those that see #tables of a caller are bound for each call, the others once. */
  body(module: Module, temporaryTables: readonly TemporaryTable[] = []): ReturnType<ModuleBinder['body']> {
    const { binder } = this;
    if (temporaryTables.length > 0) return binder.body(module, temporaryTables);
    const known = this.#bodies.get(module);
    if (known?.binder === binder) return known.body;
    const body = binder.body(module);
    this.#bodies.set(module, { binder, body });
    return body;
  }

  /** To be called after every definition: the catalog is read anew when it is next needed. */
  definitionsChanged(): void {
    this.#catalog = undefined;
    this.#binder = undefined;
  }

  /** Contents of a table of the catalog, brought in line with its definition. */
  store(name: QualifiedName): TableStore | undefined {
    const found = this.binder.catalog.object(name.name, name.schema);
    if (found?.kind !== 'table') return undefined;
    const { table } = found;
    const key = storeKey(table);
    const known = this.#stores.get(key);
    const columns = this.binder.storedColumns(table);
    if (known && known.table === table && known.columns === columns) return known;
    if (known && hasColumns(known, columns)) {
      known.redefine(table, columns);
      return known;
    }
    const fresh = new TableStore(table, columns);
    if (known) this.#move(known, fresh);
    this.#stores.set(key, fresh);
    return fresh;
  }

  /** A table that comes from a query instead of a definition. */
  addTable(table: Table): void {
    this.#made.push(table);
    this.definitionsChanged();
  }

  /** A table that a query has made is about to be changed by definitions: from now on it is one of them. */
  adoptMade(name: QualifiedName): void {
    const made = this.#made.findIndex((table) => storeKey(table) === storeKey(name));
    const [table] = made < 0 ? [] : this.#made.splice(made, 1);
    if (table) this.builder.addTable(table);
  }

  /** Lines of a module's batch that stand before its definition. */
  lineOffset(module: QualifiedName): number {
    return this.#lineOffsets.get(storeKey(module)) ?? 0;
  }

  noteLineOffset(module: QualifiedName, lines: number): void {
    this.#lineOffsets.set(storeKey(module), lines);
  }

  /** Keeps a table with its definition as it is now; what comes back restores both, also where there is no such table. */
  remember(name: QualifiedName): Undo {
    const key = storeKey(name);
    const store = this.store(name);
    const made = this.#made.find((table) => storeKey(table) === key);
    const define = this.builder.remember(name);
    return () => {
      this.drop(name);
      define();
      if (made) this.#made.push(made);
      if (store) this.#stores.set(key, store);
      this.definitionsChanged();
    };
  }

  /** Gives a table another name; its rows stay with it. */
  rename(from: QualifiedName, name: string): void {
    const made = this.#made.findIndex((table) => storeKey(table) === storeKey(from));
    const table = this.#made[made];
    if (table) this.#made[made] = { ...table, name };
    else this.builder.renameTable(from, name);
    const store = this.#stores.get(storeKey(from));
    this.#stores.delete(storeKey(from));
    if (store) this.#stores.set(storeKey({ schema: from.schema, name }), store);
    this.definitionsChanged();
  }

  drop(name: QualifiedName): void {
    this.#stores.delete(storeKey(name));
    const made = this.#made.findIndex((table) => storeKey(table) === storeKey(name));
    if (made >= 0) this.#made.splice(made, 1);
  }

  /** Rows of a table in the order in which they were written; undefined for a table that does not exist. */
  rows(schema: string, name: string): readonly Row[] | undefined {
    return this.store({ schema, name })?.rows;
  }

  #move(from: TableStore, to: TableStore): void {
    to.identity = from.identity;
    for (const name of from.disabled) to.disabled.add(name);
    const places = to.columns.map((column) => from.ordinal(column.name));
    to.adopt(
      from.rows.map((row) =>
        to.columns.map((column, i) => {
          const place = places[i] ?? -1;
          const old = from.columns[place];
          if (!old) {
            if (column.identity) {
              to.identity =
                to.identity === undefined
                  ? BigInt(column.identity.seed)
                  : to.identity + BigInt(column.identity.increment);
              return to.identity;
            }
            return null;
          }
          return convertValue(row[place] ?? null, old.type, column.type, { format: DEFAULT_FORMAT });
        }),
      ),
    );
  }
}

const hasColumns = ({ columns: own }: TableStore, columns: readonly Bound.StoredColumn[]): boolean =>
  own.length === columns.length && own.every((column, i) => sameColumn(column, columns[i]));

function sameColumn(a: Bound.StoredColumn, b: Bound.StoredColumn | undefined): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    sameType(a.type, b.type) &&
    a.computed === undefined &&
    b.computed === undefined
  );
}

function storeKey(name: QualifiedName): string {
  return `${name.schema.toLowerCase()}\u0000${name.name.toLowerCase()}`;
}

/** The same numbers every time: results must not depend on chance. */
function pseudoRandom(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
