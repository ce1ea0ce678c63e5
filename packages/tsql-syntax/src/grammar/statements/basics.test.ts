import { describeStatements } from '../../testing/table-of-kinds.js';

describeStatements(
  'statements of one line',
  `
  Throw | THROW 50000, 'x', 1
  Throw | THROW @n, @m, @s
  Throw | THROW
  RaiseError | RAISERROR ('x %d', 16, 1, @a) WITH NOWAIT, LOG
  RaiseError | RAISERROR (50001, -1, -1)
  RaiseErrorLegacy | RAISERROR 50001 'x'
  Print | PRINT 'a' + CAST(@b AS varchar(10))
  DeclareVariable | DECLARE @a int, @b varchar(max) = 'x', @c AS dbo.T, @d CURSOR, @e xml(dbo.c), @f decimal(10, 2) = 1.5
  DeclareTableVariable | DECLARE @t TABLE (id int IDENTITY(1, 1) PRIMARY KEY, n nvarchar(10) NOT NULL DEFAULT '', INDEX ix (n), UNIQUE (id, n), CHECK (id > 0))
  DeclareTableVariable | DECLARE @t AS TABLE (a int)
  DeclareCursor | DECLARE c CURSOR FOR SELECT a FROM t
  DeclareCursor | DECLARE c CURSOR LOCAL FAST_FORWARD READ_ONLY FOR SELECT a FROM t ORDER BY a
  DeclareCursor | DECLARE c INSENSITIVE SCROLL CURSOR FOR SELECT a FROM t FOR READ ONLY
  DeclareCursor | DECLARE c CURSOR FOR SELECT a FROM t FOR UPDATE OF a, b
  SetCursorVariable | SET @c = CURSOR LOCAL STATIC FOR SELECT a FROM t
  SetVariable | SET @a = (SELECT MAX(b) FROM t)
  SetVariable | SET @a ^= 1
  SetVariableMethod | SET @x.modify('delete /a')
  SetVariableMethod | SET @p.X = 1
  OpenCursor | OPEN GLOBAL c
  OpenCursor | OPEN @c
  FetchCursor | FETCH NEXT FROM c INTO @a, @b
  FetchCursor | FETCH c INTO @a
  FetchCursor | FETCH ABSOLUTE 5 FROM c
  FetchCursor | FETCH RELATIVE @n FROM GLOBAL c INTO @x
  FetchCursor | FETCH PRIOR FROM @c
  CloseCursor | CLOSE c
  DeallocateCursor | DEALLOCATE GLOBAL c
  Return | RETURN (@a + 1)
  WaitFor | WAITFOR DELAY '00:00:05'
  WaitFor | WAITFOR TIME @t
  BeginTransaction | BEGIN TRAN
  BeginTransaction | BEGIN TRANSACTION t1 WITH MARK 'm'
  BeginTransaction | BEGIN DISTRIBUTED TRAN
  CommitTransaction | COMMIT WORK
  CommitTransaction | COMMIT TRANSACTION t1 WITH (DELAYED_DURABILITY = ON)
  RollbackTransaction | ROLLBACK TRANSACTION @s
  SaveTransaction | SAVE TRAN s
  PredicateSet | SET ANSI_NULLS, QUOTED_IDENTIFIER ON
  PredicateSet | SET XACT_ABORT OFF
  PredicateSet | SET SHOWPLAN_XML ON
  SetTransactionIsolationLevel | SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED
  SetIdentityInsert | SET IDENTITY_INSERT dbo.t ON
  SetRowCount | SET ROWCOUNT @n
  SetCommand | SET DATEFORMAT dmy
  SetCommand | SET LOCK_TIMEOUT -1
  SetCommand | SET DEADLOCK_PRIORITY LOW
  SetCommand | SET CONTEXT_INFO 0x01
  SetStatistics | SET STATISTICS IO, TIME ON
  SetTextSize | SET TEXTSIZE 100
  Use | USE [my db]
  UpdateStatistics | UPDATE STATISTICS dbo.t ix WITH FULLSCAN, NORECOMPUTE
  UpdateStatistics | UPDATE STATISTICS t (a, b) WITH SAMPLE 50 PERCENT, PERSIST_SAMPLE_PERCENT = ON
  TruncateTable | TRUNCATE TABLE t WITH (PARTITIONS (1, 3 TO 5))
  EnableDisableTrigger | DISABLE TRIGGER a, dbo.b ON dbo.t
  EnableDisableTrigger | ENABLE TRIGGER ALL ON DATABASE
  EnableDisableTrigger | DISABLE TRIGGER x ON ALL SERVER
  Kill | KILL 53
  Kill | KILL 54 WITH STATUSONLY
  KillStatsJob | KILL STATS JOB 53
  Checkpoint | CHECKPOINT 10
  Reconfigure | RECONFIGURE WITH OVERRIDE
  Shutdown | SHUTDOWN WITH NOWAIT
  Dbcc | DBCC CHECKDB ('db', REPAIR_REBUILD) WITH ALL_ERRORMSGS, NO_INFOMSGS
  Dbcc | DBCC SHRINKFILE (f, 10)
  Dbcc | DBCC FREEPROCCACHE
  Dbcc | DBCC CHECKIDENT ('t', RESEED, 0)
  SetUser | SETUSER 'u' WITH NORESET
  Revert | REVERT
  ExecuteAs | EXECUTE AS USER = 'u' WITH NO REVERT
  ExecuteAs | EXECUTE AS CALLER
  AddSignature | ADD SIGNATURE TO dbo.p BY CERTIFICATE c WITH PASSWORD = 'x'
  AddSensitivityClassification | ADD SENSITIVITY CLASSIFICATION TO dbo.t.a WITH (LABEL = 'l', INFORMATION_TYPE = 'i', RANK = HIGH)
  DropSensitivityClassification | DROP SENSITIVITY CLASSIFICATION FROM dbo.t.a, dbo.t.b
  ReadText | READTEXT t.a @p 0 10
  WriteText | WRITETEXT t.a @p WITH LOG 'x'
  UpdateText | UPDATETEXT t.a @p 0 NULL 'x'
  LineNo | LINENO 5
`,
);
