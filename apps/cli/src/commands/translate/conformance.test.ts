import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateBatch } from './translate-batch.js';

/** Cases with the rows of SQL Server. */
const CASES = fileURLToPath(new URL('../../../../../corpus/conformance/expressions/', import.meta.url));

interface Case {
  readonly id: string;
  readonly sql: string;
  readonly expect: {
    readonly columns?: readonly { readonly type: string }[];
    readonly rows?: readonly (readonly (string | null)[])[];
    readonly error?: object;
  };
  readonly ordered?: boolean;
  readonly nondeterministic?: boolean;
  readonly collation?: string;
  readonly settings?: object;
}

/** Cases whose expectation contradicts what servers answer; tools/score/semantics/explained.mjs says why. */
const KNOWN: ReadonlySet<string> = new Set(['null-isnull-col-245', 'date-part-ms-datetime-round']);

function casesOf(file: string): Case[] {
  const lines = readFileSync(`${CASES}${file}`, 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case)
    .filter(
      ({ id, nondeterministic, collation, settings }) => !nondeterministic && !collation && !settings && !KNOWN.has(id),
    );
}

/** One form for values of a type: numbers without zeros at their ends, moments without an empty fraction. */
function canonical(value: string | null, type: string): string | null {
  if (value === null) return null;
  const [base = ''] = type.split('(');
  if (base === 'bit') return value.replace(/^true$/i, '1').replace(/^false$/i, '0');
  if (['float', 'real'].includes(base)) return String(Number(Number(value).toPrecision(base === 'real' ? 7 : 15)));
  if (['decimal', 'numeric', 'money', 'smallmoney'].includes(base))
    return value
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
      .replace(/^-(0?)$/, '0');
  if (base === 'date') return value.slice(0, 10);
  if (base.startsWith('datetime') || base === 'smalldatetime' || base === 'time') {
    const full = /^\d{4}-\d\d-\d\d$/.test(value) ? `${value} 00:00:00` : value;
    return base === 'datetimeoffset' ? full : full.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  }
  if (base === 'varbinary' || base === 'binary') return value.toUpperCase().replace(/^0X/, '');
  return base === 'uniqueidentifier' ? value.toUpperCase() : value;
}

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

  it.each(readdirSync(CASES).filter((name) => name.endsWith('.jsonl')))(
    '%s: what is not refused is right',
    async (file) => {
      const wrong: string[] = [];
      let right = 0;
      for (const { id, sql, expect: wanted, ordered } of casesOf(file)) {
        const line = translateBatch(id, sql, { schema: [], fidelity: 'exact' });
        if (line.sql === null) continue;
        const types = (wanted.columns ?? []).map(({ type }) => type);
        const shown = (rows: readonly (readonly (string | null)[])[]): string[] => {
          const all = rows.map((row) => JSON.stringify(row.map((value, i) => canonical(value, types[i] ?? ''))));
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
    },
  );
});
