import { keyword, onOff, option } from '../options.js';
import { field, flag, optional, sequence, words } from '../parts.js';
import { either, list, node, parenthesized, startingWhen } from '../rules.js';
import { anyWord, expression, identifier, integer, stringLiteral } from '../values.js';

/** Where a table or index lives: a file group, or a partition scheme with its column. */
export const fileGroupOrScheme = node(
  'FileGroupOrPartitionScheme',
  field('name', either(identifier, stringLiteral)),
  optional(field('columns', parenthesized(list(identifier)))),
);

const partitionRange = node(
  'PartitionRange',
  field('from', expression),
  optional(words('TO'), field('to', expression)),
);

/** `ON PARTITIONS (1, 3 TO 5)` behind a compression option. */
export const partitionList = parenthesized(list(partitionRange));

const lowPriority = [
  words('WAIT_AT_LOW_PRIORITY ( MAX_DURATION ='),
  field('duration', integer),
  flag('minutes', 'MINUTES'),
  words(', ABORT_AFTER_WAIT ='),
  field('abortAfterWait', keyword('NONE', 'SELF', 'BLOCKERS')),
  words(')'),
] as const;

const waitAtLowPriority = node('WaitAtLowPriority', words('('), ...lowPriority, words(')'));

const onlineValue = node('OnlineOption', field('state', onOff), optional(field('lowPriority', waitAtLowPriority)));

const compressionValue = node(
  'DataCompressionOption',
  field('level', keyword('NONE', 'ROW', 'PAGE', 'COLUMNSTORE', 'COLUMNSTORE_ARCHIVE')),
  optional(words('ON PARTITIONS'), field('partitions', partitionList)),
);

const xmlCompressionValue = node(
  'XmlCompressionOption',
  field('state', onOff),
  optional(words('ON PARTITIONS'), field('partitions', partitionList)),
);

export const ignoreDuplicates = node(
  'IgnoreDuplicatesOption',
  field('state', onOff),
  optional(words('( SUPPRESS_MESSAGES ='), field('suppressMessages', onOff), words(')')),
);

export const duration = node(
  'Duration',
  field('amount', integer),
  optional(field('unit', keyword('MINUTES', 'MINUTE'))),
);

/** learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql, relational_index_option and its relatives */
export const indexOption = option(
  'IndexOption',
  {
    PAD_INDEX: onOff,
    FILLFACTOR: integer,
    SORT_IN_TEMPDB: onOff,
    IGNORE_DUP_KEY: ignoreDuplicates,
    STATISTICS_NORECOMPUTE: onOff,
    STATISTICS_INCREMENTAL: onOff,
    DROP_EXISTING: onOff,
    ONLINE: onlineValue,
    RESUMABLE: onOff,
    MAX_DURATION: duration,
    ALLOW_ROW_LOCKS: onOff,
    ALLOW_PAGE_LOCKS: onOff,
    OPTIMIZE_FOR_SEQUENTIAL_KEY: onOff,
    MAXDOP: integer,
    DATA_COMPRESSION: compressionValue,
    XML_COMPRESSION: xmlCompressionValue,
    COMPRESSION_DELAY: duration,
    BUCKET_COUNT: integer,
    LOB_COMPACTION: onOff,
    COMPRESS_ALL_ROW_GROUPS: onOff,
    BOUNDING_BOX: parenthesized(
      list(
        node(
          'BoundingBoxEdge',
          optional(field('edge', keyword('XMIN', 'YMIN', 'XMAX', 'YMAX')), words('=')),
          field('value', expression),
        ),
      ),
    ),
    GRIDS: parenthesized(
      list(
        node(
          'GridLevel',
          optional(field('level', keyword('LEVEL_1', 'LEVEL_2', 'LEVEL_3', 'LEVEL_4')), words('=')),
          field('density', keyword('LOW', 'MEDIUM', 'HIGH')),
        ),
      ),
    ),
    CELLS_PER_OBJECT: integer,
    SPATIAL_TESSELLATION: anyWord,
  },
  'required',
);

/** The forms of before SQL Server 2005: `WITH FILLFACTOR = 80, PAD_INDEX`, without parentheses. */
export const oldIndexOption = option(
  'OldIndexOption',
  {
    PAD_INDEX: true,
    IGNORE_DUP_KEY: true,
    DROP_EXISTING: true,
    STATISTICS_NORECOMPUTE: true,
    SORT_IN_TEMPDB: true,
    SORTED_DATA: true,
    SORTED_DATA_REORG: true,
  },
  'none',
);

const OLD_OPTIONS = new Set<string>([
  'PAD_INDEX',
  'IGNORE_DUP_KEY',
  'DROP_EXISTING',
  'STATISTICS_NORECOMPUTE',
  'SORT_IN_TEMPDB',
  'SORTED_DATA',
  'SORTED_DATA_REORG',
  'FILLFACTOR',
]);

const oldFillFactor = node('OldFillFactor', words('FILLFACTOR ='), field('value', integer));

/** `WAIT_AT_LOW_PRIORITY (…)` as an option of its own. */
export const lowPriorityOption = node('LowPriorityOption', ...lowPriority);

/** `ORDER (a, b)` of a columnstore index, where some versions take it. */
const orderOption = node('IndexOrderOption', words('ORDER'), field('columns', parenthesized(list(identifier))));

/** `WITH (…)` in its new form, or the list without parentheses. */
export const withIndexOptions = either(
  startingWhen(
    node(
      'IndexOptions',
      words('WITH'),
      field('options', parenthesized(list(either(lowPriorityOption, orderOption, indexOption)))),
    ),
    (p) => p.at('WITH') && p.term(1) === '(',
  ),
  startingWhen(
    node('OldIndexOptions', words('WITH'), field('options', list(either(oldFillFactor, oldIndexOption)))),
    (p) => p.at('WITH') && OLD_OPTIONS.has(p.term(1)),
  ),
);

export const onFileGroup = sequence(words('ON'), field('fileGroup', fileGroupOrScheme));
export const fileStreamOn = sequence(
  words('FILESTREAM_ON'),
  field('fileStreamGroup', either(identifier, stringLiteral)),
);
