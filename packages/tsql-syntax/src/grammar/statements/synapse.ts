import { choice, field, flag, optional, words } from '../parts.js';
import { either, list, node, parenthesized } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { identifier, integer, objectName, stringLiteral } from '../values.js';
import { selectStatement } from './cursor-definition.js';

/** learn.microsoft.com/sql/t-sql/statements/rename-transact-sql */
export const renameObject = statementWith(
  'RenameObject',
  { leads: ['RENAME OBJECT'] },
  words('RENAME OBJECT'),
  flag('doubleColon', '::'),
  field('name', objectName),
  words('TO'),
  field('newName', identifier),
);

export const renameDatabase = statementWith(
  'RenameDatabase',
  { leads: ['RENAME DATABASE'] },
  words('RENAME DATABASE'),
  flag('doubleColon', '::'),
  field('name', identifier),
  words('TO'),
  field('newName', identifier),
);

const materializedViewOption = either(
  node('MaterializedViewHash', words('DISTRIBUTION = HASH'), field('columns', parenthesized(list(identifier)))),
  node('MaterializedViewRoundRobin', words('DISTRIBUTION = ROUND_ROBIN')),
  node('ForAppend', words('FOR_APPEND')),
);

/** learn.microsoft.com/sql/t-sql/statements/create-materialized-view-as-select-transact-sql */
export const createMaterializedView = statement(
  'CreateMaterializedView',
  'CREATE MATERIALIZED VIEW',
  field('name', objectName),
  optional(words('WITH'), field('options', parenthesized(list(materializedViewOption)))),
  words('AS'),
  field('select', selectStatement),
);

export const alterMaterializedView = statement(
  'AlterMaterializedView',
  'ALTER MATERIALIZED VIEW',
  field('name', objectName),
  choice('action', 'REBUILD', 'DISABLE'),
);

/** learn.microsoft.com/sql/t-sql/statements/create-remote-table-as-select-parallel-data-warehouse */
export const createRemoteTable = statement(
  'CreateRemoteTable',
  'CREATE REMOTE TABLE',
  field('name', objectName),
  words('AT ('),
  field('connection', stringLiteral),
  words(')'),
  optional(words('WITH ( BATCH_SIZE ='), field('batchSize', integer), words(')')),
  words('AS'),
  field('select', selectStatement),
);

export const synapseStatements = [
  renameObject,
  renameDatabase,
  createMaterializedView,
  alterMaterializedView,
  createRemoteTable,
] as const;
