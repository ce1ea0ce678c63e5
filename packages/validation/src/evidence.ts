import type { Diagnostic } from '@datamigrate/diagnostics';

/** What one comparison of a model with the table it stands for found: an entry of `evidence` in the report. */
export interface Evidence {
  readonly model: string;
  /** `schema.name` in the target. */
  readonly relation: string;
  /** `schema.name` in SQL Server. */
  readonly table: string;
  /** Name in the target by name in SQL Server, of the compared columns. */
  readonly columnMap: Readonly<Record<string, string>>;
  /** Step of the scenario, from 1. */
  readonly step: number;
  readonly rowsSource: number;
  readonly rowsTarget: number;
  /** Rows of the source without a counterpart in the target. */
  readonly missing: number;
  /** Rows of the target without a counterpart in the source. */
  readonly extra: number;
  /** Rows whose key is on both sides with other values; they count neither as missing nor as extra. */
  readonly different: number;
  /** Number of compared columns. */
  readonly columns: number;
  /** What was not taken exactly, and mattered. Empty: the rows are equal to the last digit. */
  readonly tolerances: readonly AppliedTolerance[];
}

export interface AppliedTolerance {
  readonly column: string;
  /**
   * - `declared`: values differ within a tolerance that was asked for.
   * - `float`: approximate numbers agree in the digits that SQL Server promises, and not in the last ones.
   * - `spelling`: texts that are equal under their collation, of which SQL Server may return either.
   * - `precision`: the source has digits that the target cannot hold; they were cut before comparing.
   * - `type`: the target holds the values in another kind of type; they were compared after a conversion.
   */
  readonly kind: 'declared' | 'float' | 'spelling' | 'precision' | 'type';
  readonly text: string;
}

/** One difference, to look at. Values are text as the target shows them. */
export interface RowSample {
  readonly kind: 'missing' | 'extra' | 'different';
  /** All compared columns; of a `different` row the key and what differs. Names are those of SQL Server. */
  readonly values: readonly SampleValue[];
}

export interface SampleValue {
  readonly column: string;
  readonly expected?: string | null;
  readonly actual?: string | null;
}

export type ComparisonOutcome =
  | {
      readonly status: 'compared';
      readonly evidence: Evidence;
      readonly samples: readonly RowSample[];
      /** How many of the `different` rows differ in a column; only columns with any. */
      readonly differentByColumn: Readonly<Record<string, number>>;
      readonly ignoredColumns: readonly string[];
      /** Columns of the target that stand for none of the source. */
      readonly unmappedTargetColumns: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Nothing is known about the rows. Never equal. */
  | { readonly status: 'not-run'; readonly diagnostics: readonly Diagnostic[] };

/** Whether the rows of a comparison are the same. A comparison that did not run has no such rows. */
export function isEqual(outcome: ComparisonOutcome): boolean {
  if (outcome.status !== 'compared') return false;
  const { missing, extra, different, rowsSource, rowsTarget } = outcome.evidence;
  return missing === 0 && extra === 0 && different === 0 && rowsSource === rowsTarget;
}
