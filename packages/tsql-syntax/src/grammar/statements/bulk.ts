import { option } from '../options.js';
import { field, flag, optional, words } from '../parts.js';
import { either, list, node, parenthesized } from '../rules.js';
import { statement } from '../statement.js';
import { keyColumn } from '../tables/constraints.js';
import { expression, identifier, integerLiteral, objectName, stringLiteral } from '../values.js';

const numberOrString = either(integerLiteral, stringLiteral);

const bulkOrder = node(
  'BulkOrder',
  words('ORDER'),
  field('columns', parenthesized(list(keyColumn))),
  flag('unique', 'UNIQUE'),
);

/** learn.microsoft.com/sql/t-sql/statements/bulk-insert-transact-sql */
const bulkInsertOption = either(
  bulkOrder,
  option('BulkInsertOption', {
    BATCHSIZE: numberOrString,
    CHECK_CONSTRAINTS: true,
    CODEPAGE: numberOrString,
    DATAFILETYPE: stringLiteral,
    DATA_SOURCE: stringLiteral,
    ERRORFILE: stringLiteral,
    ERRORFILE_DATA_SOURCE: stringLiteral,
    ESCAPECHAR: stringLiteral,
    FIELDQUOTE: stringLiteral,
    FIELDTERMINATOR: stringLiteral,
    FIRE_TRIGGERS: true,
    FIRSTROW: numberOrString,
    FORMAT: stringLiteral,
    FORMATFILE: stringLiteral,
    FORMATFILE_DATA_SOURCE: stringLiteral,
    INCLUDE_HIDDEN: true,
    KEEPIDENTITY: true,
    KEEPNULLS: true,
    KILOBYTES_PER_BATCH: numberOrString,
    LASTROW: numberOrString,
    MAXERRORS: numberOrString,
    ROWS_PER_BATCH: numberOrString,
    ROWTERMINATOR: stringLiteral,
    TABLOCK: true,
  }),
);

export const bulkInsert = statement(
  'BulkInsert',
  'BULK INSERT',
  field('target', objectName),
  words('FROM'),
  field('file', either(stringLiteral, integerLiteral, identifier)),
  optional(words('WITH'), field('options', parenthesized(list(bulkInsertOption)))),
);

const copyCredential = node(
  'CopyCredential',
  words('( IDENTITY ='),
  field('identity', stringLiteral),
  optional(words(', SECRET ='), field('secret', stringLiteral)),
  words(')'),
);

/** learn.microsoft.com/sql/t-sql/statements/copy-into-transact-sql, of Synapse and Fabric */
const copyOption = option('CopyOption', {
  AUTO_CREATE_TABLE: stringLiteral,
  COMPRESSION: stringLiteral,
  CREDENTIAL: copyCredential,
  DATEFORMAT: stringLiteral,
  ENCODING: stringLiteral,
  ERRORFILE: stringLiteral,
  ERRORFILE_CREDENTIAL: copyCredential,
  FIELDQUOTE: stringLiteral,
  FIELDTERMINATOR: stringLiteral,
  FILE_FORMAT: identifier,
  FILE_TYPE: stringLiteral,
  FIRSTROW: numberOrString,
  IDENTITY_INSERT: stringLiteral,
  MATCH_COLUMN_COUNT: stringLiteral,
  MAXERRORS: numberOrString,
  PARSER_VERSION: stringLiteral,
  ROWTERMINATOR: stringLiteral,
});

/** `column [DEFAULT value] [field number]` */
const copyColumn = node(
  'CopyColumn',
  field('name', identifier),
  optional(words('DEFAULT'), field('default', expression)),
  optional(field('number', integerLiteral)),
);

export const copyInto = statement(
  'Copy',
  'COPY INTO',
  field('target', objectName),
  optional(field('columns', parenthesized(list(copyColumn)))),
  words('FROM'),
  field('files', list(stringLiteral)),
  optional(words('WITH'), field('options', parenthesized(list(copyOption)))),
);

export const bulkStatements = [bulkInsert, copyInto] as const;
