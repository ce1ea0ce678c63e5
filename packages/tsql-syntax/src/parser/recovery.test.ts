import { describe, expect, it } from 'vitest';
import { codesOf, rebuilt } from '../testing/round-trip.js';
import { isStatementKind } from '../visitor/statements.js';
import { walk } from '../visitor/walk.js';
import { parseBatch, parseScript } from './parse-batch.js';

/** The kinds of all statements at every depth, in the order of the text. */
function kindsOf(sql: string): string {
  const kinds: string[] = [];
  for (const statement of parseBatch(sql).statements) {
    walk(statement, (node) => {
      if (isStatementKind(node.kind)) kinds.push(node.kind);
    });
  }
  return kinds.join(' ');
}

describe('recovery', () => {
  it.each([
    ['SELECT 1 FROM; SELECT 2', 'InvalidStatement Select'],
    ['SELECT a FROM t WHERE\nSELECT 2', 'InvalidStatement Select'],
    ['SELECT CASE WHEN 1 = 1 foo END FROM t\nSELECT 2', 'InvalidStatement Select'],
    ['SELECT (1 + (2 FROM t\nUPDATE t SET a = 1', 'InvalidStatement Update'],
    ['FOO BAR BAZ\nDELETE FROM t', 'InvalidStatement Delete'],
    ['BEGIN SELECT FROM; SELECT 2 END SELECT 3', 'InvalidStatement Select Select'],
    ['BEGIN SELECT CASE WHEN 1 = 1 THEN 2 FROM t; SELECT 2 END SELECT 3', 'InvalidStatement Select Select'],
    ['BEGIN SELECT 1; SELECT 2', 'Select Select'],
    [
      'CREATE PROCEDURE p AS BEGIN SELCT 1; SELECT 2; INSERT t VALUES (1, 2; SELECT 3 END',
      'CreateProcedure InvalidStatement Select InvalidStatement Select',
    ],
    ['BEGIN TRY SELECT 1 FROM; SELECT 2 END TRY BEGIN CATCH THROW END CATCH', 'TryCatch InvalidStatement Select Throw'],
    ['WHILE 1 = 1 BEGIN SET @a = ; BREAK END', 'While InvalidStatement Break'],
    ['IF @a = = 1\nBEGIN\nSELECT 1\nEND\nELSE\nSELECT 2\nSELECT 3', 'InvalidStatement Select Select Select'],
    ['CREATE TABLE t (a int,, b int)\nCREATE TABLE u (a int)', 'InvalidStatement CreateTable'],
  ])('%j costs the bad statement and no other', (sql, kinds) => {
    expect(kindsOf(sql)).toBe(kinds);
    expect(codesOf(sql)).toHaveLength(kinds.split('InvalidStatement').length - 1 || 1);
    expect(rebuilt(sql)).toBe(sql);
  });

  it.each([
    ['SELCT a FROM t', 'SELECT'],
    ['SELECT a FORM t', 'FROM'],
    ['SELECT a FROM t WHER a = 1', 'WHERE'],
    ['SELECT a FROM t ODER BY a', 'ORDER'],
    ['CREATE TABEL t (a int)', 'TABLE'],
    ['DROP PROCEDRUE p', 'PROCEDURE'],
    ['SELECT 1 OPTION (RECOMPLIE)', 'RECOMPILE'],
  ])('%j asks whether %s was meant', (sql, meant) => {
    expect(parseBatch(sql).diagnostics[0]?.help).toBe(`Did you mean ${meant}?`);
  });

  it('says where', () => {
    const sql = 'SELECT 1\nSELECT a FROM t WHERE b ==  2';
    expect(parseBatch(sql).diagnostics[0]?.span).toEqual({
      start: sql.lastIndexOf('='),
      end: sql.lastIndexOf('=') + 1,
    });
  });

  it('goes on with the next batch behind an open comment or string of the last', () => {
    const batches = [...parseScript("SELECT 1 FROM\nGO\nSELECT 'x\nGO\n")];
    expect(batches.map((batch) => batch.diagnostics.map((d) => d.code))).toEqual([
      ['parse-unexpected-token'],
      ['parse-unterminated-string'],
    ]);
  });
});

describe('nesting', () => {
  const times = (text: string, n: number): string => text.repeat(n);
  it.each([
    ['parentheses', `SELECT ${times('(', 10_000)}1${times(')', 10_000)}`],
    ['parentheses that stay open', `SELECT ${times('(', 10_000)}`],
    ['conditions', `SELECT 1 WHERE ${times('(', 10_000)}a = 1${times(')', 10_000)}`],
    ['CASEs', `SELECT ${times('CASE WHEN 1 = 1 THEN ', 5000)}1${times(' END', 5000)}`],
    ['subqueries', `SELECT ${times('(SELECT ', 5000)}1${times(')', 5000)}`],
    ['derived tables', `SELECT * FROM ${times('(SELECT * FROM ', 5000)}t${times(') x', 5000)}`],
    ['blocks', `${times('BEGIN ', 5000)}SELECT 1${times(' END', 5000)}`],
    ['IFs', `${times('IF 1 = 1 ', 5000)}SELECT 1`],
    ['ELSE IFs', `${times('IF 1 = 1 SELECT 1 ELSE ', 5000)}SELECT 2`],
    ['calls', `SELECT ${times('f(', 5000)}1${times(')', 5000)}`],
    ['signs', `SELECT ${times('- ', 10_000)}1`],
    ['NOTs', `SELECT 1 WHERE ${times('NOT ', 10_000)}a = 1`],
    ['joins', `SELECT 1 FROM t ${times('JOIN t ON 1 = 1 ', 20_000)}`],
    ['methods', `SELECT @x${times('.f()', 20_000)}`],
    ['collations', `SELECT a${times(' COLLATE b', 20_000)}`],
  ])('of 5,000 and more %s is one diagnostic', (_, sql) => {
    expect(codesOf(sql)).toEqual(['parse-nesting-too-deep']);
  });

  it('costs the statement it is in', () => {
    expect(kindsOf(`SELECT ${times('(', 1000)}1${times(')', 1000)}; SELECT 2`)).toBe('InvalidStatement Select');
  });

  it.each([
    ['terms of AND', `SELECT 1 FROM t WHERE a = 1${times(' AND a = 1', 20_000)}`],
    ['terms of OR', `SELECT 1 FROM t WHERE a = 1${times(' OR a = 1', 20_000)}`],
    ['summands', `SELECT 1${times(' + 1', 20_000)}`],
    ['UNIONs', `SELECT 1${times(' UNION ALL SELECT 1', 20_000)}`],
    ['rows', `INSERT INTO t VALUES (1)${times(', (1)', 50_000)}`],
    ['values of IN', `SELECT 1 WHERE a IN (1${times(', 1', 50_000)})`],
    ['statements', times('SELECT 1;', 20_000)],
  ])('%s have no limit', (_, sql) => {
    expect(codesOf(sql)).toEqual([]);
  });
});
