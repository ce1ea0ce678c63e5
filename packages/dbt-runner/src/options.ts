import type { DbtEnvironment } from './environment.js';
import type { DbtEvent } from './events/dbt-event.js';

export type DbtCommand =
  | 'parse'
  | 'compile'
  | 'build'
  | 'run'
  | 'test'
  | 'seed'
  | 'snapshot'
  | 'docs-generate'
  | 'show';

/** One run of dbt. Settings of dbt come from here and from the project, never from the user's environment. */
export interface DbtOptions {
  readonly environment: DbtEnvironment;
  /** Also the working directory: relative paths in profiles.yml start here. */
  readonly projectDir: string;
  readonly profilesDir: string;
  readonly command: DbtCommand;
  /** Name of the target in profiles.yml. */
  readonly target?: string;
  readonly select?: string | readonly string[];
  readonly exclude?: string | readonly string[];
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly threads?: number;
  readonly fullRefresh?: boolean;
  /** Folder of the artefacts; two runs at the same time need two. Default: `target` in the project. */
  readonly targetPath?: string;
  /** Folder for dbt's own log file. Without it no log file is written: the events hold the same. */
  readonly logPath?: string;
  /**
   * Warnings that end the run: true for all, or names of events. A selection that matches nothing always ends it.
   * dbt stops at the first one; to collect deprecations leave this off and look at `deprecations` of the outcome.
   */
  readonly warnError?: boolean | readonly string[];
  /** Skips the listing of existing relations: with it, compile needs no connection as long as no model looks one up. */
  readonly noPopulateCache?: boolean;
  /**
   * Checks property files against dbt's schemas on DuckDB too, as dbt does for other warehouses, and reports what dbt 2
   * refuses. Parses everything anew, as an unchanged file would not be looked at.
   */
  readonly strictSchemas?: boolean;
  /** With `show`: a query instead of a selected model. */
  readonly inline?: string;
  /** With `show`: the number of rows. */
  readonly limit?: number;
  /** For `env_var()` in the project and its profiles. Names that are settings of dbt itself have no effect. */
  readonly environmentVariables?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** How long an interrupted run may take to end by itself. Default: 10 seconds. */
  readonly graceMs?: number;
  readonly onEvent?: (event: DbtEvent) => void;
}
