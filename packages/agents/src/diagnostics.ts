import { defineDiagnostics } from '@datamigrate/diagnostics';

/** Decisions and findings of the agents. */
export const agentDiagnostics = defineDiagnostics({
  'plan-operational': {
    severity: 'info',
    message:
      '{object} serves an application, the control of jobs or the administration of the server; it stays with the system that it serves.',
  },
  'plan-no-rows': {
    severity: 'info',
    message: '{object} writes no table and returns no rows: a project has nothing to hold of it.',
  },
  'plan-trigger': {
    severity: 'error',
    message: 'A trigger acts when rows change one by one; a dbt project has no such moment.',
    help: 'State what the trigger keeps up to date as a model, or leave it to the source system.',
  },
  'plan-several-writers': {
    severity: 'error',
    message: '{table} is written by {procedures}; one model must own it.',
    help: 'Move what they write into one procedure, or into tables of their own.',
  },
  'plan-writers-combined': {
    severity: 'info',
    message: '{procedures} write the same tables. Their models hold what they do one after the other; {because}.',
    help: 'A scenario or a script that calls them states the order.',
  },
  'plan-owner-refused': {
    severity: 'error',
    message: 'What {object} does stands in the models of {procedure}, which is refused.',
  },
  'plan-in-callers': {
    severity: 'info',
    message: '{object} works on what its caller gives it. What it does stands in the models of {procedures}.',
  },
  'plan-call-refused': {
    severity: 'error',
    message: '{object} calls {procedure}, which is refused.',
  },
  'plan-view-refused': {
    severity: 'error',
    message: '{object} reads the view {view}, which is refused.',
  },
  'plan-unbound': {
    severity: 'error',
    message: '{object} could not be understood as a whole.',
    help: 'Resolve the errors beside this one.',
  },
  'plan-function-body': {
    severity: 'error',
    message: 'A function with statements of its own cannot be converted yet.',
    help: 'Functions of one SELECT are written out where they are called.',
  },
  'plan-function-unused': {
    severity: 'error',
    message: 'No converted model calls this function, so it has no place in the project.',
  },
  'plan-seed-refused': {
    severity: 'warning',
    message: 'The plan makes {table} a seed, but {reason}; it stays a source.',
    help: 'Seeds are for look-up tables of few rows that nothing writes.',
  },
  'plan-person': {
    severity: 'info',
    message: 'The plan leaves {object} out: {reason}',
  },
  'execute-table-type': {
    severity: 'warning',
    message: 'The column {column} has the type {type}, which the target cannot hold; it was left out.',
  },
  'test-model-failed': {
    severity: 'error',
    message: 'The target refused the model {model}: {reason}',
    help: 'The model was taken out of the project; this is a fault of the conversion worth reporting.',
  },
  'test-model-skipped': {
    severity: 'error',
    message: 'The model {model} was not built: one that it reads failed.',
  },
  'test-project-failed': {
    severity: 'error',
    message: 'dbt did not build the model {model}: {reason}',
    help: 'The reason concerns the project as a whole. Remove it, then go on with "datamigrate resume", or report it.',
  },
  'test-data-test-failed': {
    severity: 'warning',
    message: 'The data test {test} of {model} found {failures} rows: {reason}',
  },
  'test-unit-test-failed': {
    severity: 'error',
    message: 'On few rows the model {model} gives others than the original: the unit test {test} fails. {reason}',
    help: 'The unit test was left out of the project, so that the project builds. This is a fault of the conversion worth reporting.',
  },
  'evaluate-rows-differ': {
    severity: 'error',
    message: '{model} and {object} do not hold the same rows: {missing} missing, {extra} extra, {different} different.',
  },
  'evaluate-skipped': {
    severity: 'info',
    message: 'The rows of {object} were not compared: {reason}',
  },
  'evaluate-proposed-value': {
    severity: 'info',
    message: 'Compared with {value}: nobody stated another value.',
    help: 'Give a scenario (--scenario) to compare with calls of your own.',
  },
  'evaluate-step-not-proven': {
    severity: 'warning',
    message: 'Step {step} of the scenario could not be compared: {reason}',
  },
  'evaluate-step-error': {
    severity: 'info',
    message:
      'The original ends step {step} of the scenario with an error, {reason}; its tables after that are what counts.',
  },
  'evaluate-step-caught': {
    severity: 'info',
    message:
      'In step {step} of the scenario the original catches an error, {reason}; what its CATCH leaves is what counts.',
    help: 'The models hold what it does without errors. Correct the rows that lead to the error, if it is not meant.',
  },
  'evaluate-scenario-differs': {
    severity: 'warning',
    message: '{object} is not called equal: {table} differs after step {step} of the same scenario.',
    help: 'Compare the procedures apart, each with a scenario of its own.',
  },
  'evaluate-no-rows': {
    severity: 'info',
    message: 'Neither side has a row after any step, so that they are equal says little.',
    help: 'Give a scenario (--scenario) whose calls leave rows.',
  },
});
