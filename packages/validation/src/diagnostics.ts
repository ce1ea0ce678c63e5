import { defineDiagnostics } from '@datamigrate/diagnostics';

/** Why a comparison did not run. */
export const compareDiagnostics = defineDiagnostics({
  'compare-database-unreadable': { severity: 'error', message: 'cannot open {path}: {reason}' },
  'compare-relation-missing': {
    severity: 'error',
    message: 'there is no relation {relation} in the target',
    help: 'Build the model before comparing it.',
  },
  'compare-relation-unreadable': {
    severity: 'error',
    message: '{relation} cannot be read: {reason}',
    help: 'The model is a view that raises an error for rows at hand. Correct them, or report it as a fault of the conversion.',
  },
  'compare-table-missing': {
    severity: 'error',
    message: 'the {side} side has no table {table}',
    help: 'Name it as its database does, with the schema: schema.table.',
  },
  'compare-no-common-column': {
    severity: 'error',
    message: '{left} and {right} have no column of the same name: there is nothing to compare',
    help: 'Say which column stands for which in a file for --map.',
  },
  'compare-tolerance-without-key': {
    severity: 'error',
    message: '{table} has no key, and a tolerance needs one to know which rows belong together',
    help: 'Name the columns that identify a row: --key.',
  },
  'compare-failed': { severity: 'error', message: 'comparing {table} stopped: {reason}' },
  'compare-column-missing': { severity: 'error', message: 'relation {relation} has no column {column}' },
  'compare-column-unmapped': {
    severity: 'error',
    message: 'column {column} of {table} is neither mapped to a column of the target nor ignored',
  },
  'compare-column-unknown': { severity: 'error', message: '{table} has no column {column}, which the {role} names' },
  'compare-column-twice': { severity: 'error', message: '{table} has two columns called {column}' },
  'compare-type-refused': {
    severity: 'error',
    message: 'column {column} of {table} has the type {type}, which cannot be compared',
    help: 'Ignore the column to compare the others.',
  },
  'compare-tolerance-unusable': {
    severity: 'error',
    message: 'column {column} is no number and no time: a tolerance means nothing for it',
  },
  'compare-nothing': { severity: 'error', message: 'every column of {table} is ignored: there is nothing to compare' },
});
