import { keyword, onOff, option } from '../../options.js';
import { field, optional, words } from '../../parts.js';
import { either, list, node, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { anyWord, identifier, integer, stringLiteral } from '../../values.js';

/** learn.microsoft.com/sql/t-sql/statements/create-external-data-source-transact-sql */
const dataSourceOption = option('ExternalDataSourceOption', {
  TYPE: anyWord,
  LOCATION: stringLiteral,
  RESOURCE_MANAGER_LOCATION: stringLiteral,
  CREDENTIAL: identifier,
  DATABASE_NAME: stringLiteral,
  SHARD_MAP_NAME: stringLiteral,
  PUSHDOWN: onOff,
  CONNECTION_OPTIONS: stringLiteral,
});

export const createExternalDataSource = statement(
  'CreateExternalDataSource',
  'CREATE EXTERNAL DATA SOURCE',
  field('name', identifier),
  words('WITH'),
  field('options', parenthesized(list(dataSourceOption))),
);

export const alterExternalDataSource = statement(
  'AlterExternalDataSource',
  'ALTER EXTERNAL DATA SOURCE',
  field('name', identifier),
  field(
    'change',
    either(
      node('SetDataSourceOptions', words('SET'), field('options', list(dataSourceOption))),
      node('WithDataSourceOptions', words('WITH'), field('options', parenthesized(list(dataSourceOption)))),
    ),
  ),
);

export const dropExternalDataSource = statement(
  'DropExternalDataSource',
  'DROP EXTERNAL DATA SOURCE',
  field('name', identifier),
);

const formatOption = option('FileFormatTextOption', {
  FIELD_TERMINATOR: stringLiteral,
  STRING_DELIMITER: stringLiteral,
  DATE_FORMAT: stringLiteral,
  USE_TYPE_DEFAULT: keyword('TRUE', 'FALSE'),
  ENCODING: stringLiteral,
  FIRST_ROW: integer,
  PARSER_VERSION: stringLiteral,
});

/** learn.microsoft.com/sql/t-sql/statements/create-external-file-format-transact-sql */
const fileFormatOption = either(
  node('FileFormatTextOptions', words('FORMAT_OPTIONS'), field('options', parenthesized(list(formatOption)))),
  option('ExternalFileFormatOption', {
    FORMAT_TYPE: keyword('DELIMITEDTEXT', 'RCFILE', 'ORC', 'PARQUET', 'JSON', 'DELTA', 'AVRO'),
    SERDE_METHOD: stringLiteral,
    DATA_COMPRESSION: stringLiteral,
  }),
);

export const createExternalFileFormat = statement(
  'CreateExternalFileFormat',
  'CREATE EXTERNAL FILE FORMAT',
  field('name', identifier),
  words('WITH'),
  field('options', parenthesized(list(fileFormatOption))),
);

export const dropExternalFileFormat = statement(
  'DropExternalFileFormat',
  'DROP EXTERNAL FILE FORMAT',
  field('name', identifier),
);

const modelOption = option('ExternalModelOption', {
  LOCATION: stringLiteral,
  API_FORMAT: stringLiteral,
  MODEL_TYPE: anyWord,
  MODEL: stringLiteral,
  CREDENTIAL: identifier,
  PARAMETERS: stringLiteral,
  LOCAL_RUNTIME_PATH: stringLiteral,
});

/** learn.microsoft.com/sql/t-sql/statements/create-external-model-transact-sql */
export const createExternalModel = statement(
  'CreateExternalModel',
  'CREATE EXTERNAL MODEL',
  field('name', identifier),
  optional(words('AUTHORIZATION'), field('owner', identifier)),
  words('WITH'),
  field('options', parenthesized(list(modelOption))),
);

export const alterExternalModel = statement(
  'AlterExternalModel',
  'ALTER EXTERNAL MODEL',
  field('name', identifier),
  words('SET'),
  field('options', parenthesized(list(modelOption))),
);

export const dropExternalModel = statement('DropExternalModel', 'DROP EXTERNAL MODEL', field('name', identifier));

export const externalDataStatements = [
  createExternalDataSource,
  alterExternalDataSource,
  dropExternalDataSource,
  createExternalFileFormat,
  dropExternalFileFormat,
  createExternalModel,
  alterExternalModel,
  dropExternalModel,
] as const;
