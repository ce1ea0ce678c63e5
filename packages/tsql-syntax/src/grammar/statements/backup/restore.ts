import { option } from '../../options.js';
import { choice, field, newLine, optional, words } from '../../parts.js';
import { checked, either, list, node } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, identifierOrVariable, stringOrVariable } from '../../values.js';
import { fileStreamOption } from '../database/set-options.js';
import { backupFiles, devices, mediaOptions, stats } from './backup.js';

const move = node(
  'MoveFile',
  words('MOVE'),
  field('file', stringOrVariable),
  words('TO'),
  field('path', stringOrVariable),
);

const stopAtMark = node(
  'StopAtMark',
  choice('type', 'STOPATMARK', 'STOPBEFOREMARK'),
  words('='),
  field('mark', stringOrVariable),
  optional(words('AFTER'), field('after', stringOrVariable)),
);

/** learn.microsoft.com/sql/t-sql/statements/restore-statements-transact-sql */
const restoreOption = either(
  move,
  stopAtMark,
  stats,
  fileStreamOption,
  option('RestoreOption', {
    ...mediaOptions,
    RECOVERY: true,
    REPLACE: true,
    RESTRICTED_USER: true,
    DBO_ONLY: true,
    PARTIAL: true,
    LOADHISTORY: true,
    KEEP_REPLICATION: true,
    KEEP_CDC: true,
    KEEP_TEMPORAL_RETENTION: true,
    ENABLE_BROKER: true,
    ERROR_BROKER_CONVERSATIONS: true,
    NEW_BROKER: true,
    SNAPSHOT: true,
    SNAPSHOT_RESTORE_PHASE: true,
    SNAPSHOT_IMPORT: true,
    FILE: expression,
    DBNAME: stringOrVariable,
    STOPAT: stringOrVariable,
  }),
);

const restoreOptions = [newLine, optional(words('WITH'), field('options', list(restoreOption)))] as const;

/** RESTORE of a database or a log, and of what only looks at a backup: FILELISTONLY, VERIFYONLY … */
export const restore = checked(
  statement(
    'Restore',
    'RESTORE',
    choice('what', 'DATABASE', 'LOG', 'FILELISTONLY', 'HEADERONLY', 'LABELONLY', 'VERIFYONLY', 'REWINDONLY'),
    optional(field('database', identifierOrVariable)),
    backupFiles,
    newLine,
    optional(words('FROM'), field('devices', devices)),
    ...restoreOptions,
  ),
  (p, { what, database }) => {
    if (!database && (what === 'DATABASE' || what === 'LOG')) p.fail('a name');
  },
);

export const restoreStatements = [restore] as const;
