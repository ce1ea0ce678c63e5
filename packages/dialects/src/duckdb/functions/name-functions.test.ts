import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** A function of a column, and of the same text as a constant, which the reference engine computes. */
const both = (value: string, call: (text: string) => string): Promise<readonly string[][]> =>
  Promise.all([
    duckdb.run(`SELECT ${call('t.a')} FROM (VALUES (CAST(${value} AS varchar(60)))) AS t(a)`),
    duckdb.run(`SELECT ${call(value)}`),
  ]);

/** learn.microsoft.com/sql/t-sql/functions/parsename-transact-sql */
const NAMES: readonly (readonly [name: string, part: number, value: string])[] = [
  ["'a.b.c.d'", 1, 'd'],
  ["'a.b.c.d'", 4, 'a'],
  ["'a.b.c.d'", 5, 'NULL'],
  ["'a.b.c.d'", 0, 'NULL'],
  ["'a.b'", 4, 'NULL'],
  ["'a.b.c.d.e'", 1, 'NULL'],
  ["'192.168.1.10'", 3, '168'],
  ["'a..b'", 2, 'NULL'],
  ["'a..b'", 3, 'a'],
  ["'a.'", 1, 'NULL'],
  ["''", 1, 'NULL'],
  ["'one two.x y'", 2, 'one two'],
  ["'[a.b].c'", 2, 'a.b'],
  ["'[a]]b].[c]'", 2, 'a]b'],
  [`'"a.b"."c""d"'`, 1, 'c"d'],
  ["'[a.b'", 1, 'NULL'],
  ["'a]b'", 1, 'NULL'],
  ["'[a]b.c'", 1, 'NULL'],
  ['NULL', 1, 'NULL'],
];

/** learn.microsoft.com/sql/t-sql/functions/soundex-transact-sql; Ashcraft is what SQL Server 2025 answers. */
const WORDS: readonly (readonly [word: string, code: string])[] = [
  ["'Smith'", 'S530'],
  ["'Smythe'", 'S530'],
  ["'Ashcraft'", 'A226'],
  ["'ASHCRAFT'", 'A261'],
  ["'Tymczak'", 'T522'],
  ["'Honeyman'", 'H555'],
  ["'Pfister'", 'P236'],
  ["'Lee'", 'L000'],
  ["'o'", 'O000'],
  ["'Mc Donald'", 'M200'],
  ["' abc'", '0000'],
  ["'1st'", '0000'],
  ["''", '0000'],
  ['NULL', 'NULL'],
];

describe('PARSENAME', () => {
  it.each(NAMES)('of %s, %i is %s', async (name, part, value) => {
    expect(await both(name, (text) => `PARSENAME(${text}, ${part})`)).toEqual([[value], [value]]);
  });
});

describe('SOUNDEX', () => {
  it.each(WORDS)('of %s is %s', async (word, code) => {
    expect(await both(word, (text) => `SOUNDEX(${text})`)).toEqual([[code], [code]]);
  });

  it('of letters outside ASCII is not decided', async () => {
    const [row = ''] = await duckdb.run("SELECT SOUNDEX(t.a) FROM (VALUES (CAST('Müller' AS varchar(60)))) AS t(a)");
    expect(row).toMatch(/^error: .*No rule decides/);
  });
});
