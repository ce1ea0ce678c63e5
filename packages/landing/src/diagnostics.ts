import { defineDiagnostics } from '@datamigrate/diagnostics';

export const landingDiagnostics = defineDiagnostics({
  'landing-type-refused': {
    severity: 'warning',
    message: 'column {column} of type {type} is left out: the target has no type for it',
    help: 'Convert it in SQL Server, for example with a computed column of type varchar, if models need it.',
  },
  'landing-no-columns': { severity: 'error', message: 'no column of the table has a type that the target knows' },
  'landing-name-taken': {
    severity: 'error',
    message: '{name} and another {kind} differ in upper and lower case only, which the target takes as the same name',
  },
  'landing-row-width': {
    severity: 'error',
    message: 'row {row} has {found} values where the table has {expected} columns',
  },
  'landing-value-unreadable': {
    severity: 'error',
    message: 'column {column}: {count} values cannot be read as {type}, the first in row {row}: {value}',
  },
  'landing-null-refused': {
    severity: 'error',
    message: 'column {column} is NOT NULL and {count} rows have no value',
  },
  'landing-fraction-lost': {
    severity: 'warning',
    message:
      'column {column}: {count} values of type {type} lose their last 100 nanoseconds; the target holds microseconds',
  },
  'landing-text-malformed': {
    severity: 'warning',
    message: 'column {column}: {count} values hold half of a surrogate pair, which becomes U+FFFD',
  },
  'landing-rows-broken': {
    severity: 'error',
    message: 'the rows could not be read to their end: {reason}',
    help: 'None of them count. Land again when they can be read.',
  },
  'landing-file-failed': { severity: 'error', message: 'cannot write {path}: {reason}' },
  'profile-file-failed': { severity: 'error', message: 'cannot read {path}: {reason}' },
});
