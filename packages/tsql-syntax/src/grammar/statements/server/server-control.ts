import { keyword } from '../../options.js';
import { field, flag, optional, words } from '../../parts.js';
import { either, node } from '../../rules.js';
import { statement } from '../../statement.js';
import { expression, integer } from '../../values.js';

/** learn.microsoft.com/sql/t-sql/language-elements/kill-transact-sql; a session's number, or a transaction's unit of work. */
export const kill = statement(
  'Kill',
  'KILL',
  field('target', expression),
  optional(words('WITH'), field('with', keyword('STATUSONLY', 'COMMIT', 'ROLLBACK'))),
);

/** learn.microsoft.com/sql/t-sql/language-elements/kill-stats-job-transact-sql */
export const killStatsJob = statement('KillStatsJob', 'KILL STATS JOB', field('job', expression));

/** learn.microsoft.com/sql/t-sql/language-elements/kill-query-notification-subscription-transact-sql */
export const killQueryNotification = statement(
  'KillQueryNotificationSubscription',
  'KILL QUERY NOTIFICATION SUBSCRIPTION',
  field('subscription', either(keyword('ALL'), node('SubscriptionId', field('id', expression)))),
);

export const shutdown = statement('Shutdown', 'SHUTDOWN', flag('noWait', 'WITH NOWAIT'));
export const reconfigure = statement('Reconfigure', 'RECONFIGURE', flag('override', 'WITH OVERRIDE'));
export const checkpoint = statement('Checkpoint', 'CHECKPOINT', optional(field('duration', integer)));
export const lineNo = statement('LineNo', 'LINENO', field('line', integer));

export const serverControlStatements = [
  killStatsJob,
  killQueryNotification,
  kill,
  shutdown,
  reconfigure,
  checkpoint,
  lineNo,
] as const;
