import { displayName, objectKey, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { SqlValue } from '@datamigrate/tsql-engine';
import type { TableData } from '../data/table-data.js';
import { DataFault } from '../data/table-data.js';
import { sourceDiagnostics } from '../diagnostics.js';
import type { PreparedSource } from './prepare-source.js';
import { rowsInPortions, type TableStore } from './rows-in-portions.js';

type Row = TableStore['rows'][number];

/** What was chosen of a table so far. */
interface Sample {
  readonly table: Table;
  readonly data: TableData | undefined;
  /** Rows that scripts have inserted, all of them. */
  readonly held: readonly Row[];
  readonly kept: Map<string, Row>;
  /** How many were chosen because others refer to them. */
  parents: number;
  /** Set when there are more rows than were chosen. */
  partial: boolean;
}

/** Keys that rows of other tables refer to, by the columns that hold them. */
type Wanted = Map<string, { readonly columns: readonly string[]; readonly keys: Map<string, readonly SqlValue[]> }>;

export interface Sampled {
  readonly diagnostics: readonly Diagnostic[];
  /** Tables of which there are more rows, by `objectKey`. */
  readonly partial: ReadonlySet<string>;
}

/**
 * Leaves of every table so many rows, the first by its primary key, and all rows that those refer to: a foreign key that
 * holds in the whole database holds in the sample. The rows are in memory afterwards.
 */
export async function sampleTables(prepared: PreparedSource, rows: number): Promise<Sampled> {
  const { database, catalog } = prepared.loaded;
  const data = new Map(prepared.data.map((each) => [objectKey(each.table), each]));
  const diagnostics: Diagnostic[] = [];
  const samples = new Map<string, Sample>();
  for (const table of catalog.tables) {
    const store = database.store(table);
    if (!store) continue;
    const key = objectKey(table);
    const sample: Sample = {
      table,
      data: data.get(key),
      held: [...store.rows],
      kept: new Map(),
      parents: 0,
      partial: false,
    };
    samples.set(key, sample);
    await orUnreadable(sample, diagnostics, () => chooseFirst(prepared, sample, rows, diagnostics));
  }
  for (let fresh = [...samples.values()].map((sample) => [sample, [...sample.kept.values()]] as const); ; ) {
    const wanted = wantedParents(samples, fresh);
    const next: (readonly [Sample, readonly Row[]])[] = [];
    for (const [key, groups] of wanted) {
      const sample = samples.get(key);
      if (!sample) continue;
      const found: Row[] = [];
      await orUnreadable(sample, diagnostics, async () => {
        for (const group of groups.values()) found.push(...(await chooseByKeys(prepared, sample, group, diagnostics)));
      });
      sample.parents += found.length;
      if (found.length > 0) next.push([sample, found]);
    }
    if (next.length === 0) break;
    fresh = next;
  }
  for (const sample of samples.values()) {
    database.store(sample.table)?.adopt([...sample.kept.values()].sort(byColumns(keyPlaces(sample.table))));
    const told = sampleText(sample);
    if (told) diagnostics.push(told);
  }
  const partial = [...samples].filter(([, sample]) => sample.partial).map(([key]) => key);
  return { diagnostics, partial: new Set(partial) };
}

async function orUnreadable(sample: Sample, diagnostics: Diagnostic[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DataFault)) throw error;
    sample.kept.clear();
    const table = displayName(sample.table);
    const params = { file: sample.data?.origin ?? table, table, reason: error.message };
    diagnostics.push({ ...sourceDiagnostics.create('source-data-unreadable', params), object: table });
  }
}

async function chooseFirst(
  prepared: PreparedSource,
  sample: Sample,
  count: number,
  diagnostics: Diagnostic[],
): Promise<void> {
  const places = keyPlaces(sample.table);
  const order = byColumns(places);
  let first: Row[] = [];
  // One more than wanted tells that there are more.
  const data = sample.data?.part?.({ kind: 'first', rows: count + 1 }) ?? sample.data;
  for await (const portion of portions(prepared, sample.held, data, diagnostics)) {
    first = first.concat(portion);
    if (first.length <= count) continue;
    sample.partial = true;
    if (places.length > 0) first.sort(order);
    first.length = count;
    if (places.length === 0) break;
  }
  for (const row of first) sample.kept.set(identityOf(sample, row), row);
}

