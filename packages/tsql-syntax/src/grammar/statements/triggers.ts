import { choice, field, optional, words } from '../parts.js';
import { either, list, node, startingWhen } from '../rules.js';
import { statementWith } from '../statement.js';
import { objectName } from '../values.js';

/** ALL is reserved, so it cannot be a trigger's name. */
const triggers = either(node('AllTriggers', words('ALL')), node('NamedTriggers', field('names', list(objectName))));

const scope = either(
  node('TriggersOnServer', words('ALL SERVER')),
  startingWhen(node('TriggersOnDatabase', words('DATABASE')), (p) => p.at('DATABASE')),
  node('TriggersOnObject', field('name', objectName)),
);

/** learn.microsoft.com/sql/t-sql/statements/disable-trigger-transact-sql */
export const enableDisableTrigger = statementWith(
  'EnableDisableTrigger',
  { leads: ['ENABLE TRIGGER', 'DISABLE TRIGGER'] },
  choice('state', 'ENABLE', 'DISABLE'),
  words('TRIGGER'),
  field('triggers', triggers),
  optional(words('ON'), field('on', scope)),
);

export const triggerStatements = [enableDisableTrigger] as const;
