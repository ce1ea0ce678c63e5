import { defineDiagnostics } from '@datamigrate/diagnostics';

/** Everything the binder can report. Numbers in messages are SQL Server's own errors for the same fault. */
export const bindDiagnostics = defineDiagnostics({
  'bind-unknown-object': {
    severity: 'error',
    message: 'Invalid object name {name} (208).',
    help: '{help}',
  },
  'bind-unknown-column': {
    severity: 'error',
    message: 'Invalid column name {name} (207).',
    help: '{help}',
  },
  'bind-unknown-qualifier': {
    severity: 'error',
    message: 'The multi-part identifier {name} could not be bound (4104).',
    help: '{help}',
  },
  'bind-ambiguous-column': {
    severity: 'error',
    message: 'Ambiguous column name {name} (209): {candidates}.',
    help: 'Put the table in front of the column.',
  },
  'bind-duplicate-exposed-name': {
    severity: 'error',
    message: 'The objects in FROM have the same exposed name {name} (1013).',
    help: 'Give one of them an alias.',
  },
  'bind-unknown-variable': {
    severity: 'error',
    message: 'Must declare the scalar variable {name} (137).',
    help: '{help}',
  },
  'bind-unknown-type': {
    severity: 'error',
    message: 'Cannot find data type {name} (243).',
    help: '{help}',
  },
  'bind-invalid-type': {
    severity: 'error',
    message: '{message}',
  },
  'bind-unknown-function': {
    severity: 'error',
    message: '{name} is not a recognized built-in function name (195).',
    help: '{help}',
  },
  'bind-argument-count': {
    severity: 'error',
    message: 'The function {name} takes {expected} argument(s), not {found} (174).',
  },
  'bind-type-clash': {
    severity: 'error',
    message: 'Operand type clash: {source} is incompatible with {target} (206).',
    help: 'Convert one side explicitly.',
  },
  'bind-explicit-conversion-needed': {
    severity: 'error',
    message: 'Implicit conversion from {source} to {target} is not allowed (257).',
    help: 'Use CAST or CONVERT.',
  },
  'bind-conversion-forbidden': {
    severity: 'error',
    message: 'Explicit conversion from {source} to {target} is not allowed (529).',
  },
  'bind-invalid-operand': {
    severity: 'error',
    message: 'Operand data type {type} is invalid for {operator} (8117).',
  },
  'bind-incompatible-operands': {
    severity: 'error',
    message: 'The data types {left} and {right} are incompatible in {operator} (402).',
    help: 'Convert one side explicitly.',
  },
  'bind-collation-conflict': {
    severity: 'error',
    message: 'Cannot resolve the collation conflict between {left} and {right} (468).',
    help: 'Put COLLATE behind one of the two.',
  },
  'bind-unknown-collation': {
    severity: 'error',
    message: 'Invalid collation {name} (448).',
  },
  'bind-not-grouped': {
    severity: 'error',
    message: 'Column {name} is neither aggregated nor part of GROUP BY ({number}).',
    help: 'Add it to GROUP BY, or wrap it in MIN or MAX.',
  },
  'bind-aggregate-not-allowed': {
    severity: 'error',
    message: 'An aggregate may not appear in {clause} ({number}).',
    help: 'Compute it in a subquery, or move the condition to HAVING.',
  },
  'bind-nested-aggregate': {
    severity: 'error',
    message: 'An aggregate cannot work on an expression that contains an aggregate or a subquery (130).',
  },
  'bind-window-not-allowed': {
    severity: 'error',
    message: 'Windowed functions can only appear in the SELECT or ORDER BY clauses (4108).',
  },
  'bind-column-count': {
    severity: 'error',
    message: 'The two sides of {operation} have {left} and {right} columns (205).',
  },
  'bind-single-column-expected': {
    severity: 'error',
    message: 'Only one expression can be given when the subquery is not introduced with EXISTS (116).',
  },
  'bind-order-by-position': {
    severity: 'error',
    message: 'The ORDER BY position {position} is not among the {count} selected columns (108).',
  },
  'bind-order-by-not-selected': {
    severity: 'error',
    message: 'ORDER BY items must appear in the select list {reason} ({number}).',
  },
  'bind-row-count-type': {
    severity: 'error',
    message: 'The number of rows of TOP, OFFSET or FETCH must be an integer (1060).',
    help: 'Convert it to int or bigint.',
  },
  'bind-window-order': {
    severity: 'error',
    message: 'The function {name} must have an OVER clause with ORDER BY (4112).',
  },
  'bind-range-frame': {
    severity: 'error',
    message: 'RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters (4194).',
    help: 'Use ROWS, or a self-join on the range of values.',
  },
  'bind-ordered-aggregates': {
    severity: 'error',
    message: 'Ordered aggregates of one query have mutually incompatible orderings (8711).',
    help: 'Compute each in a query of its own.',
  },
  'bind-unused-cte': {
    severity: 'error',
    message: 'The common table expression {name} is defined but not used (422).',
  },
  'bind-for-in-assignment': {
    severity: 'error',
    message: 'FOR XML and FOR JSON are not allowed in a SELECT that assigns variables (6819).',
    help: 'Assign the whole query: SET @x = (SELECT … FOR …).',
  },
  'bind-imprecise-index': {
    severity: 'error',
    message:
      'The index {index} cannot stand on the computed column {column}: it is imprecise and not persisted (2799).',
    help: 'Mark the column PERSISTED.',
  },
  'bind-column-list-count': {
    severity: 'error',
    message: '{name} has {found} columns, but {given} names are given for them (8158).',
  },
  'bind-unnamed-column': {
    severity: 'error',
    message: 'No column name was specified for column {position} of {name} (8155).',
    help: 'Give the expression an alias.',
  },
  'bind-duplicate-column': {
    severity: 'error',
    message: 'The column {name} was specified several times for {table} (8156).',
  },
  'bind-no-from-for-star': {
    severity: 'error',
    message: 'SELECT * needs a table to take its columns from (263).',
  },
  'bind-unsupported': {
    severity: 'error',
    message: '{construct} is not supported yet.',
    help: '{help}',
  },
  'bind-computed-column': {
    severity: 'warning',
    message: 'The computed column {name} cannot be used: {reason}',
    help: 'Its table and the other columns are kept; what reads this column is refused.',
  },
  'bind-external-object': {
    severity: 'error',
    message: 'The object {name} lives in another database or server, which is not part of the source{note}.',
    help: 'Add that database to the source, or land the object and rename it in the plan. If the source is that database, give it its name: --source NAME=<source>.',
  },
  'bind-number-out-of-range': {
    severity: 'error',
    message: 'The number {text} is out of the range for numeric representation, which is 38 digits (1007).',
  },
  'bind-unknown-date-part': {
    severity: 'error',
    message: '{name} is not a recognized {function} option (155).',
    help: '{help}',
  },
  'bind-fetch-count': {
    severity: 'error',
    message: 'The cursor has {columns} columns and FETCH INTO names {variables} variables (16924).',
  },
  'bind-insert-count': {
    severity: 'error',
    message: 'The INSERT names {columns} columns and gives {values} values (109, 110).',
  },
  'bind-not-insertable': {
    severity: 'error',
    message: 'The column {name} cannot be written: it is {reason} (271).',
  },
  'bind-generated-column': {
    severity: 'error',
    message: 'The column {name} is GENERATED ALWAYS: SQL Server writes it ({number}).',
    help: 'Leave it out, or give it DEFAULT.',
  },
  'bind-not-versioned': {
    severity: 'error',
    message: 'FOR SYSTEM_TIME stands behind {name}, which is not a system-versioned table (13544).',
    help: 'Turn SYSTEM_VERSIONING of the table on where it is defined.',
  },
  'bind-not-updatable': {
    severity: 'error',
    message: '{name} is not a table that rows can be written to (4421).',
    help: 'Write to the table itself.',
  },
  'bind-ambiguous-target': {
    severity: 'error',
    message: 'The table {name} is ambiguous: FROM names it several times (8154).',
    help: 'Name the alias whose rows are meant.',
  },
  'bind-column-written-twice': {
    severity: 'error',
    message: 'The column name {name} is specified more than once in the SET clause or column list (264).',
  },
  'bind-unknown-procedure': {
    severity: 'error',
    message: 'Could not find stored procedure {name} (2812).',
    help: '{help}',
  },
  'bind-unknown-parameter': {
    severity: 'error',
    message: '{name} is not a parameter for procedure {procedure} (8145).',
    help: '{help}',
  },
  'bind-missing-parameter': {
    severity: 'error',
    message: 'Procedure {procedure} expects parameter {name}, which was not supplied (201).',
  },
  'bind-too-many-arguments': {
    severity: 'error',
    message: 'Procedure {procedure} has too many arguments specified (8144).',
  },
  'bind-mixed-assignment': {
    severity: 'error',
    message: 'A SELECT that assigns variables cannot also return rows (141).',
  },
});
