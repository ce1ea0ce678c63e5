import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What keeps the store from opening. */
export const storeDiagnostics = defineDiagnostics({
  'store-directory-locked': {
    severity: 'error',
    message: 'Another process works with {folder}: {pid} on {host}.',
    help: 'Stop it, or use another data directory. If that process is gone for certain, delete {file}.',
  },
  'store-unreachable': {
    severity: 'error',
    message: 'The database cannot be opened: {reason}.',
    help: 'Check DATABASE_URL and that the server runs.',
  },
  'store-server-too-old': {
    severity: 'error',
    message: 'The database is PostgreSQL {version}; 15 or later is needed.',
    help: 'Use a newer server.',
  },
  'store-secret-key-invalid': {
    severity: 'error',
    message: 'The secret key in {place} is not 32 bytes in base64.',
    help: 'Make one with: openssl rand -base64 32. Secrets that were sealed with another key cannot be read any more.',
  },
  'store-secret-key-exposed': {
    severity: 'error',
    message: 'Other users of this computer can read the secret key in {place}.',
    help: 'chmod 600 {place}',
  },
  'store-secret-key-missing': {
    severity: 'error',
    message: 'There is no secret key to seal stored passwords with, and none could be made in {place}: {reason}.',
    help: 'Set DATAMIGRATE_SECRET_KEY to 32 random bytes in base64. Secrets are never stored in clear.',
  },
});
