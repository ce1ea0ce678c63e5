import type { Bound } from '@datamigrate/tsql-binder';
import type { TableVersion } from './table-state.js';

/** A cursor as it was declared. */
export interface DeclaredCursor {
  readonly statement: Bound.BoundDeclareCursor;
  /** Of its only table, where the procedure had made one. */
  readonly version: TableVersion | undefined;
}
