import { TokenKind } from '../../../lexer/token-kind.js';
import { keyword, option } from '../../options.js';
import { choice, field, newLine, optional, words } from '../../parts.js';
import { either, list, node, parenthesized, several, startingWhen } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, identifier, identifierOrVariable, stringOrVariable } from '../../values.js';
import { algorithm } from '../keys/encryption.js';

/** `DISK = '…'`, or a logical device by its name. */
const device = either(
  startingWhen(
    node(
      'BackupDevice',
      choice('type', 'DISK', 'TAPE', 'URL', 'VIRTUAL_DEVICE', 'DATABASE_SNAPSHOT'),
      words('='),
      field('path', stringOrVariable),
    ),
    (p) => p.kind() === TokenKind.Word && p.term(1) === '=',
  ),
  node('LogicalDevice', field('name', identifierOrVariable)),
);

export const devices = list(device);

/** What of the database: `FILE = 'f'`, `FILEGROUP = 'g'`, both with variables or lists too. */
const backupFile = node(
  'BackupFile',
  choice('type', 'FILE', 'FILEGROUP', 'PAGE', 'READ_WRITE_FILEGROUPS'),
  optional(
    words('='),
    field(
      'name',
      either(node('BackupFileNames', field('names', parenthesized(list(stringOrVariable)))), stringOrVariable),
    ),
  ),
);

export const backupFiles = optional(field('files', list(backupFile)));

const encryption = node(
  'BackupEncryption',
  words('ENCRYPTION ( ALGORITHM ='),
  field('algorithm', algorithm),
  words(', SERVER'),
  choice('encryptorType', 'CERTIFICATE', 'ASYMMETRIC KEY'),
  words('='),
  field('encryptor', identifier),
  words(')'),
);

const compression = node(
  'BackupCompression',
  words('COMPRESSION'),
  optional(
    words('( ALGORITHM ='),
    field('algorithm', keyword('MS_XPRESS', 'QAT_DEFLATE', 'ZSTD')),
    optional(words(', LEVEL ='), field('level', keyword('LOW', 'MEDIUM', 'HIGH'))),
    words(')'),
  ),
);

export const stats = node('BackupStats', words('STATS'), optional(words('='), field('percentage', expression)));

/** Options of BACKUP and RESTORE alike. */
export const mediaOptions = {
  BLOCKSIZE: expression,
  BUFFERCOUNT: expression,
  MAXTRANSFERSIZE: expression,
  MEDIANAME: stringOrVariable,
  MEDIAPASSWORD: stringOrVariable,
  PASSWORD: stringOrVariable,
  CREDENTIAL: stringOrVariable,
  CHECKSUM: true,
  NO_CHECKSUM: true,
  NO_TRUNCATE: true,
  STOP_ON_ERROR: true,
  CONTINUE_AFTER_ERROR: true,
  RESTART: true,
  REWIND: true,
  NOREWIND: true,
  UNLOAD: true,
  NOUNLOAD: true,
  NORECOVERY: true,
  STANDBY: stringOrVariable,
  METADATA_ONLY: true,
} as const;

/** learn.microsoft.com/sql/t-sql/statements/backup-transact-sql */
const backupOption = either(
  encryption,
  compression,
  stats,
  option('BackupOption', {
    ...mediaOptions,
    COPY_ONLY: true,
    DIFFERENTIAL: true,
    NO_COMPRESSION: true,
    FILE_SNAPSHOT: true,
    DESCRIPTION: stringOrVariable,
    NAME: stringOrVariable,
    EXPIREDATE: stringOrVariable,
    RETAINDAYS: expression,
    INIT: true,
    NOINIT: true,
    SKIP: true,
    NOSKIP: true,
    FORMAT: true,
    NOFORMAT: true,
    MEDIADESCRIPTION: stringOrVariable,
    NO_TRUNCATE: true,
    NO_LOG: true,
    TRUNCATE_ONLY: true,
    SNAPSHOT: true,
  }),
);

const backupTail = [
  newLine,
  words('TO'),
  field('devices', devices),
  newLine,
  optional(field('mirrors', several(node('MirrorTo', words('MIRROR TO'), field('devices', devices))))),
  newLine,
  optional(words('WITH'), field('options', list(backupOption))),
] as const;

export const backupDatabase = statement(
  'BackupDatabase',
  'BACKUP DATABASE',
  field('database', identifierOrVariable),
  backupFiles,
  ...backupTail,
);

/** `BACKUP LOG`, and its old name `BACKUP TRAN`. */
export const backupLog = statement(
  'BackupTransactionLog',
  'BACKUP LOG',
  field('database', identifierOrVariable),
  ...backupTail,
);

/** Snapshot backups of several databases or of the whole server: their metadata only. */
export const backupGroup = statement(
  'BackupGroup',
  'BACKUP GROUP',
  field('databases', list(identifier)),
  ...backupTail,
);
export const backupServer = statement('BackupServer', 'BACKUP SERVER', ...backupTail);

export const backupStatements = [backupDatabase, backupLog, backupGroup, backupServer] as const;
