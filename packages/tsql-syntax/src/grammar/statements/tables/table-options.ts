import { keyword, onOff, option } from '../../options.js';
import { field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { keyColumn } from '../../tables/constraints.js';
import { partitionList } from '../../tables/index-options.js';
import { expression, identifier, integer, objectName, stringLiteral } from '../../values.js';

const noValue = node('NoValue', words('NULL'));

const historyTable = node('HistoryTable', words('HISTORY_TABLE ='), field('name', objectName));
const consistencyCheck = node('DataConsistencyCheck', words('DATA_CONSISTENCY_CHECK ='), field('state', onOff));
const retentionPeriod = node(
  'RetentionPeriod',
  words('HISTORY_RETENTION_PERIOD ='),
  optional(field('amount', integer)),
  field('unit', keyword('INFINITE', 'DAY', 'DAYS', 'WEEK', 'WEEKS', 'MONTH', 'MONTHS', 'YEAR', 'YEARS')),
);

const systemVersioning = either(
  node(
    'SystemVersioning',
    field('state', keyword('ON')),
    optional(field('options', parenthesized(list(either(historyTable, consistencyCheck, retentionPeriod))))),
  ),
  node('SystemVersioningOff', field('state', keyword('OFF'))),
);

const ledgerValue = node(
  'LedgerValue',
  field('state', onOff),
  optional(
    field(
      'options',
      parenthesized(
        list(
          either(
            node(
              'LedgerView',
              words('LEDGER_VIEW ='),
              field('name', objectName),
              optional(
                field(
                  'columns',
                  parenthesized(
                    list(
                      option('LedgerViewColumn', {
                        TRANSACTION_ID_COLUMN_NAME: identifier,
                        SEQUENCE_NUMBER_COLUMN_NAME: identifier,
                        OPERATION_TYPE_COLUMN_NAME: identifier,
                        OPERATION_TYPE_DESC_COLUMN_NAME: identifier,
                      }),
                    ),
                  ),
                ),
              ),
            ),
            node('LedgerAppendOnly', words('APPEND_ONLY ='), field('state', onOff)),
          ),
        ),
      ),
    ),
  ),
);

const compressionOnPartitions = node(
  'TableCompression',
  field('level', keyword('NONE', 'ROW', 'PAGE', 'COLUMNSTORE', 'COLUMNSTORE_ARCHIVE')),
  optional(words('ON PARTITIONS'), field('partitions', partitionList)),
);

const xmlCompressionOnPartitions = node(
  'TableXmlCompression',
  field('state', onOff),
  optional(words('ON PARTITIONS'), field('partitions', partitionList)),
);

const remoteDataArchive = node(
  'RemoteDataArchive',
  field('state', keyword('ON', 'OFF', 'OFF_WITHOUT_DATA_RECOVERY')),
  optional(
    field(
      'options',
      parenthesized(
        list(
          option('RemoteDataArchiveOption', {
            MIGRATION_STATE: keyword('PAUSED', 'OUTBOUND', 'INBOUND'),
            FILTER_PREDICATE: either(noValue, expression),
          }),
        ),
      ),
    ),
  ),
);

const dataDeletion = node(
  'DataDeletion',
  field('state', onOff),
  optional(
    words('('),
    field(
      'options',
      list(
        option('DataDeletionOption', {
          FILTER_COLUMN: identifier,
          RETENTION_PERIOD: node(
            'DeletionRetention',
            optional(field('amount', integer)),
            field('unit', keyword('INFINITE', 'DAY', 'DAYS', 'WEEK', 'WEEKS', 'MONTH', 'MONTHS', 'YEAR', 'YEARS')),
          ),
        }),
      ),
    ),
    words(')'),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql, table_option; with FileTable and Synapse forms */
export const tableOption = either(
  option('TableOption', {
    DATA_COMPRESSION: compressionOnPartitions,
    XML_COMPRESSION: xmlCompressionOnPartitions,
    SYSTEM_VERSIONING: systemVersioning,
    LEDGER: ledgerValue,
    REMOTE_DATA_ARCHIVE: remoteDataArchive,
    DATA_DELETION: dataDeletion,
    MEMORY_OPTIMIZED: onOff,
    DURABILITY: keyword('SCHEMA_ONLY', 'SCHEMA_AND_DATA'),
    FILETABLE_DIRECTORY: either(noValue, stringLiteral),
    FILETABLE_COLLATE_FILENAME: identifier,
    FILETABLE_PRIMARY_KEY_CONSTRAINT_NAME: identifier,
    FILETABLE_STREAMID_UNIQUE_CONSTRAINT_NAME: identifier,
    FILETABLE_FULLPATH_UNIQUE_CONSTRAINT_NAME: identifier,
    LOCK_ESCALATION: keyword('AUTO', 'TABLE', 'DISABLE'),
    LOCATION: keyword('USER_DB'),
    DISTRIBUTION: either(
      node('HashDistribution', words('HASH ('), field('columns', list(identifier)), words(')')),
      node('NamedDistribution', field('type', keyword('ROUND_ROBIN', 'REPLICATE'))),
    ),
  }),
  node('HeapOption', words('HEAP')),
  node('ClusterByOption', words('CLUSTER BY'), field('columns', parenthesized(list(identifier)))),
  node(
    'ClusteredColumnstoreOption',
    words('CLUSTERED COLUMNSTORE INDEX'),
    optional(words('ORDER'), field('order', parenthesized(list(keyColumn)))),
  ),
  node('ClusteredIndexOption', words('CLUSTERED INDEX'), field('columns', parenthesized(list(keyColumn)))),
  node(
    'PartitionOption',
    words('PARTITION ('),
    field('column', identifier),
    words('RANGE'),
    optional(field('side', keyword('LEFT', 'RIGHT'))),
    words('FOR VALUES ('),
    optional(field('values', list(expression))),
    words(') )'),
  ),
);
