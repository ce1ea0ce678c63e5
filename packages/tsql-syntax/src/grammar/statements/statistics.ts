import { startsStatement } from '../../parser/statements/statement-table.js';
import { field, optional, words } from '../parts.js';
import { list, parenthesized, startingWhen } from '../rules.js';
import { statement } from '../statement.js';
import { identifier, objectName } from '../values.js';
import { statisticsOption } from './schema-objects.js';

/** One index or one set of statistics; a word that starts the next statement is none. */
const single = startingWhen({ ...identifier }, (p) => p.atIdentifier && !startsStatement(p));

/** learn.microsoft.com/sql/t-sql/statements/update-statistics-transact-sql */
export const updateStatistics = statement(
  'UpdateStatistics',
  'UPDATE STATISTICS',
  field('table', objectName),
  optional(field('name', single)),
  optional(field('names', parenthesized(list(identifier)))),
  optional(words('WITH'), field('options', list(statisticsOption))),
);

export const statisticsStatements = [updateStatistics] as const;
