import { CatalogIndex, typeText } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { parseScript } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { CatalogBuilder } from '../definitions/catalog-builder.js';
import { ModuleBinder } from '../module-binder.js';
import { bindStatements } from '../statements/bind-statement.js';
import type { BoundExpression } from '../tree/expression.js';
import type { BoundQuery } from '../tree/query.js';
import type { BoundStatement } from '../tree/statement.js';

/** What the tests bind against, in a few tables that between them have every kind of column. */
export const SHOP = `
CREATE TABLE dbo.Customer (
  Id int NOT NULL PRIMARY KEY, Name nvarchar(50) NOT NULL, City varchar(30) NULL, Since date NULL, Rating decimal(5,2) NULL);
GO
CREATE TABLE dbo.Orders (
  OrderId int IDENTITY(1,1) NOT NULL PRIMARY KEY, CustomerId int NOT NULL, Placed datetime NOT NULL DEFAULT (getdate()),
  Amount decimal(10,2) NOT NULL, Quantity int NULL, Note varchar(20) NULL DEFAULT ('none'), Total AS (Amount * Quantity),
  Version rowversion NOT NULL);
GO
CREATE TABLE dbo.Types (
  b bit, ti tinyint, si smallint, i int, bi bigint, sm smallmoney, m money, d decimal(9,3), r real, f float,
  c char(5), vc varchar(20), vm varchar(max), nc nchar(5), nvc nvarchar(20), nvm nvarchar(max),
  dt datetime, sdt smalldatetime, da date, t time(3), dt2 datetime2(4), dto datetimeoffset(2),
  bn binary(4), vb varbinary(10), g uniqueidentifier, x xml, place geography, v sql_variant,
  german varchar(20) COLLATE German_PhoneBook_CI_AS, bin2 varchar(20) COLLATE Latin1_General_BIN2);
GO
CREATE TABLE dbo.Versioned (
  Id int NOT NULL PRIMARY KEY, Since datetime2 GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
  Until datetime2 GENERATED ALWAYS AS ROW END HIDDEN NOT NULL, PERIOD FOR SYSTEM_TIME (Since, Until));
GO
CREATE VIEW dbo.Recent AS SELECT OrderId, CustomerId AS Buyer, Amount FROM dbo.Orders WHERE Placed > '20240101';
GO
CREATE FUNCTION dbo.Twice (@x decimal(10,2)) RETURNS decimal(12,2) AS BEGIN RETURN @x * 2 END
GO
CREATE FUNCTION dbo.OrdersOf (@customer int) RETURNS TABLE AS RETURN SELECT OrderId, Amount FROM dbo.Orders WHERE CustomerId = @customer
GO
CREATE PROCEDURE dbo.AddOrder @customer int, @amount decimal(10,2) = 0, @id int = NULL OUTPUT AS SELECT @id = 1
GO
CREATE TYPE dbo.IdList AS TABLE (Id int NOT NULL PRIMARY KEY);
GO
CREATE TYPE dbo.Phone FROM varchar(20) NOT NULL;
GO
CREATE SEQUENCE dbo.Numbers AS int START WITH 10 INCREMENT BY 5;
GO
CREATE SYNONYM dbo.Buyers FOR dbo.Customer;
GO
CREATE SYNONYM dbo.PlaceOrder FOR shop.dbo.AddOrder;
GO
CREATE SYNONYM dbo.Elsewhere FOR other.dbo.P;
GO
CREATE PROCEDURE dbo.TakeList @ids dbo.IdList READONLY AS SELECT Id FROM @ids
`;

export function moduleBinder(ddl: string, name = 'shop'): ModuleBinder {
  const builder = new CatalogBuilder({ name });
  for (const batch of parseScript(ddl)) {
    for (const statement of batch.statements) {
      builder.apply(statement, { text: ddl, ansiNulls: true, quotedIdentifier: true });
    }
  }
  return new ModuleBinder(new CatalogIndex(builder.catalog()));
}

const shop = moduleBinder(SHOP);

export interface BoundText {
  readonly statements: readonly BoundStatement[];
  readonly diagnostics: readonly Diagnostic[];
  readonly context: BinderContext;
}

/** Binds a batch against the tables above, or against another database. */
export function bindText(sql: string, binder: ModuleBinder = shop): BoundText {
  const context = binder.batchContext();
  const batches = [...parseScript(sql)];
  const unread = batches.flatMap((batch) => batch.diagnostics);
  const statements = batches.flatMap((batch) => bindStatements(context, batch.statements));
  return { statements, diagnostics: [...unread, ...context.diagnostics], context };
}

export function codesOf(sql: string, binder?: ModuleBinder): string[] {
  return bindText(sql, binder).diagnostics.map((diagnostic) => diagnostic.code);
}

/** The query of the last SELECT; an error in the text fails the test. */
export function queryOf(sql: string, binder?: ModuleBinder): BoundQuery {
  const { statements, diagnostics } = bindText(sql, binder);
  const last = statements[statements.length - 1];
  if (diagnostics.length > 0) throw new Error(`${sql}: ${diagnostics.map((d) => d.message).join('; ')}`);
  if (last?.kind !== 'select') throw new Error(`${sql} does not end in a SELECT`);
  return last.query;
}

/** The first column of a SELECT. */
export function expressionOf(sql: string): BoundExpression {
  const query = queryOf(sql);
  const expression = query.kind === 'select' ? query.select[0]?.expression : undefined;
  if (!expression) throw new Error(`${sql} selects nothing`);
  return expression;
}

/** A value over dbo.Types: its type, with `?` behind it when it can be NULL. */
export function typeOf(expression: string): string {
  const { type, nullable } = expressionOf(`SELECT ${expression} FROM dbo.Types`);
  return typeText(type) + (nullable ? '?' : '');
}

/** A query's columns as `name type`, with `?` for those that can be NULL. */
export function columnsOf(sql: string, binder?: ModuleBinder): string[] {
  return queryOf(sql, binder).columns.map(
    ({ name, type, nullable }) => `${name ?? '-'} ${typeText(type)}${nullable ? '?' : ''}`,
  );
}
