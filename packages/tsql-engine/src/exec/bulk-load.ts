import type { QualifiedName } from '@datamigrate/catalog';
import type { Database } from '../database/database.js';
import { Refusal, SqlError } from '../errors/sql-error.js';
import type { SqlValue } from '../values/sql-value.js';
import { TableWriter } from './table-writer.js';

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
  const writer = TableWriter.open(database, table);
  const store = database.store(table);
  if (!writer || !store) return undefined;
  const places = store.columns.map(({ name }) => bulk.columns.findIndex((other) => sameName(other, name)));
  const errors: BulkError[] = [];
  let loaded = 0;
  let row = 0;
  for (const values of bulk.rows) {
    row++;
    const given = places.map((place) => (place < 0 ? undefined : values[place]));
    const outcome = bulk.form === 'text' ? writer.addTexts(given) : writer.add(given);
    if (outcome instanceof Refusal) throw outcome;
    if (!(outcome instanceof SqlError)) {
      loaded++;
      continue;
    }
    errors.push({ row, message: outcome.message });
    if (errors.length > bulk.mostErrors) return { loaded, errors, stopped: true };
  }
  return { loaded, errors, stopped: false };
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
