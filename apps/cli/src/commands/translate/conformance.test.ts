import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalValue } from '../../testing/canonical-value.js';
import { expressionCases, expressionFiles } from '../../testing/expression-cases.js';
import { translateBatch } from './translate-batch.js';

/** Cases whose expectation contradicts what servers answer; tools/score/semantics/explained.mjs says why. */
const KNOWN: ReadonlySet<string> = new Set(['null-isnull-col-245', 'date-part-ms-datetime-round']);

const casesOf = (file: string) => expressionCases(file).filter(({ id }) => !KNOWN.has(id));

describe('expressions with the rows that SQL Server returns', () => {
  let connection: DuckDBConnection;
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect();
  });
  afterAll(() => connection.closeSync());

  async function rowsOf(sql: string, types: readonly string[]): Promise<(string | null)[][]> {
    const reader = await connection.runAndReadAll(sql);
    const names = reader.columnNames();
    const blobs = names.map((_, i) => /^(varbinary|binary)/.test(types[i] ?? ''));
    if (!blobs.includes(true)) return texts(reader.getRowsJson());
    const list = names.map((name, i) => (blobs[i] ? `hex("${name}")` : `"${name}"`)).join(', ');
    return texts((await connection.runAndReadAll(`select ${list} from (${sql})`)).getRowsJson());
  }

  const texts = (rows: readonly (readonly unknown[])[]): (string | null)[][] =>
    rows.map((row) => row.map((value) => (value === null ? null : String(value))));

  it.each(expressionFiles())('%s: what is not refused is right', async (file) => {
    const wrong: string[] = [];
    let right = 0;
    for (const { id, sql, expect: wanted, ordered } of casesOf(file)) {
      const line = translateBatch(id, sql, { schema: [], fidelity: 'exact' });
      if (line.sql === null) continue;
      const types = (wanted.columns ?? []).map(({ type }) => type);
      const shown = (rows: readonly (readonly (string | null)[])[]): string[] => {
        const all = rows.map((row) => JSON.stringify(row.map((value, i) => canonicalValue(value, types[i] ?? ''))));
        return ordered ? all : all.sort();
      };
      let found: string[] | 'error';
      try {
        for (const statement of line.prelude) await connection.run(statement);
        found = shown(await rowsOf(line.sql, types));
      } catch {
        found = 'error';
      }
      const expected = wanted.error ? 'error' : shown(wanted.rows ?? []);
      if (JSON.stringify(found) === JSON.stringify(expected)) right++;
      else wrong.push(`${id}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(0);
  });
});
