import { isCharacter, type QualifiedName, type SqlType, string } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { insertRow, missingValue, storedRow } from '../database/write-rows.js';
import { SqlError } from '../errors/sql-error.js';
import { Environment } from '../expressions/environment.js';
import { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import { Session } from '../session/session.js';
import { convertValue } from '../values/convert.js';
import { DEFAULT_FORMAT } from '../values/session-format.js';
import type { SqlValue } from '../values/sql-value.js';

export interface BulkRows {
  /** Columns that the values of a row are for, in the order of the values. The others get their defaults. */
  readonly columns: readonly string[];
  /** `text`: every value is text as a data file holds it; `typed`: values as the columns hold them. */
  readonly form: 'text' | 'typed';
  /** A value that is undefined becomes the default of its column. */
  readonly rows: Iterable<readonly (SqlValue | undefined)[]>;
  /** After so many rows that do not fit the load stops. */
  readonly mostErrors: number;
}

export interface BulkError {
  /** From 1. */
  readonly row: number;
  readonly message: string;
}

export interface BulkOutcome {
  readonly loaded: number;
  readonly errors: readonly BulkError[];
  /** More rows than allowed did not fit: the rest was not read. */
  readonly stopped: boolean;
}

/**
 * Puts rows from outside into a table, as BULK INSERT does: identity values are kept, foreign keys are not tested and
 * triggers do not fire. Undefined for a table that does not exist.
 */
export function bulkLoad(database: Database, table: QualifiedName, bulk: BulkRows): BulkOutcome | undefined {
  const store = database.store(table);
  if (!store) return undefined;
  const session = new Session(database);
  const env = new Environment(new SessionHost(session, new Frame({ text: '' })));
  const places = store.columns.map(({ name }) => bulk.columns.findIndex((other) => sameName(other, name)));
  const identity = store.columns.findIndex((column) => column.identity);
  const errors: BulkError[] = [];
  let loaded = 0;
  let row = 0;
  for (const values of bulk.rows) {
    row++;
    try {
      const given = store.columns.map((column, i): SqlValue => {
        const place = places[i] ?? -1;
        const value = place < 0 ? undefined : values[place];
        if (value === undefined) return missingValue(env, store, i);
        return bulk.form === 'text' ? fromText(value, column.type) : value;
      });
      insertRow(env, store, storedRow(env, store, given, 'INSERT'), session.logOf(store));
      const key = given[identity];
      if (typeof key === 'bigint' && (store.identity === undefined || key > store.identity)) store.identity = key;
      loaded++;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      errors.push({ row, message: error.message });
      if (errors.length > bulk.mostErrors) return { loaded, errors, stopped: true };
    }
    session.settle();
  }
  return { loaded, errors, stopped: false };
}

const TEXT = string('nvarchar', 'max');

function fromText(value: SqlValue, type: SqlType): SqlValue {
  if (typeof value !== 'string' || isCharacter(type)) return value;
  if (type.name === 'binary' || type.name === 'varbinary' || type.name === 'image') return bytesOf(value);
  return convertValue(value.trim(), TEXT, type, { format: DEFAULT_FORMAT });
}

/** Hexadecimal digits, with or without 0x in front. */
function bytesOf(text: string): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new SqlError(4861, 'The value is no hexadecimal text.');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
