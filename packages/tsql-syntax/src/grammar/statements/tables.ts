import type { Parser } from '../../parser/parser.js';
import { keyword, onOff, option } from '../options.js';
import { choice, field, flag, newLine, optional, words } from '../parts.js';
import type { NodeOf } from '../rule.js';
import { checked, either, list, node, parenthesized, several, startingWhen } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { columnNames } from '../tables/column-names.js';
import { columnDefinition } from '../tables/columns.js';
import { keyColumn } from '../tables/constraints.js';
import {
  duration,
  fileGroupOrScheme,
  fileStreamOn,
  ignoreDuplicates,
  lowPriorityOption,
  onFileGroup,
  partitionList,
  withIndexOptions,
} from '../tables/index-options.js';
import { checkPeriod, tableElement, tableElements } from '../tables/table-definition.js';
import { columnName, condition, expression, identifier, integer, objectName, stringLiteral } from '../values.js';
import { selectStatement } from './cursor-definition.js';

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

/** Where a table's rows, long values and FILESTREAM data live; in any order. */
const tablePlace = either(
  node('OnFileGroup', words('ON'), field('target', fileGroupOrScheme)),
  node('TextImageOn', words('TEXTIMAGE_ON'), field('target', either(identifier, stringLiteral))),
  node('FileStreamOn', words('FILESTREAM_ON'), field('target', either(identifier, stringLiteral))),
);

/** CREATE TABLE, with AS SELECT for Synapse and Fabric, AS FILETABLE, AS NODE, AS EDGE. */
export const createTable = checked(
  statement(
    'CreateTable',
    'CREATE TABLE',
    field('name', objectName),
    flag('asFileTable', 'AS FILETABLE'),
    optional(
      words('AS CLONE OF'),
      field('cloneOf', objectName),
      optional(words('AT'), field('cloneAt', stringLiteral)),
    ),
    optional(field('columns', columnNames)),
    optional(field('elements', tableElements)),
    optional(choice('graph', 'AS NODE', 'AS EDGE')),
    newLine,
    optional(field('places', several(tablePlace))),
    optional(
      words('FEDERATED ON ('),
      field('federationDistribution', identifier),
      words('='),
      field('federationColumn', identifier),
      words(')'),
    ),
    optional(words('WITH'), field('options', parenthesized(list(tableOption)))),
    optional(words('AS'), field('select', selectStatement)),
  ),
  (p, table) => {
    if (table.elements || table.select || table.asFileTable || table.cloneOf || table.graph) return;
    p.fail("'('", 'A table has at least one column.');
  },
);

const tableLead = { leads: ['ALTER TABLE'] } as const;

/** What follows ALTER TABLE name decides which statement it is; the name may have several parts. */
function afterTableName(...phrases: readonly string[]): (p: Parser) => boolean {
  return (p) => {
    let ahead = 2;
    while (p.isIdentifierAt(ahead) || p.term(ahead) === '.') {
      if (p.isIdentifierAt(ahead) && p.term(ahead + 1) !== '.') {
        ahead++;
        break;
      }
      ahead++;
    }
    return phrases.some((phrase) => phrase.split(' ').every((word, i) => p.term(ahead + i) === word));
  };
}

const checkPrefix = optional(words('WITH'), field('existing', keyword('CHECK', 'NOCHECK')));

/** PERIOD alone takes columns that the table has. */
function checkAddedPeriod(p: Parser, elements: readonly NodeOf<typeof tableElement>[]): void {
  if (elements.some((element) => element.kind === 'ColumnDefinition')) checkPeriod(p, elements);
}

export const alterTableAdd = statementWith(
  'AlterTableAddTableElement',
  { ...tableLead, applies: afterTableName('ADD', 'WITH CHECK ADD', 'WITH NOCHECK ADD') },
  words('ALTER TABLE'),
  field('name', objectName),
  checkPrefix,
  words('ADD'),
  field('elements', checked(list(tableElement), checkAddedPeriod)),
);

const columnTypeChange = node(
  'ColumnTypeChange',
  field('column', columnDefinition),
  optional(words('WITH'), field('options', parenthesized(list(option('AlterColumnOption', { ONLINE: onOff }))))),
);

