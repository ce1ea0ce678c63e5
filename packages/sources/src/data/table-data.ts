import type { QualifiedName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { SqlValue } from '@datamigrate/tsql-engine';

/** The table as it was made, whose rows are to be read. */
export interface DataTarget {
  readonly columns: readonly Bound.StoredColumn[];
}

/** Rows of a table as a source holds them. */
export interface TableData {
  readonly table: QualifiedName;
  /** The file, for diagnostics. */
  readonly origin: string;
  /** Reads the rows, now that the columns are known. A fault of the file is thrown as `DataFault`, also while it is read. */
  open(target: DataTarget): OpenedData;
  /** A part of the rows, where the source itself can choose it: a server. Others are read to the end. */
  part?(wanted: RowPart): TableData;
}

/** Some of a table's rows: the first by the primary key, or those whose columns have one of some lists of values. */
export type RowPart =
  | { readonly kind: 'first'; readonly rows: number }
  | { readonly kind: 'keys'; readonly columns: readonly string[]; readonly keys: readonly (readonly SqlValue[])[] };

export interface OpenedData {
  readonly columns: readonly string[];
  readonly form: 'text' | 'typed';
  /** One by one, or in portions where they come over a network. */
  readonly rows: Iterable<DataRow> | AsyncIterable<readonly DataRow[]>;
}

/** A value that is undefined becomes the default of its column. */
export type DataRow = readonly (SqlValue | undefined)[];

/** The rest of a data file cannot be read. */
export class DataFault extends Error {
  override name = 'DataFault';
}
