import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, newLine, optional, words } from '../../parts.js';
import type { Rule } from '../../rule.js';
import { either, lazy, list, node, parenthesized, startingWhen } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, identifier, integer, objectName, stringLiteral } from '../../values.js';
import { size } from '../database/files.js';

/**
 * Predicates of event sessions are a language of their own: the left side is a field of an event, and a comparer may be
 * called like a function that is true or false. AND binds closer than OR; both hold any number of terms.
 */
const comparison = node(
  'EventComparison',
  field('left', objectName),
  choice('operator', '=', '<>', '!=', '<', '<=', '>', '>=', 'LIKE', 'NOT LIKE'),
  field('right', expression),
);

const comparerCall = startingWhen(
  node(
    'EventComparerCall',
    field('comparer', objectName),
    words('('),
    field('source', objectName),
    words(','),
    field('value', expression),
    words(')'),
  ),
  (p) => {
    let ahead = 0;
    while (p.isIdentifierAt(ahead) || p.term(ahead) === '.') ahead++;
    return ahead > 0 && p.term(ahead) === '(';
  },
);

export interface EventPredicate {
  readonly kind: 'EventOr';
  readonly start: number;
  readonly end: number;
  readonly terms: readonly unknown[];
}

const nested: Rule<EventPredicate> = lazy(() => eventPredicate);
const grouped = node('EventGroup', field('predicate', parenthesized(nested)));
const positive = either(grouped, comparerCall, comparison);
const negated = node('EventNot', words('NOT'), field('operand', positive));
const conjunction = node('EventAnd', field('terms', list(either(negated, positive), { separator: 'AND' })));
const eventPredicate = node('EventOr', field('terms', list(conjunction, { separator: 'OR' })));

const setting = node('EventSetting', field('name', identifier), words('='), field('value', expression));
const settings = optional(words('SET'), field('settings', list(setting)));

/** `(SET … ACTION (…) WHERE …)`, each of them at most once. */
const eventDetails = node(
  'EventDetails',
  settings,
  optional(words('ACTION'), field('actions', parenthesized(list(objectName)))),
  optional(words('WHERE'), field('where', eventPredicate)),
);

const details = optional(field('details', parenthesized(eventDetails)));

const addEvent = node('AddEvent', words('ADD EVENT'), field('name', objectName), details);
const dropEvent = node('DropEvent', words('DROP EVENT'), field('name', objectName));
const addTarget = node(
  'AddTarget',
  words('ADD TARGET'),
  field('name', objectName),
  optional(words('('), settings, words(')')),
);
const dropTarget = node('DropTarget', words('DROP TARGET'), field('name', objectName));

const amount = node(
  'EventAmount',
  field('amount', integer),
  optional(choice('unit', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS')),
);

/** learn.microsoft.com/sql/t-sql/statements/create-event-session-transact-sql */
const sessionOption = option('EventSessionOption', {
  MAX_MEMORY: size,
  EVENT_RETENTION_MODE: keyword('ALLOW_SINGLE_EVENT_LOSS', 'ALLOW_MULTIPLE_EVENT_LOSS', 'NO_EVENT_LOSS'),
  MAX_DISPATCH_LATENCY: either(keyword('INFINITE'), amount),
  MAX_EVENT_SIZE: size,
  MEMORY_PARTITION_MODE: keyword('NONE', 'PER_NODE', 'PER_CPU'),
  TRACK_CAUSALITY: onOff,
  STARTUP_STATE: onOff,
  MAX_DURATION: either(keyword('UNLIMITED'), amount),
});

const sessionOptions = optional(words('WITH'), field('options', parenthesized(list(sessionOption))));
const scope = [words('ON'), choice('scope', 'SERVER', 'DATABASE')] as const;

export const createEventSession = statement(
  'CreateEventSession',
  'CREATE EVENT SESSION',
  field('name', identifier),
  ...scope,
  newLine,
  optional(field('events', list(addEvent))),
  newLine,
  optional(field('targets', list(addTarget))),
  newLine,
  sessionOptions,
);

/** learn.microsoft.com/sql/t-sql/statements/alter-event-session-transact-sql */
export const alterEventSession = statement(
  'AlterEventSession',
  'ALTER EVENT SESSION',
  field('name', identifier),
  ...scope,
  optional(field('changes', list(either(addEvent, dropEvent, addTarget, dropTarget), { optionalCommas: true }))),
  sessionOptions,
  optional(words('STATE ='), field('state', keyword('START', 'STOP'))),
);

export const dropEventSession = statement(
  'DropEventSession',
  'DROP EVENT SESSION',
  field('name', identifier),
  ...scope,
);

const notificationScope = either(
  node('NotificationOnServer', words('SERVER')),
  node('NotificationOnDatabase', words('DATABASE')),
  node('NotificationOnQueue', words('QUEUE'), field('queue', objectName)),
);

/** learn.microsoft.com/sql/t-sql/statements/create-event-notification-transact-sql; events are names of sys.event_notification_event_types. */
export const createEventNotification = statement(
  'CreateEventNotification',
  'CREATE EVENT NOTIFICATION',
  field('name', identifier),
  words('ON'),
  field('on', notificationScope),
  flag('fanIn', 'WITH FAN_IN'),
  words('FOR'),
  field('events', list(identifier)),
  words('TO SERVICE'),
  field('service', stringLiteral),
  words(','),
  field('instance', stringLiteral),
);

export const dropEventNotification = statement(
  'DropEventNotification',
  'DROP EVENT NOTIFICATION',
  field('names', list(identifier)),
  words('ON'),
  field('on', notificationScope),
);

export const eventStatements = [
  createEventSession,
  alterEventSession,
  dropEventSession,
  createEventNotification,
  dropEventNotification,
] as const;
