import { onOff, option } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { checked, either, list, node, parenthesized } from '../rules.js';
import { statement, statementWith } from '../statement.js';
import { fileGroupOrScheme } from '../tables/index-options.js';
import { identifier, integer, localObjectName, objectName } from '../values.js';

/** DROP of things that live in a schema: several at once, IF EXISTS. */
function dropObjects<const K extends string>(kind: K, phrase: string, name = localObjectName) {
  return statement(kind, `DROP ${phrase}`, flag('ifExists', 'IF EXISTS'), field('names', list(name)));
}

export const dropTable = dropObjects('DropTable', 'TABLE', objectName);
export const dropView = dropObjects('DropView', 'VIEW');
export const dropProcedure = statementWith(
  'DropProcedure',
  { leads: ['DROP PROC', 'DROP PROCEDURE'] },
  words('DROP'),
  choice('keyword', 'PROC', 'PROCEDURE'),
  flag('ifExists', 'IF EXISTS'),
  field('names', list(objectName)),
);
export const dropFunction = dropObjects('DropFunction', 'FUNCTION');
export const dropSynonym = dropObjects('DropSynonym', 'SYNONYM');
export const dropSequence = dropObjects('DropSequence', 'SEQUENCE', objectName);
export const dropRule = dropObjects('DropRule', 'RULE');
export const dropDefault = dropObjects('DropDefault', 'DEFAULT');
export const dropType = dropObjects('DropType', 'TYPE');
export const dropSchema = statement(
  'DropSchema',
  'DROP SCHEMA',
  flag('ifExists', 'IF EXISTS'),
  field('name', objectName),
);
export const dropDatabase = statement(
  'DropDatabase',
  'DROP DATABASE',
  flag('ifExists', 'IF EXISTS'),
  field('names', list(identifier)),
);
export const dropStatistics = statement('DropStatistics', 'DROP STATISTICS', field('names', list(objectName)));

/** DML triggers by name; DDL triggers with their scope. */
export const dropTrigger = statement(
  'DropTrigger',
  'DROP TRIGGER',
  flag('ifExists', 'IF EXISTS'),
  field('names', list(objectName)),
  optional(
    words('ON'),
    field(
      'scope',
      either(node('DropTriggerOnServer', words('ALL SERVER')), node('DropTriggerOnDatabase', words('DATABASE'))),
    ),
  ),
);

const dropIndexOption = either(
  option('DropIndexOption', { MAXDOP: integer, ONLINE: onOff }),
  node('MoveTo', words('MOVE TO'), field('target', fileGroupOrScheme)),
  node('FileStreamMoveTo', words('FILESTREAM_ON'), field('target', identifier)),
);

/** `index ON table`, or the old `table.index`. */
const droppedIndex = checked(
  node(
    'DroppedIndex',
    field('name', objectName),
    optional(words('ON'), field('table', objectName)),
    optional(words('WITH'), field('options', parenthesized(list(dropIndexOption)))),
  ),
  (p, { name, table }) => {
    if (!table && !name.schema) p.fail('ON', 'Say which table the index is on: DROP INDEX i ON t.');
  },
);

export const dropIndex = statement(
  'DropIndex',
  'DROP INDEX',
  flag('ifExists', 'IF EXISTS'),
  field('indexes', list(droppedIndex)),
);

export const dropStatements = [
  dropTable,
  dropView,
  dropProcedure,
  dropFunction,
  dropSynonym,
  dropSequence,
  dropRule,
  dropDefault,
  dropType,
  dropSchema,
  dropDatabase,
  dropStatistics,
  dropTrigger,
  dropIndex,
] as const;
