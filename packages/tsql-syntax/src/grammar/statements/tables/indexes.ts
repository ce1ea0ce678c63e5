import { onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { keyColumn } from '../../tables/constraints.js';
import { duration, fileStreamOn, ignoreDuplicates, onFileGroup, withIndexOptions } from '../../tables/index-options.js';
import { columnName, condition, expression, identifier, objectName } from '../../values.js';

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

export const indexStatements = [createIndex, createColumnStoreIndex, alterIndex] as const;
