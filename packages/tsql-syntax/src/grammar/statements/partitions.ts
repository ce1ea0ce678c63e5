import type { Parser } from '../../parser/parser.js';
import { startsByWord } from '../../parser/statements/starts-by-word.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { either, list, parenthesized, parenthesizedOrEmpty, startingWhen } from '../rules.js';
import { statement } from '../statement.js';
import { dataType, expression, identifier, stringLiteral } from '../values.js';

/** learn.microsoft.com/sql/t-sql/statements/create-partition-function-transact-sql */
export const createPartitionFunction = statement(
  'CreatePartitionFunction',
  'CREATE PARTITION FUNCTION',
  field('name', identifier),
  words('('),
  field('type', dataType),
  optional(words('COLLATE'), field('collation', identifier)),
  words(') AS RANGE'),
  optional(choice('side', 'LEFT', 'RIGHT')),
  words('FOR VALUES'),
  field('boundaries', parenthesizedOrEmpty(expression)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-partition-function-transact-sql */
export const alterPartitionFunction = statement(
  'AlterPartitionFunction',
  'ALTER PARTITION FUNCTION',
  field('name', identifier),
  words('( )'),
  choice('action', 'SPLIT', 'MERGE'),
  optional(words('RANGE'), field('boundary', parenthesized(expression))),
);

const fileGroup = either(identifier, stringLiteral);

/** learn.microsoft.com/sql/t-sql/statements/create-partition-scheme-transact-sql */
export const createPartitionScheme = statement(
  'CreatePartitionScheme',
  'CREATE PARTITION SCHEME',
  field('name', identifier),
  words('AS PARTITION'),
  field('function', identifier),
  flag('all', 'ALL'),
  words('TO'),
  field('fileGroups', parenthesized(list(fileGroup))),
);

const nextFileGroup = startingWhen({ ...fileGroup }, (p: Parser) => fileGroup.starts(p) && !startsByWord(p));

/** learn.microsoft.com/sql/t-sql/statements/alter-partition-scheme-transact-sql */
export const alterPartitionScheme = statement(
  'AlterPartitionScheme',
  'ALTER PARTITION SCHEME',
  field('name', identifier),
  words('NEXT USED'),
  optional(field('fileGroup', nextFileGroup)),
);

export const dropPartitionFunction = statement(
  'DropPartitionFunction',
  'DROP PARTITION FUNCTION',
  field('name', identifier),
);
export const dropPartitionScheme = statement('DropPartitionScheme', 'DROP PARTITION SCHEME', field('name', identifier));

export const partitionStatements = [
  createPartitionFunction,
  alterPartitionFunction,
  dropPartitionFunction,
  createPartitionScheme,
  alterPartitionScheme,
  dropPartitionScheme,
] as const;
