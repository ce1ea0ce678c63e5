import { type Column, displayName, objectKey, type Table } from '@datamigrate/catalog';
import {
  Connection,
  type Database,
  type ExecutionError,
  type ExecutionResult,
  tableRows,
} from '@datamigrate/tsql-engine';
import type { ReferenceRows } from '../cores/reference-rows.js';

/** A procedure that ran, with the values that its parameters had when it began. */
export interface TracedCall {
  readonly id: string;
  /** How many calls stand around it. */
  readonly depth: number;
  /** By name with @, as text; null for NULL. */
  readonly parameters: ReadonlyMap<string, string | null>;
  /** The first key that IDENTITY gave while it ran, also in calls inside of it, by `schema.name` in lower case. */
  readonly keys: ReadonlyMap<string, string>;
}

export interface CallOutcome {
  /** In the order in which they began, at every depth. */
  readonly calls: readonly TracedCall[];
  readonly resultSets: ExecutionResult['resultSets'];
  /** An error of SQL Server belongs to the original's behaviour; what the engine cannot execute does not. */
  readonly failure?: { readonly kind: 'error' | 'not-executed'; readonly reason: string };
  /** Errors that the original catches itself, in their order. */
  readonly caught: readonly string[];
  /** Of a call that ended with an error: it left every table as it was. */
  readonly unchanged?: boolean;
}

const columnKey = (table: Table, column: string): string => `${displayName(table)}.${column}`.toLowerCase();

const isNumbered = ({ identity, default: value }: Column): boolean =>
  Boolean(identity) || /\bNEXT\s+VALUE\s+FOR\b/i.test(value?.definition ?? '');

/** No number of an empty table is an old one. */
const BEFORE_ALL = -(2n ** 63n);

/** By `schema.name.column` in lower case. */
type LargestNumbers = ReadonlyMap<string, bigint>;

function largestNumbers(database: Database): LargestNumbers {
  const found = new Map<string, bigint>();
  for (const table of database.catalog.tables) {
    const numbered = [...table.columns.entries()].filter(([, column]) => isNumbered(column));
    const rows = numbered.length === 0 ? [] : (database.rows(table.schema, table.name) ?? []);
    for (const [i, { name }] of numbered) {
      const numbers = rows.flatMap((row) => (typeof row[i] === 'bigint' ? [row[i]] : []));
      const largest = numbers.reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
      found.set(columnKey(table, name), largest ?? BEFORE_ALL);
    }
  }
  return found;
}

/** The database of the original, on which a scenario runs. */
export class ReferenceSession {
  readonly #database: Database;
  readonly #first: LargestNumbers;
  #last: LargestNumbers | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#first = largestNumbers(database);
  }

  /** The largest number that a column had at the beginning; undefined where SQL Server does not give out its numbers. */
  numberedAbove(table: Table, column: string): bigint | undefined {
    return this.#first.get(columnKey(table, column));
  }

  /** The largest one behind the last step; undefined in the first. */
  numberedBefore(table: Table, column: string): bigint | undefined {
    return this.#last?.get(columnKey(table, column));
  }

  /** Lets time pass between two steps. */
  wait(milliseconds: number): void {
    this.#last = largestNumbers(this.#database);
    this.#database.advanceClock(milliseconds);
  }

  run(sql: string): CallOutcome {
    const calls: TracedCall[] = [];
    const running: Map<string, string>[] = [];
    const caught: string[] = [];
    const connection = new Connection(this.#database, {
      onCall: ({ depth, procedure, parameters }) => {
        const keys = new Map<string, string>();
        running[depth] = keys;
        calls.push({
          id: displayName(procedure),
          depth,
          parameters: new Map(parameters.map(({ name, value }) => [name, value])),
          keys,
        });
      },
      onIdentity: ({ table, value, nesting }) => {
        const key = objectKey(table);
        for (const keys of running.slice(0, nesting)) if (!keys.has(key)) keys.set(key, String(value));
      },
      onCaught: (error) => caught.push(errorText(error)),
    });
    const before = this.#stored();
    const { resultSets, error, refusal } = connection.execute(sql);
    connection.close();
    if (refusal) return { calls, resultSets, caught, failure: { kind: 'not-executed', reason: refusal.construct } };
    if (!error) return { calls, resultSets, caught };
    const after = this.#stored();
    const unchanged = before.length === after.length && before.every((rows, i) => isSame(rows, after[i]));
    return { calls, resultSets, caught, failure: { kind: 'error', reason: errorText(error) }, unchanged };
  }

  /** The rows of all tables; a row that changes is another one. */
  #stored(): readonly (readonly unknown[])[] {
    return this.#database.catalog.tables.map((table) => [...(this.#database.store(table)?.rows ?? [])]);
  }

  rows(table: Table): ReferenceRows {
    return rowsOfTable(this.#database, table);
  }
}

const errorText = ({ message, number }: ExecutionError): string => `${message} (${number})`;

export function rowsOfTable(database: Database, table: Table): ReferenceRows {
  const rows = tableRows(database, table);
  if (!rows) return { skipped: 'the table is not in the database any more, or has lost columns.' };
  const key = table.primaryKey?.columns;
  return { columns: table.columns.map(({ name, type }) => ({ name, type })), rows, ...(key ? { key } : {}) };
}

function isSame(before: readonly unknown[], after: readonly unknown[] | undefined): boolean {
  return before.length === after?.length && before.every((row, i) => row === after[i]);
}
