import { onOff, option } from '../../options.js';
import { field, optional, words } from '../../parts.js';
import { either, list, parenthesized } from '../../rules.js';
import { statement } from '../../statement.js';
import { indexOption, onFileGroup } from '../../tables/index-options.js';
import { columnName, identifier, objectName, stringLiteral } from '../../values.js';

const onColumn = [
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  words('('),
  field('column', columnName),
  words(')'),
] as const;

/** learn.microsoft.com/sql/t-sql/statements/create-json-index-transact-sql */
export const createJsonIndex = statement(
  'CreateJsonIndex',
  'CREATE JSON INDEX',
  ...onColumn,
  optional(words('FOR'), field('paths', parenthesized(list(stringLiteral)))),
  optional(
    words('WITH'),
    field(
      'options',
      parenthesized(list(either(option('JsonIndexOption', { OPTIMIZE_FOR_ARRAY_SEARCH: onOff }), indexOption))),
    ),
  ),
  optional(onFileGroup),
);

/** learn.microsoft.com/sql/t-sql/statements/create-vector-index-transact-sql */
export const createVectorIndex = statement(
  'CreateVectorIndex',
  'CREATE VECTOR INDEX',
  ...onColumn,
  optional(
    words('WITH'),
    field(
      'options',
      parenthesized(
        list(either(option('VectorIndexOption', { METRIC: stringLiteral, TYPE: stringLiteral }), indexOption)),
      ),
    ),
  ),
  optional(onFileGroup),
);

export const newerIndexStatements = [createJsonIndex, createVectorIndex] as const;
