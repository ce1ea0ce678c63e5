import type { SqlType } from '@datamigrate/catalog';
import type { SqlError } from '../errors/sql-error.js';
import type { Row } from '../values/sql-value.js';

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Of character columns. */
  readonly collation?: string | undefined;
  /** Left out where it is not known. */
  readonly nullable?: boolean | undefined;
}

export interface ResultSet {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly Row[];
}

/** What a message says besides its text. PRINT gives number and severity 0. */
export interface Notice {
  readonly number?: number | undefined;
  readonly severity?: number | undefined;
  readonly state?: number | undefined;
  readonly line?: number | undefined;
  readonly procedure?: string | undefined;
}

/** Something that a client sees while its text runs. */
export type SessionEvent =
  | { readonly kind: 'rows'; readonly result: ResultSet }
  | ({ readonly kind: 'message'; readonly text: string } & Notice)
  | { readonly kind: 'error'; readonly error: SqlError }
  /** End of a statement; `nested` inside of a procedure; no count under SET NOCOUNT ON. */
  | { readonly kind: 'done'; readonly nested: boolean; readonly failed: boolean; readonly count: bigint | undefined }
  /** End of a procedure that the text itself has called. */
  | { readonly kind: 'returned'; readonly status: number }
  | { readonly kind: 'wait'; readonly milliseconds: number };
