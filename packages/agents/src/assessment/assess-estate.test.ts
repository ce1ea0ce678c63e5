import { emptyCatalog, type Table, type TableSize } from '@datamigrate/catalog';
import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { readModules } from '../planner/read-modules.js';
import { assessEstate, sizeText } from './assess-estate.js';

const { database } = loadScripts([{ name: 'a.sql', text: 'CREATE TABLE dbo.A (a int);\nCREATE TABLE dbo.B (b int)' }]);
const reader = readModules(database.binder, {});
const tables: readonly Table[] = database.catalog.tables;

const size = (name: string, rows: number, reservedKilobytes?: number): TableSize => ({
  schema: 'dbo',
  name,
  rows,
  ...(reservedKilobytes === undefined ? {} : { reservedKilobytes, dataKilobytes: reservedKilobytes / 2 }),
});

it.each<readonly [readonly TableSize[] | undefined, readonly unknown[], string]>([
  [undefined, [undefined, undefined], ''],
  [[size('A', 5)], [{ rows: 5 }, undefined], ''],
  [
    [size('A', 5, 2048), size('B', 0, 512)],
    [
      { rows: 5, reservedKilobytes: 2048, dataKilobytes: 1024 },
      { rows: 0, reservedKilobytes: 512, dataKilobytes: 256 },
    ],
    ' (2.5 MB there)',
  ],
  [[size('B', 1e9, 3 * 1024 * 1024)], [undefined, expect.objectContaining({ rows: 1e9 })], ' (3.0 GB there)'],
])('sizes %j are told where they are known', (sizes, expected, text) => {
  const assessment = assessEstate({ ...emptyCatalog(), tables, ...(sizes ? { sizes } : {}) }, reader);
  expect(assessment.objects.map((object) => object.size)).toEqual(expected);
  expect(sizeText(assessment)).toBe(text);
});
