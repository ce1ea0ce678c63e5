import { defineDiagnostics } from '@datamigrate/diagnostics';

export const tdsDiagnostics = defineDiagnostics({
  'tds-cannot-listen': {
    severity: 'error',
    message: 'The endpoint cannot listen on {host}, port {port}: {reason}.',
    help: 'Give another --port; 0 takes any that is free.',
  },
});
