import { defineDiagnostics } from '@datamigrate/diagnostics';

export const sqlServerDiagnostics = defineDiagnostics({
  'cli-environment-variable': {
    severity: 'error',
    message: 'The environment variable {name} is not set.',
    help: 'Set it to the value that {option} stands for; the value itself never belongs on a command line.',
  },
  'cli-endpoint-open': {
    severity: 'warning',
    message: 'The endpoint listens on {host} and asks for no password.',
    help: 'Whoever reaches this computer can read and change the tables: give --password-env, or listen on 127.0.0.1.',
  },
});
