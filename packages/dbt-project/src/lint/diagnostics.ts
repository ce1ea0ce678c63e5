import { type DiagnosticDefinition, defineDiagnostics } from '@datamigrate/diagnostics';

const warning = (message: string, help: string) => ({ severity: 'warning', message, help }) as const;

/** A finding of each rule. What is wrong beyond the resource stands in `{detail}`. */
export const LINT_DIAGNOSTICS = {
  'lint-direct-join-to-source': warning(
    '{resource} reads models and, beside them, the source {detail}',
    'Read the staging model of the source instead.',
  ),
  'lint-downstream-on-source': warning(
    '{resource} stands behind staging and reads the source {detail}',
    'Give the source a staging model and read that.',
  ),
  'lint-duplicate-source': warning(
    '{resource} is declared as a source more than once: {detail}',
    'Keep one declaration.',
  ),
  'lint-hard-coded-reference': warning(
    '{resource} names relations in its SQL instead of asking dbt for them: {detail}',
    "Use ref() and source(), so that dbt knows the order and the reader's environment.",
  ),
  'lint-model-fanout': warning(
    '{resource} is read by several models that nothing reads in turn: {detail}',
    'Consider one model, or logic in the tool that reads them.',
  ),
  'lint-several-sources': warning('{resource} reads several sources: {detail}', 'Give each source a staging model.'),
  'lint-rejoined-concept': warning(
    '{resource} is read by one model only, and both read the same: {detail}',
    'Put the two models together.',
  ),
  'lint-root-model': warning(
    '{resource} reads neither models nor sources',
    'Read what its rows come from, or make the rows a seed.',
  ),
  'lint-source-fanout': warning('the source {resource} is read by several models: {detail}', 'Read one staging model.'),
  'lint-staging-on-downstream': warning(
    '{resource} is a staging model and reads models behind staging: {detail}',
    'Give it another layer, or read its source.',
  ),
  'lint-staging-on-staging': warning(
    '{resource} is a staging model and reads other staging models: {detail}',
    'Make it an intermediate model.',
  ),
  'lint-unused-source': warning('nothing reads the source {resource}', 'Remove it, or give it a staging model.'),
  'lint-too-many-joins': warning(
    '{resource} reads {detail} models and sources',
    'Put parts of it into intermediate models.',
  ),
  'lint-primary-key-untested': warning(
    'no test says what makes a row of {resource} unique',
    'Test its key: unique and not_null, or a test of the combination.',
  ),
  'lint-source-freshness': warning(
    'nothing is said about how fresh the rows of {resource} are',
    'State freshness, or freshness: null where rows do not age.',
  ),
  'lint-test-coverage': warning('{resource} has no test', 'Test at least its key.'),
  'lint-undocumented-model': warning('{resource} has no description', 'Say what one row is and where it comes from.'),
  'lint-documentation-coverage': warning('{detail} {resource} have a description', 'Describe the others.'),
  'lint-undocumented-source': warning('the source {resource} has no description', 'Say which system it is.'),
  'lint-undocumented-source-table': warning('the source table {resource} has no description', 'Say what one row is.'),
  'lint-empty-description': warning(
    'the description of {resource} only repeats its name: {detail}',
    'Say what one row is, what it is made of, and what is special.',
  ),
  'lint-undocumented-macro': warning('of the macro {resource} there is no description of: {detail}', 'Describe it.'),
  'lint-model-naming': warning(
    'the name of {resource} has none of the prefixes of its layer: {detail}',
    'Rename it in the plan.',
  ),
  'lint-model-directory': warning('{resource} stands in a folder of another layer or source: {detail}', 'Move it.'),
  'lint-source-directory': warning('the source {resource} is declared outside of its folder: {detail}', 'Move it.'),
  'lint-test-directory': warning('{resource} is described in another folder than its own: {detail}', 'Move the entry.'),
  'lint-chained-views': warning(
    '{resource} stands on {detail} views in a row',
    'Make one of them a table, in the plan or in dbt_project.yml.',
  ),
  'lint-exposure-materialization': warning(
    '{resource} is a view, and the exposure {detail} reads it',
    'Make it a table if the report is slow.',
  ),
  'lint-public-without-contract': warning('{resource} is public and has no contract', 'Enforce its contract.'),
  'lint-undocumented-public-model': warning(
    '{resource} is public and does not describe: {detail}',
    'Describe every column.',
  ),
  'lint-exposure-on-private': warning(
    'the exposure {resource} reads models that are not public: {detail}',
    'Make them public.',
  ),
  'lint-semicolon': warning(
    'the SQL of {resource} ends with a semicolon',
    'Remove it: dbt puts the query into another one.',
  ),
  'lint-column-without-type': warning('{resource} has columns without a data type: {detail}', 'State their types.'),
  'lint-contract-without-type': {
    severity: 'error',
    message: '{resource} has a contract and columns without a data type: {detail}',
    help: 'State the types, or take the contract away.',
  },
  'lint-contract-schema-change': {
    severity: 'error',
    message: '{resource} is incremental with a contract, and does not say what happens when its columns change',
    help: 'Set on_schema_change to fail or append_new_columns.',
  },
  'lint-incremental-without-key': warning(
    '{resource} is incremental and names no unique_key',
    'Name the key, or the strategy append.',
  ),
  'lint-source-loader': warning('nothing says what loads the source {resource}', 'State loader.'),
  'lint-boolean-name': warning(
    '{resource} has columns called like booleans that are none: {detail}',
    'Rename them, or make them boolean.',
  ),
  'lint-unit-test-input': {
    severity: 'error',
    message: 'the unit test {resource} does not give all that its model reads: {detail}',
    help: 'Give every ref and source of the model, with no rows where none matter.',
  },
  'lint-unit-test-column': {
    severity: 'error',
    message: 'the unit test {resource} expects columns that its model does not have: {detail}',
    help: 'Correct the names.',
  },
} as const satisfies Record<string, DiagnosticDefinition>;

export const lintDiagnostics = defineDiagnostics(LINT_DIAGNOSTICS);
