import type { Span } from './span.js';

export type Severity = 'error' | 'warning' | 'info';

/**
 * Something to tell the user, as a value: what happened (`message`), where (`source`, `span`, `object`) and what to do
 * (`help`). The code is stable, never reused, and has a page of its own under docs/issues.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly span?: Span;
  /** Name of the source text that `span` points into: a file, or a module read from a server. */
  readonly source?: string;
  /** Two-part name of the database object that is being worked on. */
  readonly object?: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}
