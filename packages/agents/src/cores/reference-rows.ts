import type { SqlType } from '@datamigrate/catalog';
import type { TextRows } from '@datamigrate/landing';

/** The rows that the original gives, in the text format of `exec`; or why they are not known. */
export type ReferenceRows =
  | {
      readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
      readonly rows: TextRows;
      /** Columns that identify a row. */
      readonly key?: readonly string[];
    }
  | { readonly skipped: string };
