import type { DataType, Identifier } from '../../ast/names.js';
import { keyword } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { checked, either, list, node, parenthesized, several, startingWhen } from '../rules.js';
import { columnName, condition, dataType, expression, identifier, stringLiteral } from '../values.js';
import { checkColumnParts } from './check-column.js';
import {
  checkConstraint,
  defaultConstraint,
  foreignKeyConstraint,
  keyColumn,
  uniqueConstraint,
} from './constraints.js';
import { fileStreamOn, onFileGroup, withIndexOptions } from './index-options.js';

const columnCollation = node('ColumnCollation', words('COLLATE'), field('collation', identifier));
const columnNullability = startingWhen(
  node(
    'ColumnNullability',
    optional(words('CONSTRAINT'), field('name', identifier)),
    choice('nullable', 'NULL', 'NOT NULL'),
  ),
  (p) => {
    const ahead = p.at('CONSTRAINT') ? 2 : 0;
    return p.term(ahead) === 'NULL' || (p.term(ahead) === 'NOT' && p.term(ahead + 1) === 'NULL');
  },
);
const columnRowGuid = node('ColumnRowGuid', words('ROWGUIDCOL'));
const columnSparse = node('ColumnSparse', words('SPARSE'));
const columnFileStream = node('ColumnFileStream', words('FILESTREAM'));
const columnPersisted = node('ColumnPersisted', words('PERSISTED'));
const columnHidden = node('ColumnHidden', words('HIDDEN'));
const columnSet = node('ColumnSetForSparse', words('COLUMN_SET FOR ALL_SPARSE_COLUMNS'));
const columnNotForReplication = node('ColumnNotForReplication', words('NOT FOR REPLICATION'));

const columnIdentity = node(
  'ColumnIdentity',
  words('IDENTITY'),
  optional(words('('), field('seed', expression), words(','), field('increment', expression), words(')')),
  flag('notForReplication', 'NOT FOR REPLICATION'),
);

const columnGenerated = node(
  'ColumnGenerated',
  words('GENERATED ALWAYS AS'),
  choice(
    'as',
    'ROW START',
    'ROW END',
    'TRANSACTION_ID START',
    'TRANSACTION_ID END',
    'SEQUENCE_NUMBER START',
    'SEQUENCE_NUMBER END',
    'SUSER_SID START',
    'SUSER_SID END',
    'SUSER_SNAME START',
    'SUSER_SNAME END',
  ),
  flag('hidden', 'HIDDEN'),
);

const columnMasked = node(
  'ColumnMasked',
  words('MASKED WITH ( FUNCTION ='),
  field('function', stringLiteral),
  words(')'),
);

const columnEncryptedOption = either(
  node('EncryptionKeyOption', words('COLUMN_ENCRYPTION_KEY ='), field('key', identifier)),
  node('EncryptionTypeOption', words('ENCRYPTION_TYPE ='), field('type', keyword('DETERMINISTIC', 'RANDOMIZED'))),
  node('EncryptionAlgorithmOption', words('ALGORITHM ='), field('algorithm', stringLiteral)),
);

const columnEncrypted = node(
  'ColumnEncrypted',
  words('ENCRYPTED WITH'),
  field('options', parenthesized(list(columnEncryptedOption))),
);

/** `INDEX ix …` inside a table: on a column (no columns of its own) or on the table. */
export const inlineIndex = node(
  'InlineIndex',
  words('INDEX'),
  field('name', identifier),
  flag('unique', 'UNIQUE'),
  optional(
    choice(
      'clustering',
      'CLUSTERED',
      'NONCLUSTERED',
      'CLUSTERED COLUMNSTORE',
      'NONCLUSTERED COLUMNSTORE',
      'COLUMNSTORE',
      'NONCLUSTERED HASH',
      'HASH',
    ),
  ),
  optional(field('columns', parenthesized(list(keyColumn)))),
  optional(words('INCLUDE'), field('included', parenthesized(list(columnName)))),
  optional(words('ORDER'), field('order', parenthesized(list(keyColumn)))),
  optional(words('WHERE'), field('filter', condition)),
  optional(field('options', withIndexOptions)),
  optional(onFileGroup),
  optional(fileStreamOn),
);

/** What may follow a column's type, in any order. */
const columnElement = either(
  columnCollation,
  columnNullability,
  columnIdentity,
  columnRowGuid,
  columnSparse,
  columnFileStream,
  columnPersisted,
  columnGenerated,
  columnHidden,
  columnSet,
  columnMasked,
  columnEncrypted,
  uniqueConstraint,
  foreignKeyConstraint,
  checkConstraint,
  defaultConstraint,
  inlineIndex,
  columnNotForReplication,
);

const optionalType = optional(field('type', dataType));

/** A computed column has no type of its own; any other has one, save for `timestamp`, whose name says it. */
const columnType: typeof optionalType = {
  ...optionalType,
  parse: (p, draft) => {
    if (draft['computed'] !== undefined) return;
    optionalType.parse(p, draft);
    if (draft['type'] !== undefined) return;
    const name = draft['name'] as Identifier;
    if (name.name.toUpperCase() !== 'TIMESTAMP') p.fail('a data type');
  },
};

/** A column with a type, or a computed one. `timestamp` may stand without a type. */
export const columnDefinition = checked(
  node(
    'ColumnDefinition',
    field('name', identifier),
    optional(words('AS'), field('computed', expression)),
    columnType,
    optional(field('elements', several(columnElement))),
  ),
  (p, column) => {
    if (column.elements) checkColumnParts(p, column.elements);
    const fileStream = column.elements?.find((element) => element.kind === 'ColumnFileStream');
    if (!fileStream || (column.type && isVarbinaryMax(column.type))) return;
    p.report('FILESTREAM can only be declared for varbinary(max) columns.', fileStream);
  },
);

function isVarbinaryMax({ name, parameters }: DataType): boolean {
  return name.name.name.toUpperCase() === 'VARBINARY' && parameters[0]?.kind === 'MaxParameter';
}

export const periodDefinition = node(
  'PeriodDefinition',
  words('PERIOD FOR SYSTEM_TIME ('),
  field('from', identifier),
  words(','),
  field('to', identifier),
  words(')'),
);
