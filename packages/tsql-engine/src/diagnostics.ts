import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the engine has to say about statements of a script that it could not run. */
export const engineDiagnostics = defineDiagnostics({
  'exec-unsupported': {
    severity: 'warning',
    message: '{construct} is not supported by the reference engine.',
    help: 'The statement was passed over. What it would have changed is missing from the rows that were loaded.',
  },
  'exec-failed': {
    severity: 'warning',
    message: 'The statement failed with error {number}: {message}',
    help: 'Loading went on with the next statement.',
  },
});
