import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the generator has to say about tables that it could not fill as it was asked to. */
export const generateDiagnostics = defineDiagnostics({
  'generate-rows': {
    severity: 'info',
    message: 'The rows of {table} were generated: the source has none.',
    help: 'They satisfy its constraints and say nothing about the data. Give the table rows of its own to compare on those.',
  },
  'generate-compared': {
    severity: 'info',
    message: 'It was compared on generated rows of {tables}.',
    help: 'Nothing was concluded from their values. A comparison on rows of the source says more.',
  },
  'generate-no-rows': {
    severity: 'warning',
    message: 'No row was generated for {table}: {reason}',
    help: 'Give this table rows of its own: a file {table}.csv in the folder of --data, or INSERT statements in the source.',
  },
  'generate-fewer-rows': {
    severity: 'info',
    message: '{table} got {rows} of {wanted} rows: {reason}',
    help: 'Usually its keys allow no more. Give the table rows of its own if more are needed.',
  },
  'generate-cleared': {
    severity: 'info',
    message: 'The generated rows of {table} were taken out again: with them {procedure} ends with "{reason}"',
    help: 'Its first load is compared on an empty table, the next one on what the first has left.',
  },
});
