import { choice, field, flag, newLine, optional, words } from '../../parts.js';
import { checked, either, list, node, parenthesized, several } from '../../rules.js';
import { statement } from '../../statement.js';
import { columnNames } from '../../tables/column-names.js';
import { fileGroupOrScheme, partitionList } from '../../tables/index-options.js';
import { tableElements } from '../../tables/table-definition.js';
import { identifier, objectName, stringLiteral } from '../../values.js';
import { selectStatement } from '../cursor-definition.js';
import { tableOption } from './table-options.js';

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

export const truncateTable = statement(
  'TruncateTable',
  'TRUNCATE TABLE',
  field('name', objectName),
  optional(words('WITH ( PARTITIONS'), field('partitions', partitionList), words(')')),
);

export const createTableStatements = [createTable, truncateTable] as const;
