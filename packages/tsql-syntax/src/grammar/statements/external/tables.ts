import { keyword, option } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { columnNames } from '../../tables/column-names.js';
import { tableElements } from '../../tables/table-definition.js';
import { expression, identifier, objectName, stringLiteral } from '../../values.js';
import { selectStatement } from '../cursor-definition.js';

const distribution = either(
  node('ShardedDistribution', words('SHARDED ('), field('column', identifier), words(')')),
  node('ExternalDistribution', field('type', keyword('REPLICATED', 'ROUND_ROBIN'))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-external-table-transact-sql */
const externalTableOption = option('ExternalTableOption', {
  LOCATION: stringLiteral,
  DATA_SOURCE: identifier,
  FILE_FORMAT: identifier,
  REJECT_TYPE: keyword('VALUE', 'PERCENTAGE'),
  REJECT_VALUE: expression,
  REJECT_SAMPLE_VALUE: expression,
  REJECTED_ROW_LOCATION: stringLiteral,
  SCHEMA_NAME: stringLiteral,
  OBJECT_NAME: stringLiteral,
  TABLE_OPTIONS: stringLiteral,
  DISTRIBUTION: distribution,
});

/** CREATE EXTERNAL TABLE, and with AS SELECT what writes the rows of a query to files. */
export const createExternalTable = statement(
  'CreateExternalTable',
  'CREATE EXTERNAL TABLE',
  field('name', objectName),
  optional(field('columns', columnNames)),
  optional(field('elements', tableElements)),
  words('WITH'),
  field('options', parenthesized(list(externalTableOption))),
  optional(words('AS'), field('select', selectStatement)),
);

export const dropExternalTable = statement(
  'DropExternalTable',
  'DROP EXTERNAL TABLE',
  flag('ifExists', 'IF EXISTS'),
  field('names', list(objectName)),
);

export const externalTableStatements = [createExternalTable, dropExternalTable] as const;
