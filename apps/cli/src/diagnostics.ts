import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the command line itself reports. Usage errors have no code: they are one line about one argument. */
export const cliDiagnostics = defineDiagnostics({
  'cli-file-not-found': {
    severity: 'error',
    message: '{file} does not exist.',
    help: '{help}',
  },
  'cli-file-unreadable': {
    severity: 'error',
    message: '{file} cannot be read: {reason}.',
    help: '{help}',
  },
  'cli-file-unwritable': {
    severity: 'error',
    message: '{file} cannot be written: {reason}.',
    help: 'Give a place that can be written.',
  },
  'cli-invalid-input-line': {
    severity: 'error',
    message: 'Line {line} of the input is not a batch: {reason}.',
    help: 'Each line is a JSON object such as {example}.',
  },
  'cli-invalid-document': {
    severity: 'error',
    message: '{file} is not a valid {document}: {problems}.',
    help: '{help}',
  },
  'cli-not-available-yet': {
    severity: 'error',
    message: '{what} is not available in this version.',
    help: '{instead}',
  },
  'cli-no-run': {
    severity: 'error',
    message: '{folder} holds no migration: {file} is missing.',
    help: 'Give the folder that was the --out of "datamigrate migrate".',
  },
  'cli-run-unfinished': {
    severity: 'error',
    message: 'The migration in {folder} has no report yet: it is {status}.',
    help: 'Go on with it: datamigrate resume {folder}',
  },
  'cli-report-inconsistent': {
    severity: 'error',
    message: 'The report contradicts itself: {problem}.',
    help: 'This is a fault of datamigrate: do not rely on the report, and please send its code and this message.',
  },
  'cli-unexpected-error': {
    severity: 'error',
    message: 'Something went wrong inside datamigrate: {reason}',
    help: '{help}',
  },
  'cli-exec-error': {
    severity: 'error',
    message: '{file}, line {line}: {message} ({number}, severity {severity}, state {state})',
  },
  'cli-exec-refused': {
    severity: 'error',
    message: '{file}: the reference engine does not execute {construct}.',
    help: 'What it would have changed or returned is missing.',
  },
  'cli-compare-nothing': {
    severity: 'error',
    message: 'The two databases have no table of the same name.',
    help: 'Say which tables belong together: --table left=right, or --map.',
  },
});
