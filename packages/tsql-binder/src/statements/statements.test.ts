import { describe, expect, it } from 'vitest';
import { bindText, codesOf } from '../testing/bind-text.js';
import type { BoundStatement } from '../tree/statement.js';

/** Statements by kind, the ones inside others in parentheses. */
function kindsOf(statements: readonly BoundStatement[]): string {
  return statements
    .map((statement) => {
      switch (statement.kind) {
        case 'if':
          return `if(${kindsOf(statement.then)}${statement.otherwise ? ` | ${kindsOf(statement.otherwise)}` : ''})`;
        case 'while':
          return `while(${kindsOf(statement.body)})`;
        case 'try-catch':
          return `try(${kindsOf(statement.try)} | ${kindsOf(statement.catch)})`;
        default:
          return statement.kind;
      }
    })
    .join(' ');
}

describe('bindStatements', () => {
  it.each([
    ['IF 1 = 1 SELECT 1 ELSE BEGIN PRINT 1; PRINT 2 END', 'if(select | print print)'],
    ['WHILE 1 = 1 BEGIN BREAK; CONTINUE END', 'while(break continue)'],
    ['BEGIN SELECT 1; BEGIN SELECT 2 END END', 'select select'],
    ['BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH', 'try(select | throw)'],
    ['l: GOTO l', 'label goto'],
    ['RETURN', 'return'],
    ["RAISERROR ('x', 16, 1) WITH NOWAIT", 'raiserror'],
    ["RAISERROR 50001 'x'", 'raiserror'],
    [
      'BEGIN TRAN t; SAVE TRAN s; ROLLBACK TRAN s; COMMIT',
      'begin-transaction save-transaction rollback-transaction commit-transaction',
    ],
    ['SET NOCOUNT ON', 'set-option'],
    ['SET DATEFIRST 1', 'set-option-value'],
    ['SET ROWCOUNT 5', 'set-option-value'],
    ['SET TRANSACTION ISOLATION LEVEL SNAPSHOT', 'set-option-value'],
    ['SET IDENTITY_INSERT dbo.Orders ON', 'set-identity-insert'],
    ["WAITFOR DELAY '00:00:01'", 'waitfor'],
    [
      'DECLARE c CURSOR FOR SELECT 1; OPEN c; CLOSE c; DEALLOCATE c',
      'declare-cursor open-cursor close-cursor deallocate-cursor',
    ],
    ['DECLARE @c CURSOR; SET @c = CURSOR FOR SELECT 1; OPEN @c', 'declare-variable set-cursor open-cursor'],
    [
      'CREATE TABLE #t (a int); CREATE INDEX i ON #t (a); ALTER TABLE #t ADD b int; DROP TABLE #t',
      'create-table create-index alter-table drop-table',
    ],
    ['DECLARE @t TABLE (a int)', 'declare-table-variable'],
    ['DECLARE @l dbo.IdList', 'declare-table-variable'],
    ['DECLARE @a int, @l dbo.IdList, @b int', 'declare-variable declare-table-variable declare-variable'],
    ['CREATE TABLE dbo.New (a int)', 'unbound'],
    ['DROP TABLE dbo.Orders', 'unbound'],
    ['GRANT SELECT ON dbo.Orders TO public', 'unbound'],
    [
      "EXEC dbo.AddOrder 1; EXEC ('SELECT 1'); EXEC sp_executesql N'SELECT 1'",
      'execute-procedure execute-text execute-text',
    ],
    ["DECLARE @p sysname = 'p'; EXEC @p", 'declare-variable execute-variable'],
  ])('%s', (sql, expected) => {
    const { statements, diagnostics } = bindText(sql);
    expect(diagnostics).toEqual([]);
    expect(kindsOf(statements)).toBe(expected);
  });

  it('says of IF whether its condition is valid, and of the statements inside for themselves', () => {
    const [broken] = bindText('IF Nothing = 1 SELECT 1').statements;
    expect(broken?.kind === 'if' && [broken.valid, broken.then[0]?.valid]).toEqual([false, true]);
    const [inside] = bindText('IF 1 = 1 SELECT Nothing').statements;
    expect(inside?.kind === 'if' && [inside.valid, inside.then[0]?.valid]).toEqual([true, false]);
  });

  it('knows a variable from its declaration on', () => {
    expect(codesOf('SET @a = 1; DECLARE @a int')).toEqual(['bind-unknown-variable']);
    expect(codesOf('IF 1 = 0 DECLARE @a int; SET @a = 1')).toEqual([]);
  });

  it('follows settings that change a meaning', () => {
    const { statements } = bindText("SET CONCAT_NULL_YIELDS_NULL OFF; SELECT 'a' + NULL");
    const [, select] = statements;
    const expression =
      select?.kind === 'select' && select.query.kind === 'select' ? select.query.select[0]?.expression : undefined;
    expect(expression?.kind === 'concatenation' && expression.nullYieldsNull).toBe(false);
    expect(bindText('SET DATEFIRST 1; SET DATEFORMAT dmy').context.settings).toMatchObject({
      dateFirst: 1,
      dateFormat: 'dmy',
    });
  });
});
