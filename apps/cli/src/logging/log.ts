import type { ProgressEvent } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';

/** What a command says beside its result: all of it goes to stderr. */
export interface Log {
  event(event: ProgressEvent): void;
  diagnostic(diagnostic: Diagnostic): void;
  /** Ends what is drawn on a terminal, so that other output can follow. */
  end(): void;
}
