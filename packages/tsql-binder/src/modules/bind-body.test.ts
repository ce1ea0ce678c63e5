import { typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { bindText, moduleBinder, SHOP } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';

/** Binds the last module of a text, after the tables of the shop. */
function bodyOf(text: string) {
  const binder = moduleBinder(`${SHOP}\nGO\n${text}`);
  const { modules } = binder.catalog.catalog;
  const module = modules[modules.length - 1];
  if (!module) throw new Error('no module');
  return binder.body(module);
}

describe('the parameters of a module', () => {
  it.each([
    ['@a int', '@a int'],
    ["@a varchar(5) = 'x'", "@a varchar(5) = varchar(5)<'x'>"],
    ['@a decimal(5,2) = 1', '@a decimal(5,2) = decimal(5,2)<1>'],
    ['@a int = NULL OUTPUT', '@a int = NULL output'],
    ['@a nvarchar(10) = Active', "@a nvarchar(10) = nvarchar(10)<'Active'>"],
    ['@a datetime OUT', '@a datetime output'],
    ['@a dbo.Phone', '@a varchar(20)'],
    ['@a dbo.IdList READONLY', '@a table (Id)'],
  ])('%s', (written, expected) => {
    const { body, diagnostics } = bodyOf(`CREATE PROCEDURE dbo.P ${written} AS RETURN`);
    expect(diagnostics).toEqual([]);
    const [parameter] = body?.parameters ?? [];
    const columns = parameter?.columns ? ` (${parameter.columns.map((column) => column.name).join(', ')})` : '';
    const fallback = parameter?.default ? ` = ${outline(parameter.default)}` : '';
    expect(
      parameter &&
        `${parameter.name} ${typeText(parameter.type)}${columns}${fallback}${parameter.output ? ' output' : ''}`,
    ).toBe(expected);
  });
});

describe('a procedure', () => {
  it('binds what it can: a missing table spoils its own statement only', () => {
    const { body, diagnostics } = bodyOf(
      'CREATE PROCEDURE dbo.P AS SELECT 1; SELECT * FROM dbo.Later; UPDATE dbo.Customer SET City = NULL',
    );
    expect(body?.statements.map(({ kind, valid }) => [kind, valid])).toEqual([
      ['select', true],
      ['select', false],
      ['update', true],
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['bind-unknown-object']);
  });

  it('returns int', () => {
    const { body } = bodyOf("CREATE PROCEDURE dbo.P AS RETURN '5'");
    const [statement] = body?.statements ?? [];
    expect(statement?.kind === 'return' && statement.value && outline(statement.value)).toBe("int<'5'>");
  });

  it('looks names up in its own schema first', () => {
    const { diagnostics } = bodyOf(
      'CREATE TABLE etl.Loads (n int)\nGO\nCREATE PROCEDURE etl.P AS SELECT n FROM Loads; SELECT Id FROM Customer',
    );
    expect(diagnostics).toEqual([]);
  });

  it('sees the temporary tables of its caller', () => {
    const caller = bindText('CREATE TABLE #work (n int)').context.temporaryTable('#work');
    const binder = moduleBinder('CREATE PROCEDURE dbo.P AS SELECT n FROM #work');
    const [module] = binder.catalog.catalog.modules;
    if (!caller || !module) throw new Error('nothing to bind');
    expect(binder.body(module).diagnostics.map(({ code }) => code)).toEqual(['bind-unknown-object']);
    expect(binder.body(module, [caller]).diagnostics).toEqual([]);
  });

  it('keeps the ANSI_NULLS it was created with', () => {
    const { body } = bodyOf('CREATE PROCEDURE dbo.P AS SET ANSI_NULLS OFF; IF NULL = 1 SELECT 1');
    const condition = body?.statements[1];
    expect(condition?.kind === 'if' && condition.condition.kind).toBe('comparison');
  });
});

describe('a function', () => {
  it('returns its own type', () => {
    const { body } = bodyOf('CREATE FUNCTION dbo.F (@x int) RETURNS varchar(10) AS BEGIN RETURN @x END');
    const [statement] = body?.statements ?? [];
    expect(body?.returns && typeText(body.returns)).toBe('varchar(10)');
    expect(statement?.kind === 'return' && statement.value && outline(statement.value)).toBe('varchar(10)<@x>');
  });

  it('fills the table it returns', () => {
    const { body, diagnostics } = bodyOf(
      'CREATE FUNCTION dbo.F () RETURNS @r TABLE (a int, b varchar(5)) AS BEGIN INSERT @r VALUES (1, 2); RETURN END',
    );
    expect(diagnostics).toEqual([]);
    expect(body?.returnsTable?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(body?.statements.map(({ kind }) => kind)).toEqual(['insert', 'return']);
  });

  it('has no body when it is inline or a view', () => {
    expect(bodyOf('CREATE FUNCTION dbo.F () RETURNS TABLE AS RETURN SELECT 1 AS a').body).toBeUndefined();
    expect(bodyOf('CREATE VIEW dbo.V AS SELECT 1 AS a').body).toBeUndefined();
  });
});

describe('a trigger', () => {
  it('knows its table, its events, inserted and deleted', () => {
    const { body, diagnostics } = bodyOf(`CREATE TRIGGER dbo.T ON dbo.Orders AFTER INSERT, UPDATE AS
      IF UPDATE(Amount) INSERT dbo.Customer (Id, Name) SELECT i.CustomerId, d.Note FROM inserted i JOIN deleted d ON d.OrderId = i.OrderId`);
    expect(diagnostics).toEqual([]);
    expect([body?.trigger?.timing, body?.trigger?.events, body?.trigger?.table.columns.length]).toEqual([
      'AFTER',
      ['INSERT', 'UPDATE'],
      8,
    ]);
    const [condition] = body?.statements ?? [];
    expect(condition?.kind === 'if' && condition.condition).toMatchObject({
      kind: 'column-updated',
      column: 3,
      name: 'Amount',
    });
  });

  it.each([
    ['CREATE TRIGGER dbo.T ON dbo.Orders AFTER DELETE AS SELECT Nothing FROM deleted', 'bind-unknown-column'],
    ['CREATE TRIGGER dbo.T ON dbo.Orders AFTER DELETE AS DELETE inserted', 'bind-not-updatable'],
    ['CREATE TRIGGER dbo.T ON dbo.Orders AFTER UPDATE AS IF UPDATE(Nothing) RETURN', 'bind-unknown-column'],
    ['CREATE TRIGGER dbo.T ON dbo.Nowhere AFTER UPDATE AS RETURN', 'bind-unknown-object'],
  ])('%s: %s', (text, code) => expect(bodyOf(text).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]));
});

describe('text that is no T-SQL', () => {
  it('gives diagnostics and no body', () => {
    const binder = moduleBinder('CREATE PROCEDURE dbo.P AS SELECT 1');
    const [module] = binder.catalog.catalog.modules;
    if (!module) throw new Error('no module');
    const { body, diagnostics } = binder.body({ ...module, definition: 'CREATE PROCEDURE dbo.P AS SELEC 1 FROM' });
    expect(body).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
