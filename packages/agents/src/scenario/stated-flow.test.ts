import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Amount decimal(9,2) NULL);
CREATE TABLE dbo.Out1 (Id int NOT NULL, Shop int NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Out2 (Id int NOT NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Keyed (K int IDENTITY(1,1) NOT NULL PRIMARY KEY, Id int NOT NULL);
INSERT INTO dbo.Keyed (Id) VALUES (5), (6);
INSERT INTO dbo.Sale VALUES (1,1,10.50),(2,1,4.25),(3,2,7),(4,3,NULL),(7,2,-3);
INSERT INTO dbo.Out1 VALUES (1,1,'old'),(3,2,'old'),(9,9,'gone');
GO
CREATE PROCEDURE dbo.Apart AS
BEGIN
  CREATE TABLE #t (Id int NOT NULL, Shop int NULL);
  INSERT INTO #t SELECT Id, Shop FROM dbo.Sale;
  DELETE FROM dbo.Out1 WHERE Id IN (SELECT Id FROM #t);
END
GO
CREATE PROCEDURE dbo.Aside AS
BEGIN
  INSERT INTO #t (Id) VALUES (70);
  SELECT Id INTO #mine FROM #t;
  DROP TABLE #mine;
END
GO
CREATE PROCEDURE dbo.Taken AS
BEGIN
  SELECT Shop INTO #t FROM dbo.Sale WHERE Shop > 1;
  INSERT INTO dbo.Out2 (Id, Note) SELECT Shop, 'inner' FROM #t;
  DROP TABLE #t;
END
GO
CREATE PROCEDURE dbo.Refuses @p char(1) AS BEGIN IF @p = 'F' RAISERROR('none', 16, 1); INSERT INTO dbo.Out2 (Id) VALUES (33); END
GO
CREATE PROCEDURE dbo.Tells @p char(1) AS
BEGIN
  BEGIN TRY
    IF @p = 'F' THROW 50001, 'none', 1;
    INSERT INTO dbo.Out2 (Id) VALUES (44);
    RETURN 0;
  END TRY
  BEGIN CATCH
    RETURN 7;
  END CATCH
END
GO
CREATE PROCEDURE dbo.Undone AS BEGIN INSERT INTO dbo.Out2 (Id) SELECT Id FROM dbo.Sale; ROLLBACK; END
GO
`;

const KEYED = 'INSERT INTO dbo.Keyed (Id) SELECT Id FROM dbo.Sale ORDER BY Id;';
const OUT1 = "INSERT INTO dbo.Out1 (Id, Shop, Note) SELECT Id, Shop, 'new' FROM dbo.Sale";
const FULL = '(SELECT COUNT(*) FROM dbo.Out1) > 5';

/** Body of a procedure with a parameter @p that is I in the first step and F in the second. */
const EQUAL: readonly (readonly [string, string])[] = [
  // Temporary tables of what is called
  [
    'a table of the same name in what is called',
    'CREATE TABLE #t (Id int NOT NULL); INSERT INTO #t VALUES (50); EXEC dbo.Apart; INSERT INTO dbo.Out1 (Id) SELECT Id FROM #t;',
  ],
  [
    'a table of the caller that is filled in what is called',
    'CREATE TABLE #t (Id int NOT NULL); EXEC dbo.Aside; INSERT INTO dbo.Out1 (Id) SELECT Id FROM #t;',
  ],
  [
    'a table that hides one of the caller until it is dropped',
    'CREATE TABLE #t (Id int NOT NULL); EXEC dbo.Taken; INSERT INTO dbo.Out1 (Id) SELECT Id FROM #t;',
  ],
  [
    'a table that a text makes',
    "CREATE TABLE #t (Id int NOT NULL); INSERT INTO #t VALUES (50); EXEC (N'SELECT Shop INTO #t FROM dbo.Sale; INSERT INTO dbo.Out2 (Id) SELECT Shop FROM #t'); INSERT INTO dbo.Out1 (Id) SELECT Id FROM #t;",
  ],
  // GOTO
  [
    'one of two ways that end at a label',
    `IF @p = 'F' GOTO Whole; ${OUT1} WHERE Id NOT IN (SELECT Id FROM dbo.Out1); GOTO Done; Whole: DELETE FROM dbo.Out1; ${OUT1}; Done: INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'a label behind RETURN',
    `IF @p = 'F' GOTO Failed; ${OUT1}; RETURN 0; Failed: INSERT INTO dbo.Out2 (Id) VALUES (1); RETURN -1;`,
  ],
  [
    'a label that a RETURN before the jump does not reach',
    `IF @p = 'F' RETURN; IF @p = 'X' GOTO Done; ${OUT1}; Done: INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'the usual end of older loads',
    `DECLARE @e int; BEGIN TRAN; DELETE FROM dbo.Out1; SELECT @e = @@ERROR; IF @e <> 0 GOTO Failed; ${OUT1} WHERE @p = 'F'; IF @@ERROR <> 0 OR @@ROWCOUNT = 0 GOTO Failed; COMMIT TRAN; RETURN 0; Failed: ROLLBACK TRAN; INSERT INTO dbo.Out2 (Id) VALUES (1); RETURN -1;`,
  ],
  // Keys that begin anew
  ['keys from 1', `DELETE FROM dbo.Keyed; DBCC CHECKIDENT ('dbo.Keyed', RESEED, 0) WITH NO_INFOMSGS; ${KEYED}`],
  ['keys from elsewhere', `DELETE FROM dbo.Keyed; DBCC CHECKIDENT (Keyed, RESEED, 99); ${KEYED} ${KEYED}`],
  [
    'keys that are looked after',
    `DELETE FROM dbo.Keyed WHERE Id > 5; DBCC CHECKIDENT ('dbo.Keyed'); ${KEYED} DBCC CHECKIDENT ('dbo.Keyed', RESEED);`,
  ],
  // Errors that are raised and caught
  [
    'an error that CATCH swallows',
    `BEGIN TRY IF @p = 'F' THROW 50001, 'none', 1; ${OUT1}; END TRY BEGIN CATCH PRINT ERROR_MESSAGE(); END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'an error behind rows that stay',
    `BEGIN TRY ${OUT1}; IF @p = 'F' RAISERROR('none', 16, 1); DELETE FROM dbo.Out2; END TRY BEGIN CATCH PRINT 'caught'; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'a flag that CATCH sets',
    `DECLARE @ok bit = 1; BEGIN TRY IF @p = 'F' RAISERROR('none', 16, 1); ${OUT1}; END TRY BEGIN CATCH SET @ok = 0; END CATCH; IF @ok = 0 INSERT INTO dbo.Out2 (Id) VALUES (1); ELSE INSERT INTO dbo.Out2 (Id) VALUES (2);`,
  ],
  [
    'CATCH that undoes and goes on',
    `BEGIN TRY BEGIN TRAN; ${OUT1}; IF @p = 'F' THROW 50001, 'none', 1; COMMIT; END TRY BEGIN CATCH IF @@TRANCOUNT > 0 ROLLBACK; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'CATCH that leaves',
    `BEGIN TRY BEGIN TRAN; ${OUT1}; IF @p = 'F' THROW 50001, 'none', 1; COMMIT; END TRY BEGIN CATCH ROLLBACK; RETURN -1; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'CATCH that throws on',
    `BEGIN TRY BEGIN TRAN; ${OUT1}; IF @p = 'X' THROW 50001, 'none', 1; COMMIT; END TRY BEGIN CATCH ROLLBACK; THROW; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'an inner CATCH that throws on to one that does not',
    `BEGIN TRY BEGIN TRY IF @p = 'F' THROW 50001, 'none', 1; ${OUT1}; END TRY BEGIN CATCH THROW; END CATCH; DELETE FROM dbo.Out2; END TRY BEGIN CATCH PRINT 'caught'; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'an error of what is called',
    `BEGIN TRY EXEC dbo.Refuses @p; ${OUT1}; END TRY BEGIN CATCH PRINT 'caught'; END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'CATCH that looks at the state of the transaction',
    `BEGIN TRY BEGIN TRAN; ${OUT1}; IF @p = 'F' RAISERROR('none', 16, 1); COMMIT; END TRY BEGIN CATCH IF XACT_STATE() <> 0 ROLLBACK; DECLARE @m nvarchar(200) = ERROR_MESSAGE(); RAISERROR(@m, 10, 1); END CATCH; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'a return code of CATCH',
    `DECLARE @r int; EXEC @r = dbo.Tells @p; IF @r = 0 INSERT INTO dbo.Out2 (Id) VALUES (1); ELSE DELETE FROM dbo.Out1;`,
  ],
  // Transactions
  ['COMMIT or else ROLLBACK', `BEGIN TRAN; ${OUT1}; IF ${FULL} AND @p = 'F' COMMIT; ELSE ROLLBACK;`],
  ['ROLLBACK or else COMMIT', `BEGIN TRAN; ${OUT1}; IF ${FULL} AND @p = 'F' ROLLBACK; ELSE COMMIT;`],
  [
    'COMMIT in one case, and else ROLLBACK behind it',
    `BEGIN TRAN; ${OUT1}; IF @p = 'F' COMMIT; IF @@TRANCOUNT > 0 ROLLBACK; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'ROLLBACK behind an inner COMMIT',
    `BEGIN TRAN; ${OUT1}; BEGIN TRAN; DELETE FROM dbo.Out2; COMMIT; ROLLBACK; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'ROLLBACK to a savepoint',
    `BEGIN TRAN; ${OUT1}; SAVE TRAN half; DELETE FROM dbo.Out1 WHERE Shop = 1; ROLLBACK TRAN half; INSERT INTO dbo.Out2 (Id) SELECT COUNT(*) FROM dbo.Out1; COMMIT;`,
  ],
  [
    'ROLLBACK to a savepoint in one case',
    `BEGIN TRAN; ${OUT1}; SAVE TRAN half; DELETE FROM dbo.Out1 WHERE Shop = 1; IF @p = 'F' ROLLBACK TRAN half; COMMIT;`,
  ],
  [
    'temporary tables are rolled back, table variables are not',
    `DECLARE @v TABLE (Id int); CREATE TABLE #w (Id int); BEGIN TRAN; INSERT INTO #w SELECT Id FROM dbo.Sale; INSERT INTO @v SELECT Id FROM #w; ROLLBACK; INSERT INTO dbo.Out1 (Id) SELECT COUNT(*) FROM #w; INSERT INTO dbo.Out1 (Id) SELECT COUNT(*) FROM @v;`,
  ],
  [
    'COMMIT of what is open',
    `BEGIN TRAN; BEGIN TRAN; ${OUT1}; WHILE @@TRANCOUNT > 0 COMMIT; IF @@TRANCOUNT = 0 INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'a transaction of its own where the caller has none',
    `DECLARE @open int = @@TRANCOUNT; IF @open = 0 BEGIN TRAN; ELSE SAVE TRAN own; ${OUT1}; IF @p = 'F' BEGIN IF @open = 0 ROLLBACK; ELSE ROLLBACK TRAN own; RETURN; END; IF @open = 0 COMMIT; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'one transaction after the other',
    `BEGIN TRAN; ${OUT1}; IF @p = 'F' BEGIN ROLLBACK; RETURN; END; COMMIT; BEGIN TRAN; DELETE FROM dbo.Out1; ROLLBACK; INSERT INTO dbo.Out2 (Id) VALUES (1);`,
  ],
  [
    'ROLLBACK in what is called',
    'BEGIN TRAN; DELETE FROM dbo.Out1; EXEC dbo.Undone; INSERT INTO dbo.Out1 (Id) VALUES (5);',
  ],
];

it.each(EQUAL)('%s: the same rows', async (_, body) => {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh @p char(1) AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Out1', 'dbo.Out2', 'dbo.Keyed']);
  onTestFinished(() => stated.close());
  const found = await stated.run([{ exec: "EXEC dbo.Refresh @p = 'I'" }, { exec: "EXEC dbo.Refresh @p = 'F'" }]);
  expect([...new Set(found.map(({ outcome }) => outcome))]).toEqual(['equal']);
});
