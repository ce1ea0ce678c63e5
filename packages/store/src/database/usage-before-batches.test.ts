import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { expect, it } from 'vitest';

const FOLDER = new URL('../../migrations/', import.meta.url);

it('keeps usage that was written as rows', async () => {
  const database = await PGlite.create();
  const migrate = async (names: readonly string[]) => {
    for (const name of names) await database.exec(readFileSync(new URL(name, FOLDER), 'utf8'));
  };
  const all = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  const first = all.findIndex((name) => name.includes('usage_batches'));
  await migrate(all.slice(0, first));
  await database.exec(`
    INSERT INTO usage_logs (id, organisation_id, key_id, user_id, caller, operation, method, status, milliseconds, request_id, at)
    SELECT 'use_' || lpad(number::text, 26, '0'), 'org_' || number % 3, CASE WHEN number % 2 = 0 THEN 'key_' || number % 4 END,
      CASE WHEN number % 2 = 1 THEN 'usr_1' END, 'a "name"', 'op' || number % 5, 'GET', 200 + number % 7, number, 'r "' || number,
      timestamptz '2026-11-20 22:00:00.123Z' + number * interval '37.001 second'
    FROM generate_series(1, 400) AS number`);
  const rows = () =>
    database.query(`SELECT organisation_id, key_id, user_id, caller, operation, method, status, milliseconds, request_id, at
      FROM usage_logs ORDER BY milliseconds`);
  const before = (await rows()).rows;
  await migrate(all.slice(first));
  expect((await rows()).rows).toEqual(before);
  expect(before).toHaveLength(400);
  const { rows: batches } = await database.query(
    'SELECT sum(calls)::integer AS calls, count(*)::integer AS batches FROM usage_batches',
  );
  expect(batches).toEqual([{ calls: 400, batches: 15 }]);
  const { rows: ids } = await database.query('SELECT count(DISTINCT id)::integer AS ids FROM usage_logs');
  expect(ids).toEqual([{ ids: 400 }]);
  await database.close();
});
