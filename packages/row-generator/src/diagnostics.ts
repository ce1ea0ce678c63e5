import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What the generator has to say about tables that it could not fill as it was asked to. */
export const generateDiagnostics = defineDiagnostics({
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
});
