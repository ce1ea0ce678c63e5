import type { Parser } from '../../parser/parser.js';
import { keyword } from '../options.js';
import { choice, field, optional, words } from '../parts.js';
import { either, list, node, parenthesized, several } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { tableElements } from '../tables/table-definition.js';
import {
  columnName,
  condition,
  dataType,
  expression,
  identifier,
  integer,
  integerLiteral,
  objectName,
} from '../values.js';
import { tableOption } from './tables/table-options.js';

export const createSynonym = statement(
  'CreateSynonym',
  'CREATE SYNONYM',
  field('name', objectName),
  words('FOR'),
  field('target', objectName),
);

/** `CREATE TYPE name FROM base [NULL | NOT NULL]` */
export const createAliasType = statementWith(
  'CreateTypeUddt',
  { leads: ['CREATE TYPE'] },
  words('CREATE TYPE'),
  field('name', objectName),
  words('FROM'),
  field('base', dataType),
  optional(choice('nullable', 'NULL', 'NOT NULL')),
);

const isTypeOf = (word: 'AS' | 'FROM' | 'EXTERNAL') => (p: Parser) => {
  let ahead = 2;
  while (p.isIdentifierAt(ahead) || p.term(ahead) === '.') ahead++;
  return p.term(ahead) === word;
};

export const createTableType = statementWith(
  'CreateTypeTable',
  { leads: ['CREATE TYPE'], applies: isTypeOf('AS') },
  words('CREATE TYPE'),
  field('name', objectName),
  words('AS TABLE'),
  field('elements', tableElements),
  optional(words('WITH'), field('options', parenthesized(list(tableOption)))),
);

export const createClrType = statementWith(
  'CreateTypeUdt',
  { leads: ['CREATE TYPE'], applies: isTypeOf('EXTERNAL') },
  words('CREATE TYPE'),
  field('name', objectName),
  words('EXTERNAL NAME'),
  field('assembly', identifier),
  optional(words('.'), field('class', identifier)),
);

const sequenceOption = either(
  node('SequenceType', words('AS'), field('type', dataType)),
  node('SequenceStart', words('START WITH'), field('value', expression)),
  node('SequenceRestart', words('RESTART'), optional(words('WITH'), field('value', expression))),
  node('SequenceIncrement', words('INCREMENT BY'), field('value', expression)),
  node('SequenceMinimum', words('MINVALUE'), field('value', expression)),
  node('SequenceMaximum', words('MAXVALUE'), field('value', expression)),
  node('SequenceNoOption', words('NO'), field('name', keyword('MINVALUE', 'MAXVALUE', 'CYCLE', 'CACHE'))),
  node('SequenceCycle', words('CYCLE')),
  node('SequenceCache', words('CACHE'), optional(field('size', integer))),
);

export const createSequence = statement(
  'CreateSequence',
  'CREATE SEQUENCE',
  field('name', objectName),
  optional(field('options', several(sequenceOption))),
);
export const alterSequence = statement(
  'AlterSequence',
  'ALTER SEQUENCE',
  field('name', objectName),
  optional(field('options', several(sequenceOption))),
);

export const createDefault = statement(
  'CreateDefault',
  'CREATE DEFAULT',
  field('name', objectName),
  words('AS'),
  field('value', expression),
);

/** The condition names its value with a variable of any name. */
export const createRule = statement(
  'CreateRule',
  'CREATE RULE',
  field('name', objectName),
  words('AS'),
  field('condition', condition),
);

export const alterSchema = statement(
  'AlterSchema',
  'ALTER SCHEMA',
  field('name', identifier),
  words('TRANSFER'),
  optional(field('class', keyword('OBJECT ::', 'TYPE ::', 'XML SCHEMA COLLECTION ::'))),
  field('object', objectName),
);

export const statisticsOption = either(
  node('StatisticsSample', words('SAMPLE'), field('amount', expression), choice('unit', 'PERCENT', 'ROWS')),
  node('StatisticsSwitch', field('name', keyword('FULLSCAN', 'NORECOMPUTE', 'RESAMPLE', 'ALL', 'COLUMNS', 'INDEX'))),
  node(
    'StatisticsAssignment',
    field('name', keyword('INCREMENTAL', 'AUTO_DROP', 'PERSIST_SAMPLE_PERCENT')),
    words('='),
    field('state', keyword('ON', 'OFF')),
  ),
  node('StatisticsMaxDop', words('MAXDOP ='), field('value', integer)),
  node('StatisticsStream', words('STATS_STREAM ='), field('value', expression)),
  node('StatisticsCount', field('name', keyword('ROWCOUNT', 'PAGECOUNT')), words('='), field('value', integerLiteral)),
);

export const createStatistics = statement(
  'CreateStatistics',
  'CREATE STATISTICS',
  field('name', identifier),
  words('ON'),
  field('table', objectName),
  field('columns', parenthesized(list(columnName))),
  optional(words('WHERE'), field('filter', condition)),
  optional(words('WITH'), field('options', list(statisticsOption))),
);

export const schemaObjectStatements = [
  createSynonym,
  createTableType,
  createClrType,
  createAliasType,
  createSequence,
  alterSequence,
  createDefault,
  createRule,
  alterSchema,
  createStatistics,
] as const;
