import type { Diagnostic } from '@datamigrate/diagnostics';

/** Unwinds to the statement that cannot be stated; never leaves this package. */
export class StatementRefusal extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
