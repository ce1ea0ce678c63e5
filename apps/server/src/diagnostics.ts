import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What keeps the service from starting, and what ends a migration from outside of its agents. */
export const serveDiagnostics = defineDiagnostics({
  'serve-setting-invalid': {
    severity: 'error',
    message: '{setting} is not usable: {reason}.',
    help: 'docs/guides/service.md lists all settings.',
  },
  'serve-address-taken': {
    severity: 'error',
    message: 'The service cannot listen on {host}:{port}: {reason}.',
    help: 'Use another port with --port.',
  },
  'serve-worker-crashed': {
    severity: 'error',
    message: 'The process of the migration ended {times} times without a result; the last time with {how}.',
    help: 'Resume it when the cause is removed. A large database may need more memory than there is.',
  },
  'serve-connection-missing': {
    severity: 'error',
    message: 'The connection that the migration reads was deleted.',
    help: 'Start a new migration from a connection that is kept.',
  },
  'serve-connection-sealed': {
    severity: 'error',
    message: 'The password of {name} was sealed with another key.',
    help: 'Enter it again at the connection, and resume.',
  },
  'serve-connection-changed': {
    severity: 'error',
    message: 'The connection {name} leads somewhere else than when the migration began.',
    help: 'Start a new migration; what this one has read is not mixed with another server.',
  },
  'serve-job-lost': {
    severity: 'error',
    message: 'The migration was running, but nothing works on it any more.',
    help: 'Resume it: finished steps are kept.',
  },
});
