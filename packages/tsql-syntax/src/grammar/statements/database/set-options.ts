import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { identifier, integer, integerLiteral, stringLiteral } from '../../values.js';
import { size } from './files.js';

/**
 * Options of a database, as ALTER DATABASE … SET and CREATE DATABASE … WITH take them.
 * Source: learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-set-options
 */

const duration = node(
  'DurationOption',
  field('amount', integer),
  optional(choice('unit', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS')),
);

const onWithIncremental = node(
  'AutoCreateStatistics',
  field('state', onOff),
  optional(words('( INCREMENTAL ='), field('incremental', onOff), words(')')),
);

/** `NAME ON`, without a sign. */
const switchOption = option(
  'DatabaseSwitch',
  {
    ALLOW_SNAPSHOT_ISOLATION: onOff,
    ANSI_NULLS: onOff,
    ANSI_NULL_DEFAULT: onOff,
    ANSI_PADDING: onOff,
    ANSI_WARNINGS: onOff,
    ARITHABORT: onOff,
    AUTO_CLOSE: onOff,
    AUTO_CREATE_STATISTICS: onWithIncremental,
    AUTO_SHRINK: onOff,
    AUTO_UPDATE_STATISTICS: onOff,
    AUTO_UPDATE_STATISTICS_ASYNC: onOff,
    CONCAT_NULL_YIELDS_NULL: onOff,
    CURSOR_CLOSE_ON_COMMIT: onOff,
    CURSOR_DEFAULT: keyword('LOCAL', 'GLOBAL'),
    DATA_RETENTION: onOff,
    DATE_CORRELATION_OPTIMIZATION: onOff,
    DB_CHAINING: onOff,
    ENCRYPTION: keyword('ON', 'OFF', 'SUSPEND', 'RESUME'),
    HONOR_BROKER_PRIORITY: onOff,
    MIXED_PAGE_ALLOCATION: onOff,
    NUMERIC_ROUNDABORT: onOff,
    PAGE_VERIFY: keyword('CHECKSUM', 'TORN_PAGE_DETECTION', 'NONE'),
    PARAMETERIZATION: keyword('SIMPLE', 'FORCED'),
    QUOTED_IDENTIFIER: onOff,
    READ_COMMITTED_SNAPSHOT: onOff,
    RECOVERY: keyword('FULL', 'BULK_LOGGED', 'SIMPLE'),
    RECURSIVE_TRIGGERS: onOff,
    RESULT_SET_CACHING: onOff,
    SUPPLEMENTAL_LOGGING: onOff,
    TEMPORAL_HISTORY_RETENTION: onOff,
    TORN_PAGE_DETECTION: onOff,
    TRUSTWORTHY: onOff,
    VARDECIMAL_STORAGE_FORMAT: onOff,
  },
  'none',
);

/** An option that is its name alone. */
const stateOption = option('DatabaseState', {
  ONLINE: true,
  OFFLINE: true,
  EMERGENCY: true,
  READ_ONLY: true,
  READ_WRITE: true,
  SINGLE_USER: true,
  RESTRICTED_USER: true,
  MULTI_USER: true,
  ENABLE_BROKER: true,
  DISABLE_BROKER: true,
  NEW_BROKER: true,
  ERROR_BROKER_CONVERSATIONS: true,
});

const versionStore = node(
  'AcceleratedRecovery',
  field('state', onOff),
  optional(words('( PERSISTENT_VERSION_STORE_FILEGROUP ='), field('fileGroup', identifier), words(')')),
);

const logBuffer = node(
  'PersistentLogBuffer',
  field('state', onOff),
  optional(words('( DIRECTORY_NAME ='), field('directory', stringLiteral), words(')')),
);

const snapshotBackup = node(
  'SuspendForSnapshotBackup',
  field('state', onOff),
  flag('copyOnly', '( MODE = COPY_ONLY )'),
);

const language = either(identifier, stringLiteral, integerLiteral);

/** `NAME = value` */
const valueOption = option('DatabaseOption', {
  ACCELERATED_DATABASE_RECOVERY: versionStore,
  BACKUP_STORAGE_REDUNDANCY: stringLiteral,
  CATALOG_COLLATION: identifier,
  COMPATIBILITY_LEVEL: integer,
  CONTAINMENT: keyword('NONE', 'PARTIAL'),
  DEFAULT_FULLTEXT_LANGUAGE: language,
  DEFAULT_LANGUAGE: language,
  DELAYED_DURABILITY: keyword('DISABLED', 'ALLOWED', 'FORCED'),
  LEDGER: onOff,
  MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT: onOff,
  NESTED_TRIGGERS: onOff,
  OPTIMIZED_LOCKING: onOff,
  PERSISTENT_LOG_BUFFER: logBuffer,
  SUSPEND_FOR_SNAPSHOT_BACKUP: snapshotBackup,
  TARGET_RECOVERY_TIME: duration,
  TRANSFORM_NOISE_WORDS: onOff,
  TWO_DIGIT_YEAR_CUTOFF: integer,
});

export const fileStreamOption = node(
  'FileStreamDatabaseOption',
  words('FILESTREAM'),
  field(
    'options',
    parenthesized(
      list(
        option('FileStreamSetting', {
          NON_TRANSACTED_ACCESS: keyword('OFF', 'READ_ONLY', 'FULL'),
          DIRECTORY_NAME: either(keyword('NULL'), stringLiteral),
        }),
      ),
    ),
  ),
);

const changeTrackingSettings = parenthesized(
  list(option('ChangeTrackingSetting', { AUTO_CLEANUP: onOff, CHANGE_RETENTION: duration })),
);

/** `CHANGE_TRACKING = ON (…)`, `CHANGE_TRACKING (…)` */
const changeTracking = node(
  'ChangeTrackingOption',
  words('CHANGE_TRACKING'),
  optional(words('='), field('state', onOff)),
  optional(field('settings', changeTrackingSettings)),
);

const capturePolicy = option('QueryCapturePolicySetting', {
  STALE_CAPTURE_POLICY_THRESHOLD: duration,
  EXECUTION_COUNT: integer,
  TOTAL_COMPILE_CPU_TIME_MS: integer,
  TOTAL_EXECUTION_CPU_TIME_MS: integer,
});

const cleanupPolicy = option('CleanupPolicySetting', { STALE_QUERY_THRESHOLD_DAYS: integer });

const queryStoreSetting = option('QueryStoreSetting', {
  OPERATION_MODE: keyword('READ_WRITE', 'READ_ONLY', 'READ_CAPTURE_SECONDARY', 'OFF'),
  DESIRED_STATE: keyword('READ_WRITE', 'READ_ONLY', 'OFF'),
  CLEANUP_POLICY: parenthesized(list(cleanupPolicy)),
  DATA_FLUSH_INTERVAL_SECONDS: integer,
  FLUSH_INTERVAL_SECONDS: integer,
  MAX_STORAGE_SIZE_MB: integer,
  INTERVAL_LENGTH_MINUTES: integer,
  SIZE_BASED_CLEANUP_MODE: keyword('AUTO', 'OFF'),
  QUERY_CAPTURE_MODE: keyword('ALL', 'AUTO', 'CUSTOM', 'NONE'),
  MAX_PLANS_PER_QUERY: integer,
  WAIT_STATS_CAPTURE_MODE: onOff,
  QUERY_CAPTURE_POLICY: parenthesized(list(capturePolicy)),
});

/** `QUERY_STORE = ON (…)`, `QUERY_STORE (…)`, `QUERY_STORE CLEAR ALL`, `FORCED` behind OFF or CLEAR */
const queryStore = node(
  'QueryStoreOption',
  words('QUERY_STORE'),
  optional(words('='), field('state', onOff)),
  optional(choice('clear', 'CLEAR', 'CLEAR ALL')),
  optional(field('settings', parenthesized(list(queryStoreSetting)))),
  flag('forced', '( FORCED )'),
);

const tuningState = keyword('ON', 'OFF', 'DEFAULT');

const automaticTuning = node(
  'AutomaticTuningOption',
  words('AUTOMATIC_TUNING'),
  optional(words('='), field('mode', keyword('AUTO', 'INHERIT', 'CUSTOM'))),
  optional(
    field(
      'settings',
      parenthesized(
        list(
          option('AutomaticTuningSetting', {
            CREATE_INDEX: tuningState,
            DROP_INDEX: tuningState,
            FORCE_LAST_GOOD_PLAN: tuningState,
            MAINTAIN_INDEX: tuningState,
          }),
        ),
      ),
    ),
  ),
);

/** learn.microsoft.com/sql/sql-server/stretch-database */
const remoteDataArchive = node(
  'RemoteDataArchiveDatabaseOption',
  words('REMOTE_DATA_ARCHIVE'),
  optional(words('='), field('state', onOff)),
  optional(
    field(
      'settings',
      parenthesized(
        list(
          option('RemoteDataArchiveSetting', {
            SERVER: stringLiteral,
            CREDENTIAL: identifier,
            FEDERATED_SERVICE_ACCOUNT: onOff,
          }),
        ),
      ),
    ),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-set-hadr */
const hadr = node(
  'HadrOption',
  words('HADR'),
  optional(choice('action', 'OFF', 'SUSPEND', 'RESUME')),
  optional(words('AVAILABILITY GROUP ='), field('group', identifier)),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-database-transact-sql-database-mirroring */
const partner = node(
  'PartnerOption',
  words('PARTNER'),
  optional(words('='), field('server', stringLiteral)),
  optional(
    choice(
      'action',
      'FAILOVER',
      'FORCE_SERVICE_ALLOW_DATA_LOSS',
      'OFF',
      'RESUME',
      'SAFETY FULL',
      'SAFETY OFF',
      'SUSPEND',
    ),
  ),
  optional(words('TIMEOUT'), field('timeout', integer)),
);
const witness = node(
  'WitnessOption',
  words('WITNESS'),
  optional(words('='), field('server', stringLiteral)),
  flag('off', 'OFF'),
);

export const databaseOption = either(
  switchOption,
  stateOption,
  valueOption,
  fileStreamOption,
  changeTracking,
  queryStore,
  automaticTuning,
  remoteDataArchive,
  hadr,
  partner,
  witness,
);

/** Options of Synapse, in parentheses. learn.microsoft.com/sql/t-sql/statements/alter-database-parallel-data-warehouse */
export const applianceOption = option('ApplianceOption', {
  AUTOGROW: onOff,
  REPLICATED_SIZE: size,
  DISTRIBUTED_SIZE: size,
  LOG_SIZE: size,
});

/** How long ALTER DATABASE waits for the sessions that stand in its way. */
export const termination = either(
  node('RollbackAfter', words('ROLLBACK AFTER'), field('seconds', integer), flag('unit', 'SECONDS')),
  node('RollbackImmediate', words('ROLLBACK IMMEDIATE')),
  node('NoWait', words('NO_WAIT')),
);
