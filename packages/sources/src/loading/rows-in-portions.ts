import { displayName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { type BulkError, bulkLoad, type Database, Refusal } from '@datamigrate/tsql-engine';
import { rowErrors } from '../data/bulk-insert.js';
import { DataFault, type OpenedData, type TableData } from '../data/table-data.js';
import type { Breath } from './breath.js';
import { MOST_ERRORS, portionsOf } from './load-rows.js';
import type { PlainTexts } from './plain-texts.js';

export type TableStore = NonNullable<ReturnType<Database['store']>>;

export interface PassingRows {
  readonly database: Database;
  readonly breath: Breath;
  /** Gets what there is to say about rows that do not fit. */
  readonly diagnostics: Diagnostic[];
}

/** A portion that is in its table, or was not put there because nothing about it would change. */
export interface PassingPortion {
  readonly store: TableStore;
  readonly texts?: readonly (readonly (string | null)[])[];
}

/**
 * Passes rows through their table, so that they get its defaults, conversions and computed columns: after each step the
 * table holds a portion of them and nothing else. In the end it is as it was before. Throws a `DataFault` where the rest
 * cannot be read.
 */
export async function* rowsInPortions(
  { database, breath, diagnostics }: PassingRows,
  data: TableData,
  plain?: (opened: OpenedData) => PlainTexts | undefined,
): AsyncGenerator<PassingPortion, void, undefined> {
  const store = database.store(data.table);
  if (!store) throw new DataFault('there is no such table');
  const held = [...store.rows];
  const errors: BulkError[] = [];
  let before = 0;
  try {
    const opened = data.open({ columns: store.columns });
    const { columns, form, rows } = opened;
    const quick = form === 'text' ? plain?.(opened) : undefined;
    for await (const portion of portionsOf(rows)) {
      store.adopt([]);
      const texts = quick?.(portion);
      if (texts) {
        before += portion.length;
        yield { store, texts };
        if (!(await breath.take())) throw new DataFault('it was interrupted');
        continue;
      }
      const outcome = bulkLoad(database, data.table, { columns, form, rows: portion, mostErrors: MOST_ERRORS });
      for (const { row, message } of outcome?.errors ?? []) errors.push({ row: row + before, message });
      before += portion.length;
      if (errors.length > MOST_ERRORS) throw new DataFault(`too many rows do not fit: ${errors[0]?.message}`);
      yield { store };
      if (!(await breath.take())) throw new DataFault('it was interrupted');
    }
  } catch (error) {
    if (error instanceof Refusal) throw new DataFault(`${error.construct} is not supported`);
    throw error;
  } finally {
    store.adopt(held);
    diagnostics.push(...rowErrors({ loaded: 0, errors, stopped: false }, data.origin, displayName(data.table)));
  }
}
