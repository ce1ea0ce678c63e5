import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReservedWord, quoteIfNeeded } from './reserved-words.js';

describe('reserved words of DuckDB', () => {
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => instance.closeSync());

  it('are exactly the keywords that fail as a column and as a CTE', async () => {
    const connection = await instance.connect();
    const keywords = await connection.runAndReadAll('select distinct keyword_name from duckdb_keywords()');
    const failing: string[] = [];
    for (const [keyword] of keywords.getRows()) {
      const name = String(keyword);
      const query = `with source as (select 1 as ${name}) select source.${name}, ${name} from source order by ${name}`;
      if ((await connection.run(query).catch(() => undefined)) === undefined) failing.push(name);
    }
    connection.closeSync();
    expect(failing.filter((name) => !isReservedWord(name))).toEqual([]);
    expect(failing.length).toBeGreaterThan(50);
  });

  it.each(['customer_id', 'größe', '客户', '_2nd', 'Order Date', 'a"b', 'Group', '1st', 'a.b', 'x#'])(
    'quotes %j only where it has to',
    async (name) => {
      const connection = await instance.connect();
      const sql = quoteIfNeeded(name);
      const names = (await connection.runAndReadAll(`select 1 as ${sql}`)).columnNames();
      connection.closeSync();
      expect(names).toEqual([name]);
    },
  );
});
