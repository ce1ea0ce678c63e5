import { defineDiagnostics } from '@datamigrate/diagnostics';

/** What can be wrong around a run of dbt. What dbt itself finds is in the outcome of the run. */
export const dbtDiagnostics = defineDiagnostics({
  'dbt-environment-missing': {
    severity: 'error',
    message: 'No Python environment with dbt was found in {place}.',
    help: 'Run "npm run setup", or set DATAMIGRATE_DBT_HOME to an environment that holds dbt.',
  },
  'dbt-environment-incomplete': {
    severity: 'error',
    message: 'The Python environment of dbt in {place} was not finished.',
    help: 'Run "npm run setup": it makes the environment anew.',
  },
  'dbt-relations-unreadable': {
    severity: 'warning',
    message: 'The columns of {file} could not be read: {reason}',
    help: 'Nothing has to be done: types of columns stay as the source declares them, and no contract is enforced.',
  },
  'dbt-artifact-missing': {
    severity: 'error',
    message: 'dbt left no file {path}.',
    help: 'Look at the errors of the run that should have written it.',
  },
  'dbt-artifact-unreadable': {
    severity: 'error',
    message: '{path} is not valid JSON: {reason}',
    help: 'Run dbt again: the file was probably cut off.',
  },
  'dbt-artifact-version': {
    severity: 'error',
    message: '{path} has the schema {found}, and {expected} is the one that can be read.',
    help: 'Use the dbt that "npm run setup" installs.',
  },
  'dbt-artifact-shape': {
    severity: 'error',
    message: '{path} is not what its schema promises: {reason}',
    help: 'Use the dbt that "npm run setup" installs.',
  },
});