async function chooseByKeys(
  prepared: PreparedSource,
  sample: Sample,
  { columns, keys }: { readonly columns: readonly string[]; readonly keys: ReadonlyMap<string, readonly SqlValue[]> },
  diagnostics: Diagnostic[],
): Promise<readonly Row[]> {
  const places = columns.map((name) => placeOf(sample.table, name));
  const found: Row[] = [];
  const data = sample.data?.part?.({ kind: 'keys', columns, keys: [...keys.values()] }) ?? sample.data;
  for await (const portion of portions(prepared, sample.held, data, diagnostics)) {
    for (const row of portion) {
      if (!keys.has(keyText(places.map((place) => row[place] ?? null)))) continue;
      const identity = identityOf(sample, row);
      if (sample.kept.has(identity)) continue;
      sample.kept.set(identity, row);
      found.push(row);
    }
  }
  return found;
}

/** All rows of a table that there are to choose from. */
async function* portions(
  { loaded: { database }, breath }: PreparedSource,
  held: readonly Row[],
  data: TableData | undefined,
  diagnostics: Diagnostic[],
): AsyncGenerator<readonly Row[], void, undefined> {
  if (held.length > 0) yield held;
  if (!data) return;
  // What does not fit is told when the first pass goes by.
  for await (const { store } of rowsInPortions({ database, breath, diagnostics }, data)) yield [...store.rows];
}

/** Keys of rows that were just chosen, whose parents were not. */
function wantedParents(
  samples: ReadonlyMap<string, Sample>,
  fresh: readonly (readonly [Sample, readonly Row[]])[],
): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const [{ table }, rows] of fresh) {
    for (const foreignKey of table.foreignKeys) {
      const parent = samples.get(objectKey(foreignKey.references));
      if (!parent) continue;
      const columns =
        foreignKey.referencedColumns.length > 0
          ? foreignKey.referencedColumns
          : (parent.table.primaryKey?.columns ?? []);
      const own = foreignKey.columns.map((name) => placeOf(table, name));
      const there = columns.map((name) => placeOf(parent.table, name));
      if ([...own, ...there].includes(-1)) continue;
      const present = new Set(
        [...parent.kept.values()].map((row) => keyText(there.map((place) => row[place] ?? null))),
      );
      for (const row of rows) {
        const key = own.map((place) => row[place] ?? null);
        const text = keyText(key);
        if (key.includes(null) || present.has(text)) continue;
        const groups: Wanted = wanted.get(objectKey(parent.table)) ?? new Map();
        wanted.set(objectKey(parent.table), groups);
        const name = columns.join('\0').toLowerCase();
        const group = groups.get(name) ?? { columns, keys: new Map() };
        groups.set(name, group);
        group.keys.set(text, key);
      }
    }
  }
  return wanted;
}

const placeOf = ({ columns }: Table, name: string): number =>
  columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());

const keyPlaces = (table: Table): readonly number[] =>
  (table.primaryKey?.columns ?? []).map((name) => placeOf(table, name));

/** By the primary key; in a table without one every row is one of its own. */
function identityOf({ table, kept }: Sample, row: Row): string {
  const places = keyPlaces(table);
  return places.length > 0 ? keyText(places.map((place) => row[place] ?? null)) : `#${kept.size}`;
}

/** Values that SQL Server would join have the same text: under most collations case and trailing blanks do not count. */
function keyText(values: readonly SqlValue[]): string {
  return JSON.stringify(
    values.map((value) => {
      if (typeof value === 'string') return value.trimEnd().toUpperCase();
      if (typeof value === 'bigint' || typeof value === 'number') return String(value);
      if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
      return value === null
        ? null
        : JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));
    }),
  );
}

function byColumns(places: readonly number[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const place of places) {
      const order = compared(a[place] ?? null, b[place] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compared(a: SqlValue, b: SqlValue): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [keyText([a]), keyText([b])];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sampleText({ table, kept, parents, partial }: Sample): Diagnostic | undefined {
  if (!partial) return undefined;
  const name = displayName(table);
  const params = { table: name, rows: String(kept.size), parents: String(parents) };
  return { ...sourceDiagnostics.create('source-sampled', params), object: name };
}
