import { defineDiagnostics } from '@datamigrate/diagnostics';

/** Why a statement of a procedure cannot become part of a model yet. */
export const analysisDiagnostics = defineDiagnostics({
  'analyse-statement': {
    severity: 'error',
    message: 'No model can state what {statement} does here yet.',
  },
  'analyse-unbound': {
    severity: 'error',
    message: 'This statement could not be understood: {reason}',
  },
  'analyse-own-write': {
    severity: 'error',
    message: 'The statement reads {table} after this procedure has written it.',
  },
  'analyse-unknown-table': {
    severity: 'error',
    message: 'The rows of {table} at this point are not known: nothing before it in the procedure makes the table.',
  },
  'analyse-loop': {
    severity: 'error',
    message: 'What the loop carries from one round to the next cannot be stated as a query: {carried}.',
  },
  'analyse-call': {
    severity: 'error',
    message: 'The call of {procedure} cannot be followed: {reason}.',
  },
  'analyse-any-rows': {
    severity: 'error',
    message: '{statement} takes some of the rows that it finds, and no order says which.',
  },
  'analyse-variable-rows': {
    severity: 'error',
    message:
      '{variable} is assigned once for each of several rows; what it holds behind them cannot be stated as a query.',
  },
  'analyse-single-row': {
    severity: 'info',
    message:
      '{variable} gets its value from a query that is taken to find one row: the build stops where it finds several.',
  },
  'analyse-run-key': {
    severity: 'info',
    message:
      'Rows carry {column} of the row that a run adds to {table}, which stays a source: a variable of the project gives it.',
  },
  'analyse-catalog-answer': {
    severity: 'info',
    message: 'This query asks for objects of the database: they are those of the catalog that was read.',
  },
  'analyse-listed-objects': {
    severity: 'info',
    message: 'What is executed follows the rows of {table}, {rows} of them: a test fails when they change.',
  },
  'analyse-identity': {
    severity: 'error',
    message: 'The rows of {table} get the numbers in column {column} from SQL Server, in an order that is not stated.',
  },
  'analyse-dynamic-sql': {
    severity: 'error',
    message: 'The SQL text that is executed here cannot be followed: {reason}.',
  },
  'analyse-too-long': {
    severity: 'error',
    message: 'What {variable} holds here depends on too many branches to be written as one expression.',
  },
  'analyse-view-target': {
    severity: 'error',
    message: 'The procedure writes {table}, which is not a table of this database.',
  },
  'analyse-side-effect': {
    severity: 'error',
    message: 'When rows of {table} change here, {by} changes more than the statement says.',
  },
  'analyse-parameter': {
    severity: 'error',
    message: 'The parameter {name} is a table, which no variable of a dbt project can hold.',
  },
  'analyse-follows-refusal': {
    severity: 'error',
    message:
      'The statement could be converted, but another one of {object} is refused and their results belong together.',
  },
});
