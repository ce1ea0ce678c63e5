import type { Plan, ProgressEvent, Report, Verdict } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import type { ObjectRecords } from '../run/object-records.js';
import type { ProjectFiles } from '../run/project-files.js';
import type { RunOptions } from '../run/run-options.js';
import type { RunSource } from '../run/run-state-file.js';
import type { StateFiles } from '../run/state-files.js';

/** What an agent may use of the run that it works for. */
export interface RunContext {
  /** The out folder, absolute. */
  readonly out: string;
  readonly options: RunOptions;
  /** The source as an absolute path, or as the address that was given. */
  readonly source: string;
  readonly startedAt: Date;
  /** Asks for an orderly end. An agent may reject then; what it has not returned is done again by the resumed run. */
  readonly signal: AbortSignal;
  readonly clock: { now(): Date };
  /** The dbt project. In `execute` and `evaluate`, what is written belongs to the object at hand. */
  readonly project: ProjectFiles;
  /** Files of the agents' own below .datamigrate: catalog, trace, evidence. */
  readonly state: StateFiles;
  /** Outcomes of finished objects. */
  readonly objects: Pick<ObjectRecords, 'read'>;
  emit(event: ProgressEvent): void;
}

/** `payload` is JSON of the core's own, kept as it is and handed back by the records. */
export interface Assessment {
  readonly source: RunSource;
  /** Every object of the source, selected or not. */
  readonly objects: readonly string[];
  /** One line for people: what was found. */
  readonly text: string;
  readonly payload: unknown;
}

export interface ObjectExecution {
  readonly verdict: Verdict;
  readonly payload: unknown;
}

export interface TestFailure {
  /** The dbt node. */
  readonly node: string;
  /** The object that it comes from, where that is known. */
  readonly object?: string | undefined;
  readonly message: string;
}

export interface TestOutcome {
  readonly failures: readonly TestFailure[];
  readonly text: string;
  readonly payload: unknown;
}

export interface RepairOutcome {
  /** Whether files changed: without a change the same tests need no second run. */
  readonly changed: boolean;
  readonly text: string;
  readonly payload: unknown;
}

export interface ObjectEvaluation {
  readonly verdict: Verdict;
  /** A few words for the progress line; may be empty. */
  readonly text: string;
  readonly payload: unknown;
}

/**
 * The domain work of the six agents. The graph decides when each is called: at most once for each object and plan, unless
 * the former call did not return (a kill, a cancel, a crash). A call that is repeated finds the files of its forerunner,
 * except that files of an object that is executed again are removed first.
 *
 * Bad input is a value. A rejected promise is a bug or lost I/O: in `execute` and `evaluate` it costs the one object,
 * otherwise the run.
 */
export interface AgentCores {
  /**
   * Looks at the source without reading it as a whole, before anything is written and again when a run goes on. With a
   * fingerprint, a source that changed in between is refused.
   */
  identify(source: string, signal: AbortSignal): Promise<Result<RunSource, readonly Diagnostic[]>>;
  assess(run: RunContext): Promise<Result<Assessment, readonly Diagnostic[]>>;
  plan(run: RunContext, assessment: Assessment): Promise<Result<Plan, readonly Diagnostic[]>>;
  execute(run: RunContext, plan: Plan, objectId: string): Promise<ObjectExecution>;
  /** Parses, compiles, runs and tests the whole project. */
  test(run: RunContext, plan: Plan, round: number): Promise<TestOutcome>;
  repair(run: RunContext, plan: Plan, failures: readonly TestFailure[], round: number): Promise<RepairOutcome>;
  evaluate(run: RunContext, plan: Plan, objectId: string): Promise<ObjectEvaluation>;
  report(run: RunContext, plan: Plan): Promise<Report>;
  /** The run has ended in this process, however it did: files that were kept open are closed. */
  end?(): Promise<void>;
}
