import { onOff } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { fileGroupOrScheme } from '../../tables/index-options.js';
import { anyWord, identifier, integer, objectName, stringLiteral } from '../../values.js';

const activationOption = either(
  node('ActivationDrop', words('DROP')),
  node('ActivationStatus', words('STATUS ='), field('state', onOff)),
  node('ActivationProcedure', words('PROCEDURE_NAME ='), field('name', objectName)),
  node('ActivationReaders', words('MAX_QUEUE_READERS ='), field('readers', integer)),
  node(
    'ActivationExecuteAs',
    choice('keyword', 'EXEC AS', 'EXECUTE AS'),
    field('principal', either(stringLiteral, anyWord)),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/create-queue-transact-sql */
const queueOption = either(
  node('QueueStatus', words('STATUS ='), field('state', onOff)),
  node('QueueRetention', words('RETENTION ='), field('state', onOff)),
  node('QueueActivation', words('ACTIVATION'), field('options', parenthesized(list(activationOption)))),
  node('QueuePoisonMessages', words('POISON_MESSAGE_HANDLING ( STATUS ='), field('state', onOff), words(')')),
);

export const createQueue = statement(
  'CreateQueue',
  'CREATE QUEUE',
  field('name', objectName),
  optional(words('WITH'), field('options', list(queueOption))),
  optional(words('ON'), field('fileGroup', fileGroupOrScheme)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-queue-transact-sql */
const queueChange = either(
  node('QueueOptions', words('WITH'), field('options', list(queueOption))),
  node('RebuildQueue', words('REBUILD'), optional(words('WITH ( MAXDOP ='), field('maxDop', integer), words(')'))),
  node(
    'ReorganizeQueue',
    words('REORGANIZE'),
    optional(words('WITH ( LOB_COMPACTION ='), field('lobCompaction', onOff), words(')')),
  ),
  node('MoveQueue', words('MOVE TO'), field('fileGroup', either(identifier, stringLiteral))),
);

export const alterQueue = statement(
  'AlterQueue',
  'ALTER QUEUE',
  field('name', objectName),
  field('change', queueChange),
);

export const dropQueue = statement('DropQueue', 'DROP QUEUE', flag('ifExists', 'IF EXISTS'), field('name', objectName));

export const queueStatements = [createQueue, alterQueue, dropQueue] as const;
