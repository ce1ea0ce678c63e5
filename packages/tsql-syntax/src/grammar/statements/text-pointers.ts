import { TokenKind } from '../../lexer/token-kind.js';
import { field, flag, optional, words } from '../parts.js';
import { either, node, startingWhen } from '../rules.js';
import { statement } from '../statement.js';
import { binary, expression, integerLiteral, objectName, variable } from '../values.js';

/** A text pointer is a variable or a binary constant. */
const pointer = either(variable, node('TextPointerValue', field('value', binary)));

const number = either(variable, integerLiteral);

const numberOrNull = either(node('NullText', words('NULL')), number);

const timestamp = optional(words('TIMESTAMP ='), field('timestamp', pointer));

/** learn.microsoft.com/sql/t-sql/queries/readtext-transact-sql; the column is `table.column`. */
export const readText = statement(
  'ReadText',
  'READTEXT',
  field('column', objectName),
  field('pointer', pointer),
  field('offset', number),
  field('size', number),
  flag('holdLock', 'HOLDLOCK'),
);

/** What is written: a value, no column of another table. */
const data = startingWhen(
  { ...expression },
  (p) =>
    p.atString || p.at('NULL') || [TokenKind.Variable, TokenKind.Binary, TokenKind.Integer].some((k) => p.kind() === k),
);

/** learn.microsoft.com/sql/t-sql/queries/writetext-transact-sql */
export const writeText = statement(
  'WriteText',
  'WRITETEXT',
  flag('bulk', 'BULK'),
  field('column', objectName),
  field('pointer', pointer),
  timestamp,
  flag('withLog', 'WITH LOG'),
  field('data', expression),
);

const source = node('TextSource', field('column', objectName), field('pointer', pointer));

/** learn.microsoft.com/sql/t-sql/queries/updatetext-transact-sql */
export const updateText = statement(
  'UpdateText',
  'UPDATETEXT',
  flag('bulk', 'BULK'),
  field('column', objectName),
  field('pointer', pointer),
  timestamp,
  field('offset', numberOrNull),
  field('length', numberOrNull),
  flag('withLog', 'WITH LOG'),
  optional(field('data', either(data, source))),
);

export const textPointerStatements = [readText, writeText, updateText] as const;
