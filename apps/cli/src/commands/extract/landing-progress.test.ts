import type { Table } from '@datamigrate/catalog';
import { expect, it } from 'vitest';
import { LandingProgress } from './landing-progress.js';

const table: Table = {
  schema: 'dbo',
  name: 'T',
  columns: [],
  uniqueKeys: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
};

it.each<readonly [readonly (number | undefined)[], readonly string[]]>([
  [[40_000], ['dbo.T: 20,000 rows, 10,000 a second, 2 s left']],
  [[4_000_000], ['dbo.T: 20,000 rows, 10,000 a second, 7 min left']],
  [[400_000_000], ['dbo.T: 20,000 rows, 10,000 a second, 11.1 h left']],
  [[40_000, undefined], ['dbo.T: 20,000 rows, 10,000 a second']],
])('of %j rows', (expected, said) => {
  const texts: string[] = [];
  let now = 0;
  const progress = new LandingProgress(
    expected.map((each) => ({ expected: each })),
    (text) => texts.push(text),
    () => now,
  );
  progress.begin();
  for (now = 500; now <= 2_000; now += 500) progress.add({ table }, 5_000);
  expect(texts).toEqual(said);
});
