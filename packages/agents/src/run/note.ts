import type { ProgressEvent } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';

/** A warning as an event of the run. */
export function noteOf({ severity, message, code }: Diagnostic): ProgressEvent {
  return { kind: 'note', level: severity, text: `${message} [${code}]` };
}
