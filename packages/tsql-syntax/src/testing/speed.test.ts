import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../parser/parse-batch.js';
import { printStatements } from '../printer/print.js';

function milliseconds(sql: string): number {
  const started = performance.now();
  for (const batch of parseScript(sql)) {
    if (batch.diagnostics.length === 0) printStatements(batch.statements, batch.comments);
  }
  return performance.now() - started;
}

/** Fifty thousand of anything takes well under a second; anything quadratic about it would take minutes. */
const N = 50_000;

/** For a machine under load. */
const LIMIT = 15_000;

describe('fifty thousand', () => {
  it.each([
    ['statements', 'SELECT a FROM t;\n'.repeat(N)],
    ['batches', 'SELECT 1\nGO\n'.repeat(N)],
    ['rows', `INSERT INTO t VALUES (1, 'x')${", (2, 'y')".repeat(N)}`],
    ['conditions', `SELECT 1 WHERE a = 1${' AND b = 2'.repeat(N)}`],
    ['UNIONs', `SELECT 1${' UNION ALL SELECT 2'.repeat(N)}`],
    ['comments', 'PRINT 1 /* a */ -- b\n'.repeat(N)],
    ['columns', `CREATE TABLE t (a int${', b int NULL'.repeat(N)})`],
    ['open parentheses', `SELECT ${'('.repeat(N)}`],
    ['open SELECTs', '(SELECT '.repeat(N)],
    ['open CASEs', `SELECT${' CASE WHEN 1 = 1 THEN\n'.repeat(N)}`],
    ['open blocks', 'BEGIN\n'.repeat(N)],
    ['bad statements', 'CREATE foo bar\n'.repeat(N)],
    ['bad words', 'foo bar '.repeat(N)],
    ['quotes', `SELECT '${"''".repeat(N)}'`],
    ['open comments', '/* '.repeat(N)],
    ['ENDs', 'END\n'.repeat(N)],
  ])('%s take seconds at most', (_, sql) => {
    expect(milliseconds(sql)).toBeLessThan(LIMIT);
  });
});
