import { defineDiagnostics } from '@datamigrate/diagnostics';

export const sourceDiagnostics = defineDiagnostics({
  'source-not-found': {
    severity: 'error',
    message: 'There is no file or folder {path}.',
    help: '{help}',
  },
  'source-unreadable': {
    severity: 'error',
    message: '{path} cannot be read: {reason}.',
    help: 'Check its permissions.',
  },
  'source-no-scripts': {
    severity: 'error',
    message: 'The folder {path} holds no .sql files.',
    help: 'Name a .sql file, or a folder with .sql files in it or below it.',
  },
  'source-not-text': {
    severity: 'error',
    message: '{path} is not a text file.',
    help: 'Scripts are read as UTF-8, UTF-16 or Windows-1252.',
  },
  'source-kind': {
    severity: 'error',
    message: '{path} is a {kind}, which cannot be read yet.',
    help: 'Export the database as .sql scripts and name their folder.',
  },
  'source-file-skipped': {
    severity: 'warning',
    message: '{path} is not a text file and was left out.',
  },
  'source-no-objects': {
    severity: 'error',
    message: '{path} defines no table, view, procedure or function.',
    help: 'Name the scripts that create the database.',
  },
});
