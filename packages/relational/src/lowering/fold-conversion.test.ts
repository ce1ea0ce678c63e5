import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import type { RelExpression, RelLiteral } from '../tree/expression.js';

const SHARED = fileURLToPath(new URL('../../../../../shared/', import.meta.url));

interface Answer {
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly error?: { readonly number: number };
}

/** Single statements with what a server, or its documentation, answers. */
function answers(): readonly (readonly [id: string, sql: string, answer: Answer])[] {
  const found: [string, string, Answer][] = [];
  for (const folder of ['conformance/expressions', 'conformance-captured']) {
    if (!existsSync(SHARED + folder)) continue;
    for (const name of readdirSync(SHARED + folder).filter((file) => file.endsWith('.jsonl'))) {
      for (const line of readFileSync(`${SHARED}${folder}/${name}`, 'utf8').split('\n').filter(Boolean)) {
        const { id, sql, expect: answer, steps, collation, settings } = JSON.parse(line);
        const plain = collation === undefined && settings === undefined && !UNSURE.has(id);
        if (sql !== undefined && plain && !/\bSET\b/i.test(sql)) found.push([id, sql, answer]);
        for (const [i, step] of (steps ?? []).entries()) {
          const [error] = step.expect?.errors ?? [];
          const [set] = step.expect?.resultSets ?? [];
          if (set || error) found.push([`${id}#${i}`, step.sql, error ? { error } : { rows: set.rows }]);
        }
      }
    }
  }
  return found;
}

/**
 * Cases that another one says the opposite of: DATEPART(millisecond) of a datetime of .997 is 996 from compatibility
 * level 130 on, so that of .127 is 126.
 */
const UNSURE: ReadonlySet<string> = new Set(['date-part-ms-datetime-round']);

/** Values that lowering has decided by itself: conversions and calls of constants. */
function decided(node: RelExpression | undefined): RelLiteral | 'raise' | undefined {
  if (node?.kind === 'raise') return 'raise';
  if (node?.kind === 'call') return node.constant;
  return node?.kind === 'literal' ? node : undefined;
}

/** A literal in the form of the answers. */
function shown({ value, type }: RelLiteral): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (typeof value !== 'bigint') return String(value);
  const scale = type.name === 'decimal' ? type.scale : type.name === 'money' || type.name === 'smallmoney' ? 4 : 0;
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const TIMES = ['datetime', 'smalldatetime', 'datetime2', 'time'];

/** Zeros at the end of a second are not written; floats are compared as numbers. */
function inForm(text: string | null, { type }: RelLiteral): string | number | null {
  if (text !== null && (type.name === 'float' || type.name === 'real')) return Number(text);
  return text !== null && TIMES.includes(type.name) ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text;
}

/** knowledge of SQL Server 2025: `CAST('-' AS int)` is 0, styles of 100 and more want years of four digits, and so on. */
const VERIFIED: readonly (readonly [sql: string, value: string | null])[] = [
  ["CAST('-' AS int)", '0'],
  ["CAST(' 12 ' AS int)", '12'],
  ["CAST('1e2' AS float)", '100'],
  ["CONVERT(date, '29/02/2024', 103)", '2024-02-29'],
  ["CONVERT(date, '01/02/2024', 101)", '2024-01-02'],
  ["CONVERT(varchar(10), CAST('2024-02-03' AS date), 103)", '03/02/2024'],
  ["CAST('2024-01-01T00:00:00.997' AS datetime)", '2024-01-01 00:00:00.997'],
  ["CAST('2024-01-01T00:00:00.999' AS datetime)", '2024-01-01 00:00:01'],
  ['CAST(2.5 AS int)', '2'],
  ['CAST(CAST(2.5 AS money) AS int)', '3'],
  ["TRY_CAST('x' AS int)", null],
  ['CAST(0x41 AS varchar(5))', 'A'],
  ["CONVERT(varbinary(2), '0x0A', 1)", '0x0A'],
];

describe('Conversions of constants', () => {
  it.each(VERIFIED)('%s', (sql, value) => {
    const query = lowerText(`SELECT ${sql} AS v`).query;
    const found = query?.kind === 'select' ? decided(query.select[0]?.expression) : undefined;
    if (found === undefined || found === 'raise') throw new Error(`not decided: ${found}`);
    expect(inForm(shown(found), found)).toBe(value === null ? null : inForm(value, found));
  });

  it.skipIf(!existsSync(`${SHARED}conformance`))('are what SQL Server answers', () => {
    let compared = 0;
    const wrong: string[] = [];
    for (const [id, sql, { rows, error }] of answers()) {
      let lowered: ReturnType<typeof lowerText>;
      try {
        lowered = lowerText(sql);
      } catch {
        continue;
      }
      const { query } = lowered;
      if (query?.kind !== 'select' || query.from) continue;
      query.select.forEach(({ expression }, i) => {
        const found = decided(expression);
        // The captured answers show another offset for the same moment.
        if (found === undefined || (found !== 'raise' && found.type.name === 'datetimeoffset')) return;
        compared++;
        if (found === 'raise') {
          if (!error) wrong.push(`${id}: an error instead of ${rows?.[0]?.[i]}`);
          return;
        }
        const expected = rows?.[0]?.[i];
        if (expected === undefined) {
          if (query.select.length === 1) wrong.push(`${id}: ${shown(found)} instead of error ${error?.number}`);
        } else if (inForm(shown(found), found) !== inForm(expected, found)) {
          wrong.push(`${id}: ${shown(found)} instead of ${expected}`);
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(600);
  });
});
