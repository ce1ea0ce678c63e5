import type { SqlType } from '../types/sql-type.js';
import type { QualifiedName } from './model.js';

/** Cuts the values of a type into ranges, each of them a partition. */
export interface PartitionFunction {
  readonly name: string;
  readonly type: SqlType;
  /** Whether a boundary is the last value of the range before it, or the first of the one behind. */
  readonly side: 'LEFT' | 'RIGHT';
  /** In order, as the rows of a table show such values: 2024-01-01, 1000. */
  readonly boundaries: readonly (string | null)[];
}

/** Puts the ranges of a partition function on filegroups; tables and indexes stand on schemes. */
export interface PartitionScheme {
  readonly name: string;
  readonly function: string;
  /** One for each partition, or a single one for all of them. */
  readonly fileGroups: readonly string[];
}

/** Where a partitioned table or index stands, and the column that says which partition a row is in. */
export interface PartitionedOn {
  readonly scheme: string;
  readonly column: string;
}

/** Another server that names of four parts lead to. Logins and connection strings are never kept. */
export interface LinkedServer {
  readonly name: string;
  readonly product?: string;
  readonly provider?: string;
  readonly dataSource?: string;
  /** The database that is meant where none is named. */
  readonly catalog?: string;
}

/** What a server says about the rows of a table. */
export interface TableSize extends QualifiedName {
  readonly rows: number;
  /** With all indexes; absent where the server does not say. */
  readonly reservedKilobytes?: number;
  /** The rows alone, without nonclustered indexes. */
  readonly dataKilobytes?: number;
}
