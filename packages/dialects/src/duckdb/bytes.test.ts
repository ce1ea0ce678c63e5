import { expect, it } from 'vitest';
import { translate } from '../testing/duckdb-session.js';

it.each([
  ['varbinary(32)', true],
  ['binary(32)', true],
  ['varbinary(max)', true],
  ['varbinary(16)', false],
  ['binary(40)', false],
])('a hash of 32 bytes as %s', (type, fits) => {
  const { sql } = translate(`SELECT CAST(HASHBYTES('SHA2_256', Title) AS ${type}) AS h FROM dbo.Item`);
  expect(sql !== undefined).toBe(fits);
});
