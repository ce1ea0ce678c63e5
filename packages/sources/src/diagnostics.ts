import { defineDiagnostics } from '@datamigrate/diagnostics';

export const sourceDiagnostics = defineDiagnostics({
  'source-not-found': {
    severity: 'error',
    message: 'There is no file or folder {path}.',
    help: '{help}',
  },
  'source-unreadable': {
    severity: 'error',
    message: '{path} cannot be read: {reason}.',
    help: 'Check its permissions.',
  },
  'source-no-scripts': {
    severity: 'error',
    message: 'The folder {path} holds no .sql files.',
    help: 'Name a .sql file, or a folder with .sql files in it or below it.',
  },
  'source-not-text': {
    severity: 'error',
    message: '{path} is not a text file.',
    help: 'Scripts are read as UTF-8, UTF-16 or Windows-1252.',
  },
  'source-kind': {
    severity: 'error',
    message: '{path} is a {kind}, which cannot be read.',
    help: 'Restore it on a server and export a .bacpac or .dacpac, or scripts.',
  },
  'source-file-skipped': {
    severity: 'warning',
    message: '{path} is not a text file and was left out.',
  },
  'source-database-renamed': {
    severity: 'info',
    message: 'The database that its scripts call {from} is read as {to}.',
  },
  'source-no-objects': {
    severity: 'error',
    message: '{path} defines no table, view, procedure or function.',
    help: 'Name what creates the database.',
  },
  'source-cancelled': {
    severity: 'error',
    message: 'Reading {path} was interrupted.',
  },
  'source-project-in-folder': {
    severity: 'info',
    message: 'The folder holds the database project {project}; its .sql files were run as plain scripts, by name.',
    help: 'Name the .sqlproj to read it as a project: with its settings, its excluded files and its order.',
  },
  'source-gap': {
    severity: 'warning',
    message: '{kind} {name} is not taken over: {reason}.',
    help: 'Look whether the migration needs it; nothing that depends on it is guessed.',
  },
  'source-ignored': {
    severity: 'info',
    message: 'Not used: {name}, because {reason}.',
  },
  'source-include-missing': {
    severity: 'warning',
    message: 'The included file {file} is not there.',
    help: 'Its statements are missing from what was loaded.',
  },
  'source-include-elsewhere': {
    severity: 'info',
    message: '{files} {script} includes {have} of another machine: {written} was taken from {found}.',
  },
  'source-include-cycle': {
    severity: 'warning',
    message: '{file} includes itself: {chain}.',
    help: 'It was not included again. Take one of the :r lines out.',
  },
  'source-variable-undefined': {
    severity: 'warning',
    message: 'The SQLCMD variable $({name}) has no value.',
    help: 'It was left as it stands. Give it a default in the project, or a :setvar line.',
  },
  'source-project-invalid': {
    severity: 'error',
    message: '{path} is no database project: {reason}.',
    help: 'Build it once with its own tools to see what is wrong with it, or name its .sql files.',
  },
  'source-project-file-missing': {
    severity: 'warning',
    message: 'The project names {file}, which is not there.',
    help: 'What it defines is missing from what was loaded.',
  },
  'source-reference-missing': {
    severity: 'warning',
    message: 'The {kind} {name} is not there.',
    help: 'Objects that it defines are not known. Build or restore it, and start again.',
  },
  'source-package-invalid': {
    severity: 'error',
    message: '{path} is no readable {kind}: {reason}.',
    help: 'Make it again, or name another kind of source.',
  },
  'source-package-too-large': {
    severity: 'error',
    message: '{path} was not opened: {reason}.',
    help: 'A package that grows beyond all measure when it is unpacked is refused. Give its database as scripts.',
  },
  'source-package-changed': {
    severity: 'info',
    message: 'model.xml was changed after the package was made: its checksum is not the one in Origin.xml.',
    help: 'It was read as it is now.',
  },
  'source-catalog-invalid': {
    severity: 'error',
    message: '{path} is no catalog of this tool: {reason}.',
    help: 'Write it anew: datamigrate extract SOURCE --out catalog.json.',
  },
  'source-data-missing': {
    severity: 'warning',
    message: 'The data file {file} is not there.',
    help: 'Put it beside the script; {table} has no rows from it.',
  },
  'source-data-unreadable': {
    severity: 'warning',
    message: '{file} cannot be loaded into {table}: {reason}.',
    help: 'Its rows are missing from what was loaded.',
  },
  'source-data-rows': {
    severity: 'warning',
    message: '{errors} rows of {file} do not fit into {table}; the first is row {row}: {reason}',
    help: 'They are missing from what was loaded.',
  },
  'source-data-folder': {
    severity: 'error',
    message: 'The folder of data files {folder} is not there.',
    help: 'Give --data a folder with files called schema.table.csv or schema.table.bcp, or one of live, generated and none.',
  },
  'source-data-unnamed': {
    severity: 'warning',
    message: 'The data file {file} is called like no table: it was not read.',
    help: 'Call it schema.table.csv. The schema may be left out where only one table has that name.',
  },
  'source-data-no-connection': {
    severity: 'error',
    message: 'There is no connection to read rows over: {source} is no server.',
    help: 'Leave --data out, or give it a folder of data files, generated or none.',
  },
  'source-mask-key': {
    severity: 'error',
    message: 'There is no key to mask values with.',
    help: 'Set {variable} to a text of 16 characters or more, and keep it: the same key gives the same values again.',
  },
  'source-mask-rules': {
    severity: 'error',
    message: '{path} holds no rules for masking: {reason}.',
    help: 'mask: [sales.Customer.Email, "*.*.Phone"] is enough; empty: and dynamic-masks: may stand beside it.',
  },
  'source-mask-unused': {
    severity: 'error',
    message: 'No column is called like {pattern}, which is to be masked.',
    help: 'Write schema.table.column; * stands for anything. A pattern that fits nothing would leave a column open.',
  },
  'source-mask-type': {
    severity: 'error',
    message: '{column} cannot be masked: values of {type} have no form that could be kept.',
    help: 'Put it under empty: instead.',
  },
  'source-masked': {
    severity: 'info',
    message: 'Masked in {table}: {columns}.',
  },
  'source-sampled': {
    severity: 'info',
    message: '{table} is a sample: {rows} rows; {parents} of them because others refer to them.',
  },
  'source-data-option': {
    severity: 'warning',
    message: '{option} of BULK INSERT is not supported: {file} was not loaded into {table}.',
    help: 'Give the rows as text with terminators, as INSERT statements, or as a .bacpac.',
  },
});
