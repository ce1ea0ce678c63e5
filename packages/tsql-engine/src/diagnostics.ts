import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the engine has to say about statements of a script that it could not run. */
export const engineDiagnostics = defineDiagnostics({
  'exec-unsupported': {
    severity: 'warning',
    message: '{construct} is not supported by the reference engine.',
    help: 'The statement was passed over. What it would have changed is missing from the rows that were loaded.',
  },
  'exec-too-long': {
    severity: 'warning',
    message: '{work} was stopped: it would go on for too long.',
    help: 'What it had not done by then is missing from the rows that were loaded. Load such rows from data files instead, or leave the statement out.',
  },
  'exec-failed': {
    severity: 'warning',
    message: 'The statement failed with error {number}: {message}',
    help: 'Loading went on with the next statement.',
  },
});
