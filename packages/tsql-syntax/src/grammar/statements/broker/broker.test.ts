import { describe, it } from 'vitest';
import { expectKinds, ofKind } from '../../../testing/round-trip.js';

describe('Service Broker', () => {
  it.each([
    ...ofKind(
      'CreateMessageType',
      'CREATE MESSAGE TYPE [//a.com/Submit] VALIDATION = WELL_FORMED_XML',
      'CREATE MESSAGE TYPE m AUTHORIZATION dbo VALIDATION = VALID_XML WITH SCHEMA COLLECTION dbo.c',
      'CREATE MESSAGE TYPE m',
    ),
    ...ofKind('AlterMessageType', 'ALTER MESSAGE TYPE m VALIDATION = EMPTY'),
    ...ofKind('DropMessageType', 'DROP MESSAGE TYPE m'),
    ...ofKind('CreateContract', 'CREATE CONTRACT c (m SENT BY INITIATOR, [DEFAULT] SENT BY ANY)'),
    ...ofKind(
      'CreateQueue',
      'CREATE QUEUE q',
      'CREATE QUEUE dbo.q WITH STATUS = ON, RETENTION = OFF, ACTIVATION (PROCEDURE_NAME = dbo.p, MAX_QUEUE_READERS = 5, EXECUTE AS SELF) ON [DEFAULT]',
      "CREATE QUEUE q WITH ACTIVATION (STATUS = ON, PROCEDURE_NAME = p, MAX_QUEUE_READERS = 1, EXECUTE AS 'u'), POISON_MESSAGE_HANDLING (STATUS = OFF)",
    ),
    ...ofKind(
      'AlterQueue',
      'ALTER QUEUE q WITH STATUS = OFF',
      'ALTER QUEUE q WITH ACTIVATION (DROP)',
      'ALTER QUEUE q REBUILD WITH (MAXDOP = 2)',
      'ALTER QUEUE q REORGANIZE WITH (LOB_COMPACTION = ON)',
      'ALTER QUEUE q MOVE TO [fg]',
    ),
    ...ofKind('CreateService', 'CREATE SERVICE s AUTHORIZATION u ON QUEUE dbo.q (c, [DEFAULT])'),
    ...ofKind('AlterService', 'ALTER SERVICE s ON QUEUE q (ADD CONTRACT a, DROP CONTRACT b)'),
    ...ofKind('CreateRoute', "CREATE ROUTE r WITH SERVICE_NAME = '//a', LIFETIME = 60, ADDRESS = 'LOCAL'"),
    ...ofKind('AlterRoute', "ALTER ROUTE r WITH ADDRESS = 'TCP://a:1', MIRROR_ADDRESS = 'TCP://b:1'"),
    ...ofKind(
      'CreateRemoteServiceBinding',
      "CREATE REMOTE SERVICE BINDING b TO SERVICE '//a' WITH USER = u, ANONYMOUS = ON",
    ),
    ...ofKind('AlterRemoteServiceBinding', 'ALTER REMOTE SERVICE BINDING b WITH USER = u'),
    ...ofKind(
      'CreateBrokerPriority',
      "CREATE BROKER PRIORITY p FOR CONVERSATION SET (CONTRACT_NAME = ANY, LOCAL_SERVICE_NAME = s, REMOTE_SERVICE_NAME = N'r', PRIORITY_LEVEL = 7)",
      'CREATE BROKER PRIORITY p FOR CONVERSATION',
    ),
    ...ofKind('AlterBrokerPriority', 'ALTER BROKER PRIORITY p FOR CONVERSATION SET (PRIORITY_LEVEL = DEFAULT)'),
    ...ofKind(
      'BeginDialog',
      "BEGIN DIALOG CONVERSATION @h FROM SERVICE [//a] TO SERVICE '//b' ON CONTRACT c WITH ENCRYPTION = OFF",
      "BEGIN DIALOG @h FROM SERVICE s TO SERVICE @t, 'CURRENT DATABASE' WITH RELATED_CONVERSATION_GROUP = @g, LIFETIME = 60",
    ),
    ...ofKind('BeginConversationTimer', 'BEGIN CONVERSATION TIMER (@h) TIMEOUT = 120'),
    ...ofKind(
      'EndConversation',
      'END CONVERSATION @h',
      'END CONVERSATION @h WITH CLEANUP',
      "END CONVERSATION @h WITH ERROR = 1 DESCRIPTION = N'failed'",
    ),
    ...ofKind('MoveConversation', 'MOVE CONVERSATION @h TO @g'),
    ...ofKind('GetConversationGroup', 'GET CONVERSATION GROUP @g FROM dbo.q'),
    ...ofKind(
      'Send',
      'SEND ON CONVERSATION @h MESSAGE TYPE [//m] (@body)',
      'SEND ON CONVERSATION (@a, @b) MESSAGE TYPE @m',
      'SEND ON CONVERSATION @h (@body)',
    ),
    ...ofKind(
      'Receive',
      'RECEIVE * FROM q',
      'RECEIVE TOP (1) conversation_handle, CAST(message_body AS xml) AS body FROM dbo.q INTO @t WHERE conversation_handle = @h',
      'RECEIVE @h = conversation_handle, @m = message_type_name FROM q',
    ),
    ...ofKind(
      'WaitForMessage',
      'WAITFOR (RECEIVE TOP (1) @h = conversation_handle FROM q), TIMEOUT 5000',
      'WAITFOR (GET CONVERSATION GROUP @g FROM q), TIMEOUT @t',
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));

  it('keeps END CONVERSATION apart from the END of a block', () => {
    expectKinds('BEGIN END CONVERSATION @h; END CONVERSATION @i WITH CLEANUP END SELECT 1', [
      'BeginEndBlock',
      'Select',
    ]);
  });

  it('starts a statement behind a table, where a word alone is its alias', () => {
    expectKinds('SELECT * FROM a RECEIVE * FROM q SELECT receive.x FROM b receive', ['Select', 'Receive', 'Select']);
    expectKinds('SELECT 1 FROM t SEND ON CONVERSATION @h', ['Select', 'Send']);
  });
});
