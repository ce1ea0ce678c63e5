import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, identifier, integer, integerLiteral, stringLiteral } from '../../values.js';
import { size } from '../database/files.js';

/** `3`, `3 TO 5` */
export const numberRange = node('NumberRange', field('from', integer), optional(words('TO'), field('to', integer)));

const usesDefault = keyword('DEFAULT');

const processAffinity = node(
  'ProcessAffinity',
  words('PROCESS AFFINITY'),
  choice('unit', 'CPU', 'NUMANODE'),
  words('='),
  flag('auto', 'AUTO'),
  optional(field('ranges', list(numberRange))),
);

const memoryOptimized = node(
  'MemoryOptimizedServerOption',
  words('MEMORY_OPTIMIZED'),
  optional(words('='), field('state', onOff)),
  optional(choice('feature', 'TEMPDB_METADATA', 'HYBRID_BUFFER_POOL'), words('='), field('featureState', onOff)),
  optional(words('( RESOURCE_POOL ='), field('resourcePool', stringLiteral), words(')')),
);

const hardwareOffload = node(
  'HardwareOffload',
  words('HARDWARE_OFFLOAD ='),
  field('state', onOff),
  optional(words('( ACCELERATOR ='), field('accelerator', identifier), words(')')),
);

const snapshotBackup = node(
  'ServerSnapshotBackup',
  words('SUSPEND_FOR_SNAPSHOT_BACKUP ='),
  field('state', onOff),
  optional(words('( GROUP ='), field('databases', parenthesized(list(identifier))), words(', MODE = COPY_ONLY )')),
);

/** learn.microsoft.com/sql/t-sql/statements/alter-server-configuration-transact-sql */
export const alterServerConfiguration = statement(
  'AlterServerConfiguration',
  'ALTER SERVER CONFIGURATION SET',
  field('option', either(processAffinity, memoryOptimized, hardwareOffload, snapshotBackup)),
);

const bufferPoolExtension = either(
  node(
    'BufferPoolExtension',
    words('ON ('),
    words('FILENAME ='),
    field('file', stringLiteral),
    words(', SIZE ='),
    field('size', size),
    words(')'),
  ),
  node('NoBufferPoolExtension', words('OFF')),
);

export const setBufferPoolExtension = statement(
  'AlterServerConfigurationSetBufferPoolExtension',
  'ALTER SERVER CONFIGURATION SET BUFFER POOL EXTENSION',
  field('extension', bufferPoolExtension),
);

const diagnosticsLog = either(
  node('DiagnosticsLogState', field('state', onOff)),
  option('DiagnosticsLogOption', {
    PATH: either(usesDefault, stringLiteral),
    MAX_SIZE: either(usesDefault, size),
    MAX_FILES: either(usesDefault, integerLiteral),
  }),
);

export const setDiagnosticsLog = statement(
  'AlterServerConfigurationSetDiagnosticsLog',
  'ALTER SERVER CONFIGURATION SET DIAGNOSTICS LOG',
  field('option', diagnosticsLog),
);

const clusterNumber = either(usesDefault, integerLiteral);

export const setFailoverClusterProperty = statement(
  'AlterServerConfigurationSetFailoverClusterProperty',
  'ALTER SERVER CONFIGURATION SET FAILOVER CLUSTER PROPERTY',
  field(
    'property',
    option('FailoverClusterProperty', {
      VERBOSELOGGING: clusterNumber,
      SQLDUMPERDUMPFLAGS: either(usesDefault, expression),
      SQLDUMPERDUMPPATH: either(usesDefault, stringLiteral),
      SQLDUMPERDUMPTIMEOUT: clusterNumber,
      FAILURECONDITIONLEVEL: clusterNumber,
      HEALTHCHECKTIMEOUT: clusterNumber,
      CLUSTERCONNECTIONOPTIONS: either(usesDefault, stringLiteral),
    }),
  ),
);

export const setHadrCluster = statement(
  'AlterServerConfigurationSetHadrCluster',
  'ALTER SERVER CONFIGURATION SET HADR CLUSTER CONTEXT =',
  field('context', either(keyword('LOCAL'), stringLiteral)),
);

export const setSoftNuma = statement(
  'AlterServerConfigurationSetSoftNuma',
  'ALTER SERVER CONFIGURATION SET SOFTNUMA',
  field('state', onOff),
);

export const setExternalAuthentication = statement(
  'AlterServerConfigurationSetExternalAuthentication',
  'ALTER SERVER CONFIGURATION SET EXTERNAL AUTHENTICATION',
  field('state', onOff),
  optional(
    field(
      'options',
      parenthesized(
        list(
          either(
            node('SystemIdentity', words('USE_IDENTITY')),
            option('ExternalCredential', { CREDENTIAL_NAME: stringLiteral }),
          ),
        ),
      ),
    ),
  ),
);

export const serverConfigurationStatements = [
  alterServerConfiguration,
  setBufferPoolExtension,
  setDiagnosticsLog,
  setFailoverClusterProperty,
  setHadrCluster,
  setSoftNuma,
  setExternalAuthentication,
] as const;
