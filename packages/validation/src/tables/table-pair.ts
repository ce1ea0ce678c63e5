import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Tolerance } from '../comparison/comparison-request.js';
import type { AppliedTolerance, RowSample } from '../evidence.js';

/** Two tables that should hold the same rows. Names are those of the databases, `schema.table`; without a schema: any. */
export interface TablePair {
  readonly left: string;
  readonly right: string;
  /** Name on the right by name on the left; other columns pair by their names, whatever the case. */
  readonly columnMap?: Readonly<Record<string, string>>;
  /** Columns of the left that identify a row. Default: the primary key, where a side declares one. */
  readonly key?: readonly string[];
  readonly ignoreColumns?: readonly string[];
  /** Columns by their names on the left. */
  readonly tolerances?: readonly Tolerance[];
  /** How many differing rows of each kind to show. Default: 20. */
  readonly sampleLimit?: number;
}

/** What one column holds on one side. Values are text as DuckDB shows them. */
export interface ColumnSummary {
  readonly type: string;
  readonly nulls: number;
  readonly min: string | null;
  readonly max: string | null;
}

export interface ComparedColumn {
  /** On the left. */
  readonly name: string;
  readonly rightName: string;
  readonly isKey: boolean;
  readonly left: ColumnSummary;
  readonly right: ColumnSummary;
  /** Among the rows that are there on both sides by key. */
  readonly different: number;
}

/** What is known about the rows of two tables. */
export interface TableComparison {
  readonly left: string;
  readonly right: string;
  readonly rowsLeft: number;
  readonly rowsRight: number;
  /** Rows of the left without a counterpart on the right. */
  readonly missing: number;
  /** Rows of the right without a counterpart on the left. */
  readonly extra: number;
  /** Rows whose key is on both sides with other values. */
  readonly different: number;
  readonly key: readonly string[];
  readonly columns: readonly ComparedColumn[];
  readonly ignoredColumns: readonly string[];
  readonly onlyLeft: readonly string[];
  readonly onlyRight: readonly string[];
  readonly tolerances: readonly AppliedTolerance[];
  /** Parts of the rows, and how many of them had to be looked at row by row. */
  readonly buckets: { readonly all: number; readonly differing: number };
  readonly samples: readonly RowSample[];
}

export type TableOutcome =
  | ({ readonly status: 'compared' } & TableComparison)
  /** Nothing is known about the rows. Never equal. */
  | {
      readonly status: 'not-run';
      readonly left: string;
      readonly right: string;
      readonly diagnostics: readonly Diagnostic[];
    };

/** Whether the same rows and the same columns are on both sides. */
export function tablesEqual(outcome: TableOutcome): boolean {
  if (outcome.status !== 'compared') return false;
  const { missing, extra, different, onlyLeft, onlyRight } = outcome;
  return missing === 0 && extra === 0 && different === 0 && onlyLeft.length === 0 && onlyRight.length === 0;
}
