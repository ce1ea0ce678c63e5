import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const DOCUMENT =
  '{"a":12.50,"b":1e5,"c":-0,"d":"1.50","e":[1.0,"x",null,true],"f":{"g":0.10,"h":"q 2.50"},"i":10000000000000000000000,"j":null,"k":false,"l":"a\\"1.0\\"","n":1E+2}';

const from = (json: string): string => `FROM (VALUES (CAST(N'${json}' AS nvarchar(400)))) AS t(a)`;

/** Numbers are spelled as the text spells them. */
const VALUES: readonly (readonly [expression: string, value: string])[] = [
  ["JSON_VALUE(t.a, '$.a')", '12.50'],
  ["JSON_VALUE(t.a, '$.b')", '1e5'],
  ["JSON_VALUE(t.a, '$.c')", '-0'],
  ["JSON_VALUE(t.a, '$.d')", '1.50'],
  ["JSON_VALUE(t.a, '$.e[0]')", '1.0'],
  ["JSON_VALUE(t.a, '$.e[2]')", 'NULL'],
  ["JSON_VALUE(t.a, '$.e[3]')", 'true'],
  ["JSON_VALUE(t.a, '$.f')", 'NULL'],
  ["JSON_VALUE(t.a, '$.f.g')", '0.10'],
  ["JSON_VALUE(t.a, '$.f.h')", 'q 2.50'],
  ["JSON_VALUE(t.a, '$.i')", '10000000000000000000000'],
  ["JSON_VALUE(t.a, '$.j')", 'NULL'],
  ["JSON_VALUE(t.a, '$.k')", 'false'],
  ["JSON_VALUE(t.a, '$.l')", 'a"1.0"'],
  ["JSON_VALUE(t.a, '$.n')", '1E+2'],
  ["JSON_VALUE(t.a, '$.z')", 'NULL'],
  ["JSON_VALUE(t.a, 'strict $.a')", '12.50'],
  ["TRY_CAST(JSON_VALUE(t.a, '$.a') AS decimal(9, 1))", '12.5'],
  ["JSON_QUERY(t.a, '$.f')", '{"g":0.10,"h":"q 2.50"}'],
  ["JSON_QUERY(t.a, '$.e')", '[1.0,"x",null,true]'],
  ["JSON_QUERY(t.a, '$.a')", 'NULL'],
];

describe('JSON', () => {
  it.each(VALUES)('%s is %s', async (expression, value) => {
    expect(await duckdb.run(`SELECT ${expression} ${from(DOCUMENT)}`)).toEqual([value]);
  });

  it('has members with their types', async () => {
    const rows = await duckdb.run(`SELECT j.[key], j.value, j.type ${from(DOCUMENT)} CROSS APPLY OPENJSON(t.a) AS j`);
    expect([...rows].sort()).toEqual([
      'a | 12.50 | 2',
      'b | 1e5 | 2',
      'c | -0 | 2',
      'd | 1.50 | 1',
      'e | [1.0,"x",null,true] | 4',
      'f | {"g":0.10,"h":"q 2.50"} | 5',
      'i | 10000000000000000000000 | 2',
      'j | NULL | 0',
      'k | false | 3',
      'l | a"1.0" | 1',
      'n | 1E+2 | 2',
    ]);
    const part = await duckdb.run(`SELECT j.value, j.type ${from(DOCUMENT)} CROSS APPLY OPENJSON(t.a, '$.e') AS j`);
    expect([...part].sort()).toEqual(['1.0 | 2', 'NULL | 0', 'true | 3', 'x | 1']);
  });

  it.each([
    ["OPENJSON(t.a, '$.l') WITH (n nvarchar(20))", '{"l":[ {"n": 1.50}, { "n" : 2 } ]}', ['1.50', '2']],
    ['OPENJSON(t.a) WITH (n decimal(9, 2))', '[{"n":1.505},{"n":-0}]', ['1.51', '0.00']],
    ["OPENJSON(t.a) WITH (n nvarchar(max) '$.o' AS JSON)", '[{"o":{"p":2.0}},{"o":[0.10]}]', ['{"p":2.0}', '[0.10]']],
    // Blanks between parts are lost.
    ["OPENJSON(t.a) WITH (n nvarchar(max) '$.o' AS JSON)", '[{"o":{"p": 2.0}}]', ['error']],
    ['OPENJSON(t.a) WITH (n int)', '{1:2}', ['error']],
  ])('%s of %s', async (rows, json, expected) => {
    const found = await duckdb.run(`SELECT j.n ${from(json)} CROSS APPLY ${rows} AS j`);
    expect(found.map((row) => (row.startsWith('error') ? 'error' : row)).sort()).toEqual([...expected].sort());
  });
});
