import type { SelectElement, TopClause } from '../../../ast/queries.js';
import type { Parser } from '../../../parser/parser.js';
import { parseTop } from '../../../parser/queries/parse-query-specification.js';
import { parseSelectElements } from '../../../parser/queries/parse-select-elements.js';
import { onOff, option } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { either, list, native, node, parenthesized } from '../../rules.js';
import { statement, statementWith } from '../../statement.js';
import { condition, expression, identifierOrVariable, objectName, stringOrVariable, variable } from '../../values.js';

const dialogOption = option('DialogOption', {
  RELATED_CONVERSATION: variable,
  RELATED_CONVERSATION_GROUP: variable,
  LIFETIME: expression,
  ENCRYPTION: onOff,
});

/** learn.microsoft.com/sql/t-sql/statements/begin-dialog-conversation-transact-sql */
export const beginDialog = statement(
  'BeginDialog',
  'BEGIN DIALOG',
  flag('conversation', 'CONVERSATION'),
  field('handle', variable),
  words('FROM SERVICE'),
  field('initiator', identifierOrVariable),
  words('TO SERVICE'),
  field('target', stringOrVariable),
  optional(words(','), field('instance', stringOrVariable)),
  optional(words('ON CONTRACT'), field('contract', identifierOrVariable)),
  optional(words('WITH'), field('options', list(dialogOption))),
);

/** learn.microsoft.com/sql/t-sql/statements/begin-conversation-timer-transact-sql */
export const beginConversationTimer = statement(
  'BeginConversationTimer',
  'BEGIN CONVERSATION TIMER',
  field('handle', parenthesized(variable)),
  words('TIMEOUT ='),
  field('timeout', expression),
);

const endReason = either(
  node('CleanUp', words('WITH CLEANUP')),
  node(
    'EndWithError',
    words('WITH ERROR ='),
    field('error', expression),
    words('DESCRIPTION ='),
    field('description', expression),
  ),
);

/** learn.microsoft.com/sql/t-sql/statements/end-conversation-transact-sql */
export const endConversation = statement(
  'EndConversation',
  'END CONVERSATION',
  field('handle', expression),
  optional(field('reason', endReason)),
);

/** learn.microsoft.com/sql/t-sql/statements/move-conversation-transact-sql */
export const moveConversation = statement(
  'MoveConversation',
  'MOVE CONVERSATION',
  field('handle', expression),
  words('TO'),
  field('group', expression),
);

/** learn.microsoft.com/sql/t-sql/statements/get-conversation-group-transact-sql */
export const getConversationGroup = statement(
  'GetConversationGroup',
  'GET CONVERSATION GROUP',
  field('group', variable),
  words('FROM'),
  field('queue', objectName),
);

/** learn.microsoft.com/sql/t-sql/statements/send-transact-sql */
export const send = statementWith(
  'Send',
  { leads: ['SEND ON CONVERSATION'] },
  words('SEND ON CONVERSATION'),
  field('handles', either(node('ConversationHandles', field('list', parenthesized(list(expression)))), expression)),
  optional(words('MESSAGE TYPE'), field('messageType', identifierOrVariable)),
  optional(field('body', parenthesized(expression))),
);

const top = native<TopClause>({
  holdsNodes: true,
  starts: (p) => p.at('TOP'),
  parse: parseTop,
  write: (value, w) => {
    w.node(value);
  },
});

const selectElements = native<readonly SelectElement[]>({
  holdsNodes: true,
  starts: () => true,
  parse: parseSelectElements,
  write: (values, w) => {
    values.forEach((value, i) => {
      if (i > 0) w.tight(',');
      w.node(value);
    });
  },
});

/** `receive:` is a label and `receive.p` a procedure. */
const startsReceive = (p: Parser): boolean => p.term(1) !== ':' && p.term(1) !== '.';

/** learn.microsoft.com/sql/t-sql/statements/receive-transact-sql */
export const receive = statementWith(
  'Receive',
  { leads: ['RECEIVE'], applies: startsReceive },
  words('RECEIVE'),
  optional(field('top', top)),
  field('select', selectElements),
  words('FROM'),
  field('queue', objectName),
  optional(words('INTO'), field('into', variable)),
  optional(words('WHERE'), field('where', condition)),
);

/** `WAITFOR (RECEIVE …), TIMEOUT n`: waits for a message. */
export const waitForMessage = statementWith(
  'WaitForMessage',
  { leads: ['WAITFOR'], applies: (p) => p.term(1) === '(' },
  words('WAITFOR'),
  field('statement', parenthesized(either(receive, getConversationGroup))),
  optional(words(', TIMEOUT'), field('timeout', expression)),
);

export const conversationStatements = [
  beginDialog,
  beginConversationTimer,
  endConversation,
  moveConversation,
  getConversationGroup,
  send,
  receive,
  waitForMessage,
] as const;
