import type { Checkpoint, ProgressEvent, Report, Scenario, Target } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';

/** What both kinds of run need from the process they run in. */
export interface RunEnvironment {
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProgressEvent) => void;
  readonly clock: { now(): Date };
}

export interface MigrationOptions extends RunEnvironment {
  readonly source: string;
  readonly out: string;
  readonly target: Target;
  readonly checkpoints: readonly Checkpoint[];
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** Whether a migration that stands in `out` may be replaced. */
  readonly force: boolean;
  readonly threads?: number;
  readonly scenario?: Scenario;
  readonly keepSteps?: boolean;
  /** `live`, `generated`, `none`, or a folder of data files; the rows of the source where it is left out. */
  readonly data?: string;
  /** So many rows of each table, and those that they refer to. */
  readonly rows?: number;
  /** A file of rules for values that are to be replaced. */
  readonly mask?: string;
}

export interface ResumeOptions extends RunEnvironment {
  readonly out: string;
  readonly threads?: number;
}

export interface MigrationOutcome {
  readonly status: 'finished' | 'stopped-at-checkpoint' | 'cancelled';
  readonly checkpoint?: Checkpoint;
  readonly planFile?: string;
  readonly report?: Report;
}

export type MigrationResult = Result<MigrationOutcome, readonly Diagnostic[]>;

export interface MigrationEngine {
  runMigration(options: MigrationOptions): Promise<MigrationResult>;
  resumeMigration(options: ResumeOptions): Promise<MigrationResult>;
}
