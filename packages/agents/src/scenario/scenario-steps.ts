import type { Scenario } from '@datamigrate/contracts';

/** What a proof runs, step by step. */
export interface ScenarioSteps {
  /** A scenario that somebody gave is proven as a whole; one that the tool proposes, procedure by procedure. */
  readonly origin: 'given' | 'proposed';
  readonly steps: readonly ScenarioStep[];
  /** Tables to compare, as they were written; undefined for all that the called procedures write. */
  readonly targets: readonly string[] | undefined;
  /** By table in lower case. */
  readonly ignoreColumns: ReadonlyMap<string, readonly string[]>;
}

export interface ScenarioStep {
  /** Changes the sources first. */
  readonly mutate?: string;
  /** T-SQL; a call that fails does not keep the next ones from running. */
  readonly calls: readonly ScenarioCall[];
}

export interface ScenarioCall {
  readonly sql: string;
  /** The procedure that a proposed call is about. */
  readonly procedure?: string;
}

export function givenSteps({ steps, targets, ignoreColumns = {} }: Scenario): ScenarioSteps {
  return {
    origin: 'given',
    steps: steps.map(({ mutate, exec }) => ({
      ...(mutate === undefined || mutate.trim() === '' ? {} : { mutate }),
      calls: exec === undefined || exec.trim() === '' ? [] : [{ sql: exec }],
    })),
    targets,
    ignoreColumns: new Map(Object.entries(ignoreColumns).map(([table, columns]) => [table.toLowerCase(), columns])),
  };
}
