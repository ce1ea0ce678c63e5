import { keyword, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import { either, list, node, parenthesized, startingWhen } from '../../rules.js';
import { statement } from '../../statement.js';
import { binary, columnName, identifier, integerLiteral, objectName, stringLiteral } from '../../values.js';

/** A language by its number, its hexadecimal number or its name. */
export const language = either(
  integerLiteral,
  stringLiteral,
  identifier,
  node('BinaryLanguage', field('value', binary)),
);

const indexedColumn = node(
  'FullTextIndexColumn',
  field('name', columnName),
  optional(words('TYPE COLUMN'), field('typeColumn', identifier)),
  optional(words('LANGUAGE'), field('language', language)),
  flag('statisticalSemantics', 'STATISTICAL_SEMANTICS'),
);

const indexOption = either(
  option(
    'FullTextIndexOption',
    {
      CHANGE_TRACKING: keyword('AUTO', 'MANUAL', 'OFF'),
      STOPLIST: either(keyword('OFF', 'SYSTEM'), identifier),
      'SEARCH PROPERTY LIST': either(keyword('OFF'), identifier),
    },
    'optional',
  ),
  node('NoPopulation', words('NO POPULATION')),
);

/** With parentheses or, for the first forms of the statement, without. */
const indexOptions = either(
  node('FullTextIndexOptions', field('list', parenthesized(list(indexOption)))),
  node('FullTextIndexOptionsPlain', field('list', list(indexOption))),
);

/** `ON catalog`, `ON (catalog, FILEGROUP f)` */
const place = either(
  startingWhen(
    node(
      'FullTextPlace',
      words('('),
      field(
        'parts',
        list(
          either(
            startingWhen(
              node('FullTextFileGroup', words('FILEGROUP'), field('name', identifier)),
              (p) => p.at('FILEGROUP') && p.isIdentifierAt(1),
            ),
            identifier,
          ),
        ),
      ),
      words(')'),
    ),
    (p) => p.at('('),
  ),
  identifier,
);

/** learn.microsoft.com/sql/t-sql/statements/create-fulltext-index-transact-sql */
export const createFullTextIndex = statement(
  'CreateFullTextIndex',
  'CREATE FULLTEXT INDEX ON',
  field('table', objectName),
  optional(field('columns', parenthesized(list(indexedColumn)))),
  words('KEY INDEX'),
  field('keyIndex', identifier),
  optional(words('ON'), field('place', place)),
  optional(words('WITH'), field('options', indexOptions)),
);

const noPopulation = flag('noPopulation', 'WITH NO POPULATION');

/** learn.microsoft.com/sql/t-sql/statements/alter-fulltext-index-transact-sql */
const change = either(
  node('FullTextIndexState', field('state', keyword('ENABLE', 'DISABLE'))),
  node('SetFullTextIndexOption', words('SET'), field('option', indexOption), noPopulation),
  node('AddFullTextColumns', words('ADD'), field('columns', parenthesized(list(indexedColumn))), noPopulation),
  node('DropFullTextColumns', words('DROP'), field('columns', parenthesized(list(columnName))), noPopulation),
  node(
    'AlterFullTextColumn',
    words('ALTER COLUMN'),
    field('column', columnName),
    choice('action', 'ADD', 'DROP'),
    words('STATISTICAL_SEMANTICS'),
    noPopulation,
  ),
  node('StartPopulation', words('START'), field('type', keyword('FULL', 'INCREMENTAL', 'UPDATE')), words('POPULATION')),
  node('ControlPopulation', field('action', keyword('STOP', 'PAUSE', 'RESUME')), words('POPULATION')),
);

export const alterFullTextIndex = statement(
  'AlterFullTextIndex',
  'ALTER FULLTEXT INDEX ON',
  field('table', objectName),
  field('change', change),
);

export const dropFullTextIndex = statement('DropFullTextIndex', 'DROP FULLTEXT INDEX ON', field('table', objectName));

export const fullTextIndexStatements = [createFullTextIndex, alterFullTextIndex, dropFullTextIndex] as const;
