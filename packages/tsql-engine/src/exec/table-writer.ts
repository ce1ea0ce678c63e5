import { isCharacter, type QualifiedName, type SqlType, string } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { seenRow } from '../database/read-rows.js';
import type { TableStore } from '../database/table-store.js';
import { computedRow, failedChecks, insertRow, missingValue, storedRow } from '../database/write-rows.js';
import { Refusal, SqlError } from '../errors/sql-error.js';
import { Environment } from '../expressions/environment.js';
import { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import { Session } from '../session/session.js';
import { convertValue } from '../values/convert.js';
import { formatValue } from '../values/format-value.js';
import { DEFAULT_FORMAT } from '../values/session-format.js';
import type { Row, SqlValue } from '../values/sql-value.js';

/** Puts rows into a table as BULK INSERT does: identity values are kept, foreign keys are not tested, triggers do not fire. */
export class TableWriter {
  readonly #session: Session;
  readonly #env: Environment;
  readonly #store: TableStore;
  readonly #identity: number;

  private constructor(database: Database, store: TableStore) {
    this.#session = new Session(database);
    this.#env = new Environment(new SessionHost(this.#session, new Frame({ text: '' })));
    this.#store = store;
    this.#identity = store.columns.findIndex((column) => column.identity);
  }

  /** Undefined for a table that does not exist. */
  static open(database: Database, table: QualifiedName): TableWriter | undefined {
    const store = database.store(table);
    return store && new TableWriter(database, store);
  }

  /** A row of values as the columns hold them; undefined stands for the default. The error of a row that does not fit is returned. */
  add(values: readonly (SqlValue | undefined)[]): Row | SqlError | Refusal {
    return this.#add(values, (value) => value);
  }

  /** The same, every value a text as a data file holds it. */
  addTexts(values: readonly (SqlValue | undefined)[]): Row | SqlError | Refusal {
    return this.#add(values, fromText);
  }

  #add(
    values: readonly (SqlValue | undefined)[],
    read: (value: SqlValue, type: SqlType) => SqlValue,
  ): Row | SqlError | Refusal {
    const store = this.#store;
    const env = this.#env;
    try {
      const given = store.columns.map((column, i): SqlValue => {
        const value = values[i];
        return value === undefined ? missingValue(env, store, i) : read(value, column.type);
      });
      const row = storedRow(env, store, given, 'INSERT');
      insertRow(env, store, row, this.#session.logOf(store));
      const key = given[this.#identity];
      if (typeof key === 'bigint' && (store.identity === undefined || key > store.identity)) store.identity = key;
      return row;
    } catch (error) {
      if (error instanceof SqlError || error instanceof Refusal) return error;
      throw error;
    } finally {
      this.#session.settle();
    }
  }

  /** The CHECK constraints that a row of texts would not satisfy; one that cannot be read is an error. */
  failedChecks(values: readonly (SqlValue | undefined)[]): readonly string[] | SqlError | Refusal {
    const store = this.#store;
    const env = this.#env;
    try {
      const given = store.columns.map((column, i): SqlValue => {
        const value = values[i];
        if (value !== undefined) return fromText(value, column.type);
        return column.identity || !column.default ? null : missingValue(env, store, i);
      });
      const row = computedRow(env, store, given);
      readable(env, store, row);
      return [...failedChecks(env, store, row)];
    } catch (error) {
      if (error instanceof SqlError || error instanceof Refusal) return error;
      throw error;
    }
  }

  /** A row as `addTexts` takes it. */
  texts(row: Row): (string | null)[] {
    return this.#store.columns.map(({ type }, i) => formatValue(row[i] ?? null, type));
  }
}

const TEXT = string('nvarchar', 'max');

function fromText(value: SqlValue, type: SqlType): SqlValue {
  if (typeof value !== 'string' || isCharacter(type)) return value;
  if (type.name === 'binary' || type.name === 'varbinary' || type.name === 'image') return bytesOf(value);
  // In data files its bytes stand, as everywhere outside of T-SQL.
  const isSpatial = type.name === 'geography' || type.name === 'geometry';
  if (isSpatial || (type.name === 'hierarchyid' && !value.startsWith('/'))) return bytesOf(value);
  return convertValue(value.trim(), TEXT, type, { format: DEFAULT_FORMAT });
}

/** Hexadecimal digits, with or without 0x in front. */
function bytesOf(text: string): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) throw new SqlError(4861, 'The value is no hexadecimal text.');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Throws where a computed column of the row cannot be computed: nobody could read the table then. */
function readable(env: Environment, store: TableStore, row: Row): void {
  try {
    seenRow(env, store, row);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
