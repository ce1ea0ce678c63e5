import type { Diagnostic } from '@datamigrate/diagnostics';
import type { DbtDeprecation, DbtError, DbtWarning } from './events/dbt-event.js';
import type { DbtNodeStatus, DbtResourceType } from './events/node-vocabulary.js';

/**
 * - `ok`: dbt has no complaint.
 * - `failed`: dbt came to a judgement and it is bad: nodes failed, or the project or its configuration is wrong.
 * - `crashed`: dbt could not judge: it broke down, was refused the database file, or was called wrongly.
 * - `cancelled`, `timed-out`: stopped from outside before its end.
 */
export type DbtStatus = 'ok' | 'failed' | 'crashed' | 'cancelled' | 'timed-out';

export interface DbtNodeResult {
  readonly uniqueId: string;
  readonly resourceType: DbtResourceType;
  readonly status: DbtNodeStatus;
  readonly message?: string;
  /** Rows that a data test found. */
  readonly failures?: number;
  /** Seconds. */
  readonly executionTime: number;
  readonly relationName?: string;
  /** Absolute path of the SQL that ran. */
  readonly compiledPath?: string;
}

export interface DbtOutcome {
  readonly status: DbtStatus;
  /** Of the process; absent when a signal ended it or it never started. */
  readonly exitCode?: number;
  readonly dbtVersion?: string;
  /** By name of the adapter. */
  readonly adapterVersions: Readonly<Record<string, string>>;
  /** Every node that was worked on or skipped, in the order in which dbt was done with it. */
  readonly nodes: readonly DbtNodeResult[];
  readonly warnings: readonly DbtWarning[];
  readonly deprecations: readonly DbtDeprecation[];
  /** What is wrong beyond single nodes. */
  readonly errors: readonly DbtError[];
  /** Artefacts of this run that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Rows of `show`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Paths of the artefacts that this run wrote; an older file in the same place is not one of them. */
  readonly artifacts: { readonly manifest?: string; readonly runResults?: string; readonly catalog?: string };
  /** The last lines that were no events: tracebacks, usage messages. */
  readonly rawLog: readonly string[];
  readonly durationMs: number;
}