export const alterTableAlterColumn = statementWith(
  'AlterTableAlterColumn',
  { ...tableLead, applies: afterTableName('ALTER COLUMN') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('ALTER COLUMN'),
  field(
    'change',
    either(
      startingWhen(
        node(
          'ColumnPropertyChange',
          field('column', identifier),
          choice('action', 'ADD', 'DROP'),
          field(
            'property',
            either(
              node(
                'MaskedProperty',
                words('MASKED'),
                optional(words('WITH ( FUNCTION ='), field('function', stringLiteral), words(')')),
              ),
              node(
                'PlainColumnProperty',
                field('name', keyword('ROWGUIDCOL', 'PERSISTED', 'NOT FOR REPLICATION', 'SPARSE', 'HIDDEN')),
              ),
            ),
          ),
        ),
        (p) => p.term(1) === 'ADD' || p.term(1) === 'DROP',
      ),
      columnTypeChange,
    ),
  ),
);

const dropConstraintMove = node('DropConstraintMove', words('MOVE TO'), field('target', fileGroupOrScheme));

const dropElement = checked(
  node(
    'DropTableElement',
    optional(choice('type', 'CONSTRAINT', 'COLUMN', 'INDEX', 'PERIOD FOR SYSTEM_TIME')),
    flag('ifExists', 'IF EXISTS'),
    optional(field('name', identifier)),
    optional(
      words('WITH'),
      field(
        'options',
        parenthesized(
          list(
            either(
              lowPriorityOption,
              dropConstraintMove,
              option('DropConstraintOption', { MAXDOP: integer, ONLINE: onOff }),
            ),
          ),
        ),
      ),
    ),
  ),
  (p, element) => {
    if (!element.name && element.type !== 'PERIOD FOR SYSTEM_TIME') p.fail('a name');
  },
);

export const alterTableDrop = statementWith(
  'AlterTableDropTableElement',
  { ...tableLead, applies: afterTableName('DROP') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('DROP'),
  field('elements', list(dropElement)),
);

export const alterTableConstraintState = statementWith(
  'AlterTableConstraintModification',
  {
    ...tableLead,
    applies: afterTableName(
      'CHECK CONSTRAINT',
      'NOCHECK CONSTRAINT',
      'WITH CHECK CHECK',
      'WITH NOCHECK CHECK',
      'WITH CHECK NOCHECK',
      'WITH NOCHECK NOCHECK',
    ),
  },
  words('ALTER TABLE'),
  field('name', objectName),
  checkPrefix,
  choice('state', 'CHECK', 'NOCHECK'),
  words('CONSTRAINT'),
  flag('all', 'ALL'),
  optional(field('constraints', list(identifier))),
);

export const alterTableTriggerState = statementWith(
  'AlterTableTriggerModification',
  { ...tableLead, applies: afterTableName('ENABLE TRIGGER', 'DISABLE TRIGGER') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('TRIGGER'),
  flag('all', 'ALL'),
  optional(field('triggers', list(identifier))),
);

/** `ENABLE CHANGE_TRACKING [WITH (TRACK_COLUMNS_UPDATED = ON)]` */
export const alterTableChangeTracking = statementWith(
  'AlterTableChangeTrackingModification',
  { ...tableLead, applies: afterTableName('ENABLE CHANGE_TRACKING', 'DISABLE CHANGE_TRACKING') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('CHANGE_TRACKING'),
  optional(words('WITH ( TRACK_COLUMNS_UPDATED ='), field('trackColumnsUpdated', onOff), words(')')),
);

export const alterTableFileTableNamespace = statementWith(
  'AlterTableFileTableNamespace',
  { ...tableLead, applies: afterTableName('ENABLE FILETABLE_NAMESPACE', 'DISABLE FILETABLE_NAMESPACE') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('FILETABLE_NAMESPACE'),
);

export const alterTableSet = statementWith(
  'AlterTableSet',
  { ...tableLead, applies: afterTableName('SET') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('SET'),
  field('options', parenthesized(list(tableOption))),
);

export const alterTableSwitch = statementWith(
  'AlterTableSwitch',
  { ...tableLead, applies: afterTableName('SWITCH') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('SWITCH'),
  optional(words('PARTITION'), field('sourcePartition', expression)),
  words('TO'),
  field('target', objectName),
  optional(words('PARTITION'), field('targetPartition', expression)),
  optional(
    words('WITH ('),
    field(
      'options',
      list(
        either(
          node('TruncateTarget', words('TRUNCATE_TARGET ='), field('state', onOff)),
          node(
            'SwitchLowPriority',
            words('WAIT_AT_LOW_PRIORITY ( MAX_DURATION ='),
            field('duration', integer),
            flag('minutes', 'MINUTES'),
            words(', ABORT_AFTER_WAIT ='),
            field('abortAfterWait', keyword('NONE', 'SELF', 'BLOCKERS')),
            words(')'),
          ),
        ),
      ),
    ),
    words(')'),
  ),
);

export const alterTableRebuild = statementWith(
  'AlterTableRebuild',
  { ...tableLead, applies: afterTableName('REBUILD') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('REBUILD'),
  optional(words('PARTITION ='), field('partition', either(node('AllPartitions', words('ALL')), expression))),
  optional(field('options', withIndexOptions)),
);

export const truncateTable = statement(
  'TruncateTable',
  'TRUNCATE TABLE',
  field('name', objectName),
  optional(words('WITH ( PARTITIONS'), field('partitions', partitionList), words(')')),
);

const indexLeads = ['CREATE', 'CREATE UNIQUE'].flatMap((head) =>
  ['', ' CLUSTERED', ' NONCLUSTERED'].map((kind) => `${head}${kind} INDEX`),
);

export const createIndex = statementWith(
  'CreateIndex',
  { leads: indexLeads },
  words('CREATE'),
  flag('unique', 'UNIQUE'),
  optional(choice('clustering', 'CLUSTERED', 'NONCLUSTERED')),
  words('INDEX'),
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  field('columns', parenthesized(list(keyColumn))),
  optional(words('INCLUDE'), field('included', parenthesized(list(columnName)))),
  optional(words('WHERE'), field('filter', condition)),
  optional(field('options', withIndexOptions)),
  optional(onFileGroup),
  optional(fileStreamOn),
);

const columnstoreLeads = ['COLUMNSTORE', 'CLUSTERED COLUMNSTORE', 'NONCLUSTERED COLUMNSTORE'].map(
  (kind) => `CREATE ${kind} INDEX`,
);

export const createColumnStoreIndex = statementWith(
  'CreateColumnStoreIndex',
  { leads: columnstoreLeads },
  words('CREATE'),
  optional(choice('clustering', 'CLUSTERED', 'NONCLUSTERED')),
  words('COLUMNSTORE INDEX'),
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  optional(field('columns', parenthesized(list(keyColumn)))),
  optional(words('ORDER'), field('order', parenthesized(list(keyColumn)))),
  optional(words('WHERE'), field('filter', condition)),
  optional(field('options', withIndexOptions)),
  optional(onFileGroup),
);

export const alterIndex = statement(
  'AlterIndex',
  'ALTER INDEX',
  field('index', either(node('AllIndexes', words('ALL')), identifier)),
  words('ON'),
  field('table', objectName),
  choice('action', 'REBUILD', 'DISABLE', 'REORGANIZE', 'SET', 'RESUME', 'PAUSE', 'ABORT'),
  optional(words('PARTITION ='), field('partition', either(node('AllIndexPartitions', words('ALL')), expression))),
  optional(
    field(
      'setOptions',
      parenthesized(
        list(
          option('IndexSetOption', {
            ALLOW_ROW_LOCKS: onOff,
            ALLOW_PAGE_LOCKS: onOff,
            IGNORE_DUP_KEY: ignoreDuplicates,
            STATISTICS_NORECOMPUTE: onOff,
            COMPRESSION_DELAY: duration,
            OPTIMIZE_FOR_SEQUENTIAL_KEY: onOff,
          }),
        ),
      ),
    ),
  ),
  optional(field('options', withIndexOptions)),
);

export const tableStatements = [
  createTable,
  alterTableAdd,
  alterTableAlterColumn,
  alterTableDrop,
  alterTableConstraintState,
  alterTableTriggerState,
  alterTableChangeTracking,
  alterTableFileTableNamespace,
  alterTableSet,
  alterTableSwitch,
  alterTableRebuild,
  truncateTable,
  createIndex,
  createColumnStoreIndex,
  alterIndex,
] as const;
