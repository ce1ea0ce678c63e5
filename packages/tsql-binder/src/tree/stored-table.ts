import type { Identity, QualifiedName } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BoundExpression, RelationId } from './expression.js';
import type { OutputColumn } from './query.js';

/** A table that a statement writes to. */
export type BoundStoredTable = BoundPermanentTable | BoundTemporaryStore | BoundUnknownStore;

/** A table of the catalog, synonyms resolved; or a view, through which its base table is written. */
export interface BoundPermanentTable {
  readonly kind: 'table';
  readonly object: QualifiedName;
  readonly type: 'table' | 'view';
  readonly columns: readonly StoredColumn[];
  readonly span: Span;
}

/** `#t` or `@t`. */
export interface BoundTemporaryStore {
  readonly kind: 'temporary-table';
  /** As declared, with `#` or `@`. */
  readonly name: string;
  readonly columns: readonly StoredColumn[];
  readonly span: Span;
}

/** A table that could not be found: the statement is not valid. */
export interface BoundUnknownStore {
  readonly kind: 'unknown-table';
  readonly columns: readonly StoredColumn[];
  readonly span: Span;
}

/** A column with what happens to it when rows are written. */
export interface StoredColumn extends OutputColumn {
  readonly name: string;
  readonly identity?: Identity | undefined;
  /** Of a system-versioned table: SQL Server writes it. `default` is what a new row gets. */
  readonly generated?: 'row-start' | 'row-end' | undefined;
  /** What a row gets that gives the column no value, converted to its type; NULL where there is none. */
  readonly default?: BoundExpression | undefined;
  /** Of a computed column: its expression over the row, whose relation is SELF_RELATION, converted to its type. */
  readonly computed?: BoundExpression | undefined;
}

/**
 * The rows that UPDATE, DELETE and MERGE change. `relation` is the member of FROM that the statement names, `base` the
 * occurrence of `table` whose rows change. Both are the same but for a CTE or derived table: there `base` stands inside it.
 */
export interface BoundRowTarget {
  readonly relation: RelationId;
  readonly base: RelationId;
  readonly table: BoundStoredTable;
}
