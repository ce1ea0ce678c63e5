import type { Parser } from '../../../parser/parser.js';
import { keyword, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { checked, either, list, node, parenthesized } from '../../rules.js';
import { statementWith } from '../../statement.js';
import { identifier, stringLiteral } from '../../values.js';
import { azureOption } from './create-database.js';
import { contains, databaseFile } from './files.js';
import { applianceOption, databaseOption, termination } from './set-options.js';

/** ALTER DATABASE and the name; CURRENT stands for the database of the connection. */
const alterDatabase = [words('ALTER DATABASE'), field('database', either(keyword('CURRENT'), identifier))] as const;

/** What stands behind the name decides which statement it is. */
const followedBy = (...phrases: readonly string[]) => ({
  leads: ['ALTER DATABASE'],
  applies: (p: Parser) => phrases.some((phrase) => phrase.split(' ').every((word, i) => p.term(3 + i) === word)),
});

/** learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-file-and-filegroup-options */
export const addFile = statementWith(
  'AlterDatabaseAddFile',
  followedBy('ADD FILE', 'ADD LOG FILE'),
  ...alterDatabase,
  words('ADD'),
  flag('log', 'LOG'),
  words('FILE'),
  field('files', list(databaseFile)),
  optional(words('TO FILEGROUP'), field('fileGroup', identifier)),
);

export const addFileGroup = statementWith(
  'AlterDatabaseAddFileGroup',
  followedBy('ADD FILEGROUP'),
  ...alterDatabase,
  words('ADD FILEGROUP'),
  field('fileGroup', identifier),
  contains,
);

export const removeFile = statementWith(
  'AlterDatabaseRemoveFile',
  followedBy('REMOVE FILE'),
  ...alterDatabase,
  words('REMOVE FILE'),
  field('file', either(identifier, stringLiteral)),
);

export const removeFileGroup = statementWith(
  'AlterDatabaseRemoveFileGroup',
  followedBy('REMOVE FILEGROUP'),
  ...alterDatabase,
  words('REMOVE FILEGROUP'),
  field('fileGroup', identifier),
);

export const modifyFile = statementWith(
  'AlterDatabaseModifyFile',
  followedBy('MODIFY FILE'),
  ...alterDatabase,
  words('MODIFY FILE'),
  field('file', databaseFile),
);

const withTermination = optional(words('WITH'), field('termination', termination));

const fileGroupChange = either(
  node('RenameFileGroup', words('NAME ='), field('newName', identifier)),
  node(
    'FileGroupProperty',
    field(
      'property',
      keyword(
        'DEFAULT',
        'READ_ONLY',
        'READ_WRITE',
        'READONLY',
        'READWRITE',
        'AUTOGROW_ALL_FILES',
        'AUTOGROW_SINGLE_FILE',
      ),
    ),
    withTermination,
  ),
);

export const modifyFileGroup = statementWith(
  'AlterDatabaseModifyFileGroup',
  followedBy('MODIFY FILEGROUP'),
  ...alterDatabase,
  words('MODIFY FILEGROUP'),
  field('fileGroup', identifier),
  field('change', fileGroupChange),
);

export const modifyName = statementWith(
  'AlterDatabaseModifyName',
  followedBy('MODIFY NAME'),
  ...alterDatabase,
  words('MODIFY NAME ='),
  field('newName', identifier),
);

export const collate = statementWith(
  'AlterDatabaseCollate',
  followedBy('COLLATE'),
  ...alterDatabase,
  words('COLLATE'),
  field('collation', identifier),
);

export const rebuildLog = statementWith(
  'AlterDatabaseRebuildLog',
  followedBy('REBUILD LOG'),
  ...alterDatabase,
  words('REBUILD LOG'),
  optional(words('ON'), field('file', databaseFile)),
);

const modification = either(
  node(
    'AzureModification',
    field('options', parenthesized(list(azureOption))),
    flag('manualCutover', 'WITH MANUAL_CUTOVER'),
  ),
  option('BackupStorageRedundancy', { BACKUP_STORAGE_REDUNDANCY: stringLiteral }),
);

/** SET options, and MODIFY (…) with the options of Azure, which ScriptDom counts as the same statement. */
export const alterDatabaseSet = checked(
  statementWith(
    'AlterDatabaseSet',
    followedBy('SET', 'MODIFY (', 'MODIFY BACKUP_STORAGE_REDUNDANCY'),
    ...alterDatabase,
    optional(
      words('SET'),
      optional(field('options', list(databaseOption))),
      optional(field('applianceOptions', parenthesized(list(applianceOption)))),
      withTermination,
    ),
    optional(words('MODIFY'), field('modification', modification)),
  ),
  (p, { options, applianceOptions, modification: modified }) => {
    if (!options && !applianceOptions && !modified) p.fail('an option');
  },
);

/** Geo-replication. learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql, the tab of Azure SQL Database */
const secondaryOption = option('SecondaryOption', {
  ALLOW_CONNECTIONS: keyword('ALL', 'NO', 'READ_ONLY'),
  SERVICE_OBJECTIVE: stringLiteral,
  SECONDARY_TYPE: keyword('GEO', 'NAMED'),
  DATABASE_NAME: identifier,
});

export const addSecondary = statementWith(
  'AlterDatabaseAddSecondary',
  followedBy('ADD SECONDARY'),
  ...alterDatabase,
  words('ADD SECONDARY ON SERVER'),
  field('server', identifier),
  optional(words('WITH'), field('options', parenthesized(list(secondaryOption)))),
);

export const removeSecondary = statementWith(
  'AlterDatabaseRemoveSecondary',
  followedBy('REMOVE SECONDARY'),
  ...alterDatabase,
  words('REMOVE SECONDARY ON SERVER'),
  field('server', identifier),
);

export const failover = statementWith(
  'AlterDatabaseFailover',
  followedBy('FAILOVER', 'FORCE_FAILOVER_ALLOW_DATA_LOSS'),
  ...alterDatabase,
  choice('action', 'FAILOVER', 'FORCE_FAILOVER_ALLOW_DATA_LOSS'),
);

export const performCutover = statementWith(
  'AlterDatabasePerformCutover',
  followedBy('PERFORM_CUTOVER'),
  ...alterDatabase,
  words('PERFORM_CUTOVER'),
);

export const alterDatabaseStatements = [
  addFile,
  addFileGroup,
  removeFile,
  removeFileGroup,
  modifyFile,
  modifyFileGroup,
  modifyName,
  collate,
  rebuildLog,
  alterDatabaseSet,
  addSecondary,
  removeSecondary,
  failover,
  performCutover,
] as const;
