import { describe, expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { executeSql } from './execute-sql.js';

/** What every object of JavaScript answers to, and a name that none of them has. */
const INHERITED = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
const PLAIN = 'ordinary';

const STATEMENTS: readonly ((name: string) => string)[] = [
  (name) => `SELECT CAST(1 AS ${name})`,
  (name) => `DECLARE @x ${name}`,
  (name) => `EXEC ${name}`,
  (name) => `SET LANGUAGE ${name}`,
  (name) => `SELECT ${name}(1)`,
  (name) => `SELECT * FROM sys.${name}`,
  (name) => `SELECT PARSE('1' AS int USING '${name}')`,
  (name) => `SELECT FORMAT(1, 'N', '${name}')`,
  (name) => `SELECT CAST('2020-01-01' AS datetime2) AT TIME ZONE '${name}'`,
  (name) => `SELECT HASHBYTES('${name}', 'a'), SERVERPROPERTY('${name}')`,
  (name) => `DECLARE @x xml = '<a><b>1</b></a>'; SELECT @x.value('${name}(1)', 'int')`,
  (name) => `DECLARE @x xml = '<a><b>1</b></a>'; SELECT @x.value('(/a/b)[1] ${name} 2', 'int')`,
  (name) => `DECLARE @x xml = '<a><b>1</b></a>'; SELECT @x.query('/a/${name}()')`,
  (name) => `DECLARE @x xml = '<a><${name}>1</${name}></a>'; SELECT @x.value('(/a/${name})[1]', 'int')`,
  (name) => `SELECT JSON_VALUE('{"${name}":1}', '$.${name}'), JSON_MODIFY('{"a":1}', '$.${name}', 2)`,
  (name) => `SELECT * FROM OPENJSON('[{"${name}":1}]') WITH ([${name}] int)`,
  (name) => `SELECT 1 AS [${name}], 2 AS [a.${name}] FOR JSON PATH`,
  (name) => `SELECT * FROM (SELECT 1 AS a, '${name}' AS b) s PIVOT (MAX(a) FOR b IN ([${name}])) p`,
  (name) => `CREATE TABLE [${name}] ([${name}] int PRIMARY KEY); INSERT [${name}] VALUES (1); SELECT * FROM [${name}]`,
  (name) => `CREATE TYPE [${name}] FROM int; DECLARE @${name} [${name}] = 1; SELECT @${name} AS [${name}]`,
  (name) => `EXEC('CREATE SCHEMA [${name}]'); SELECT SCHEMA_ID('${name}')`,
  (name) => `EXEC sp_rename '${name}', 'b'`,
];

describe.each(INHERITED)('%s is a name like any other', (name) => {
  it.each(STATEMENTS.map((statement) => [statement(name), statement]))('%s', (sql, statement) => {
    const answer = (text: string, of: string): string =>
      JSON.stringify(executeSql(new Database(), text)).replaceAll(new RegExp(of, 'gi'), PLAIN);
    expect(answer(sql, name)).toBe(answer(statement(PLAIN), PLAIN));
  });
});
