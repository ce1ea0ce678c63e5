import type { SqlType } from '@datamigrate/catalog';
import type { TextRows } from '@datamigrate/landing';

export interface Comparison {
  /** `schema.name`, or dbt's `"database"."schema"."name"`. */
  readonly relation: string;
  readonly model: string;
  /** `schema.name` in SQL Server, for the report. */
  readonly table: string;
  /** Name in the target by name in SQL Server. */
  readonly columnMap: Readonly<Record<string, string>>;
  /** The columns of the expected rows, in the order of their values. */
  readonly expectedColumns: readonly ExpectedColumn[];
  /** In the text format of the exec contract. Read once. */
  readonly expectedRows: TextRows;
  /** Columns of SQL Server that identify a row. */
  readonly key?: readonly string[];
  /** Columns of SQL Server that are not compared: times of loading, random identifiers. */
  readonly ignoreColumns?: readonly string[];
  readonly tolerances?: readonly Tolerance[];
  /** A column of numbers that were given to new rows in any order. */
  readonly numbered?: Numbered;
  /** Collations by column, where SQL Server may return any of the spellings that are equal under them. */
  readonly spellings?: Readonly<Record<string, string>>;
  /** Step of the scenario, from 1. Default: 1. */
  readonly step?: number;
  /** How many differing rows to show. Default: 20 of each kind. */
  readonly sampleLimit?: number;
}

export interface ComparisonRequest extends Comparison {
  readonly databasePath: string;
}

export interface ExpectedColumn {
  readonly name: string;
  readonly type: SqlType;
}

/**
 * Numbers up to `above` belong to their rows, as all values do. Of those behind it there have to be the same on both
 * sides, whichever rows they stand with. Up to `left` some are gone with their rows, which had others on the other side:
 * there have to be as many of them, all different.
 */
export interface Numbered {
  readonly column: string;
  readonly above: bigint;
  readonly left?: bigint;
}

/** Two values are taken as equal when they are no further apart than one of the two allows. */
export interface Tolerance {
  readonly column: string;
  /** In units of the number; of times in seconds. */
  readonly absolute?: number;
  /** As a part of the larger value: 1e-9. */
  readonly relative?: number;
}
