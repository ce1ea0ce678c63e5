import type { Diagnostic } from '@datamigrate/diagnostics';

/**
 * Ends the graph before the node at hand has finished, so that a resumed run starts with it. Exceptions, because they are
 * the only way out of a LangGraph node that leaves its checkpoint where it is.
 */
export class RunFailed extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'the run failed');
    this.diagnostics = diagnostics;
  }
}

export class RunCancelled extends Error {}
