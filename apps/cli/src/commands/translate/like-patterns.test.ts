import { Database, executeSql } from '@datamigrate/tsql-engine';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateBatch } from './translate-batch.js';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => connection.closeSync());

const DATABASE = new Database({ name: 'like' });
const VALUES = [
  'Zoë',
  'ZOË ',
  'zoe',
  'Ünal',
  'unal',
  'É',
  'é',
  'e',
  'F',
  'Ñandú',
  'nandu',
  'a-b',
  '10 €',
  '50%',
  '',
  'a_b',
];
const VALUES_ROWS = VALUES.map((text) => `(N'${text}')`).join(', ');

const PATTERNS = [
  'zoë%',
  'ZOË',
  'zoë',
  '_oë%',
  '%É%',
  'ü%',
  '[É]',
  '[^é]%',
  '%[à-é]%',
  'Ña%ú',
  '[a-f]%',
  '[a-e]',
  '[A-Z]%',
  '[^a-z]%',
  '%[ -/]%',
  '[z-a]%',
  '[A-a]%',
  '[F-Z]%',
  '[e-E]%',
  '%[A-C]%',
  '%€',
  '%[%]',
  '%',
  '___',
];

const COLLATIONS = [
  'SQL_Latin1_General_CP1_CI_AS',
  'Latin1_General_CI_AI',
  'Latin1_General_CS_AS',
  'SQL_Latin1_General_CP1_CS_AS',
  'Latin1_General_BIN2',
  'Modern_Spanish_CI_AS',
];

const REFUSED: Set<string> = new Set([
  // Where these ranges begin and end depends on accents or case.
  ...COLLATIONS.flatMap((collation) => [`${collation} %[à-é]%`, `${collation} %[ -/]%`]),
]);
REFUSED.delete('Latin1_General_CI_AI %[à-é]%');
REFUSED.delete('Latin1_General_BIN2 %[ -/]%');

const CASES = COLLATIONS.flatMap((collation) => PATTERNS.map((pattern) => [collation, pattern] as const));

describe('LIKE', () => {
  it.each(CASES)('%s %s is what it is in the reference engine', async (collation, pattern) => {
    for (const type of ['nvarchar', 'varchar']) {
      const quoted = type === 'nvarchar' ? `N'${pattern}'` : `'${pattern}'`;
      const from = `(VALUES ${VALUES_ROWS}) AS v(n) CROSS APPLY (SELECT CAST(n AS ${type}(20)) COLLATE ${collation} AS x) AS t`;
      const sql = `SELECT t.x FROM ${from} WHERE t.x LIKE ${quoted}`;
      const { sql: translated, prelude, diagnostics } = translateBatch('like', sql, { schema: [], fidelity: 'exact' });
      const codes = diagnostics.map(({ code }) => code);
      if (REFUSED.has(`${collation} ${pattern}`)) {
        expect(codes).toEqual(['lower-pattern']);
        continue;
      }
      const expected = executeSql(DATABASE, sql).resultSets[0]?.rows.map(([value]) => value);
      expect(codes).toEqual([]);
      for (const statement of prelude) await connection.run(statement);
      const rows = (await connection.runAndReadAll(translated ?? '')).getRowsJson();
      expect(rows.map(([value]) => value)).toEqual(expected);
    }
  });
});
