import type { Assumption, Fidelity, ReportIssue, TraceLine } from '@datamigrate/contracts';
import type { ModelSpec, SeedSpec, SingularTestSpec } from '@datamigrate/dbt-project';
import type { Assumption as DataAssumption } from '@datamigrate/relational';

/** What the executor makes of one object: written to disk once, read by every later agent. */
export interface ObjectExecution {
  readonly id: string;
  readonly status: 'converted' | 'refused' | 'out-of-scope';
  readonly fidelity: Fidelity;
  readonly models: readonly ModelSpec[];
  /** Of a table that the plan makes a seed. */
  readonly seed?: SeedSpec;
  /** Tests for the errors that a procedure raises. */
  readonly checks?: readonly SingularTestSpec[];
  /** Names of the project's own macros that the models call. */
  readonly macros: readonly string[];
  readonly vars: Readonly<Record<string, string | number | null>>;
  readonly trace: readonly TraceLine[];
  readonly issues: readonly ReportIssue[];
  readonly assumptions: readonly Assumption[];
  /** The same assumptions in the form from which tests are made. */
  readonly dataAssumptions: readonly DataAssumption[];
  /** Original column names to emitted ones, by model. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Collations by original column, of models whose texts SQL Server may spell in several ways. */
  readonly spellings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The variables of a project with their values. A default of one procedure stands where another one has none. */
export function commonVariables(executions: readonly Pick<ObjectExecution, 'vars'>[]): ObjectExecution['vars'] {
  const common = new Map<string, string | number | null>();
  for (const { vars } of executions) {
    for (const [name, value] of Object.entries(vars)) common.set(name, value ?? common.get(name) ?? null);
  }
  return Object.fromEntries(common);
}

/** The staging model of a table with its columns, original names to emitted ones; empty where the table has none. */
export function stagingOf(
  executions: ReadonlyMap<string, ObjectExecution>,
  id: string,
): readonly [string, Readonly<Record<string, string>>] | readonly [] {
  const execution = executions.get(id);
  const [model] = execution?.models ?? [];
  return model ? [model.name, execution?.columns[model.name] ?? {}] : [];
}
