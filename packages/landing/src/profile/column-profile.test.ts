import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, decimal, fractional, plain, type SqlType, string, type Table } from '@datamigrate/catalog';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { landTables } from '../land-tables.js';
import { DataProfile } from './data-profile.js';

/** A column for each case: its type, its values, and what is said of them. */
const CASES: readonly (readonly [type: SqlType, values: readonly (string | null)[], expected: object])[] = [
  [plain('int'), ['5', null, '-7', '5'], { nulls: 1, distinct: 2, least: '-7', greatest: '5' }],
  [plain('bigint'), [null, null, null, null], { nulls: 4, distinct: 0 }],
  [
    decimal(38, 2),
    ['123456789012345678901234567890123456.78', '0.00', null, '0.00'],
    { nulls: 1, distinct: 2, least: '0.00', greatest: '123456789012345678901234567890123456.78' },
  ],
  [
    plain('datetime'),
    ['2024-02-29 10:00:00.003', '1753-01-01 00:00:00.000', null, null],
    { nulls: 2, distinct: 2, least: '1753-01-01 00:00:00', greatest: '2024-02-29 10:00:00.003' },
  ],
  [
    fractional('datetimeoffset', 0),
    ['2024-01-01 10:00:00 +02:00', null, null, null],
    { nulls: 3, distinct: 1, least: '2024-01-01 10:00:00 +02:00', greatest: '2024-01-01 10:00:00 +02:00' },
  ],
  [plain('bit'), ['0', '1', '1', null], { nulls: 1, distinct: 2, least: 'false', greatest: 'true' }],
  [binary('varbinary', 4), ['0x00', '0xFF', null, '0xFF'], { nulls: 1, distinct: 2 }],
  [
    string('nvarchar', 20),
    ['Ab', 'aB', 'ab ', 'é😀😀'],
    {
      nulls: 0,
      distinct: 4,
      least: 'Ab',
      greatest: 'é😀😀',
      text: { longest: 5, trailingBlanks: 1, caseCollisions: 1, nonAscii: 1 },
    },
  ],
  [
    string('varchar', 20),
    ['', null, '  ', 'x'],
    {
      nulls: 1,
      distinct: 3,
      least: '',
      greatest: 'x',
      text: { longest: 2, trailingBlanks: 1, caseCollisions: 0, nonAscii: 0 },
    },
  ],
  [
    string('varchar', 20),
    [null, null, null, null],
    { nulls: 4, distinct: 0, text: { longest: 0, trailingBlanks: 0, caseCollisions: 0, nonAscii: 0 } },
  ],
];

const table: Table = {
  schema: 'dbo',
  name: 'Every "Type"',
  columns: [
    ...CASES.map(([type], i) => ({ name: `c${i}`, type, nullable: true })),
    // Not landed, and not in the profile.
    { name: 'Anything', type: plain('sql_variant'), nullable: true },
  ],
  uniqueKeys: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
};

let folder: string;
let profile: DataProfile;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'));
  const path = join(folder, 'w.duckdb');
  const rows = [0, 1, 2, 3].map((row) => [...CASES.map(([, values]) => values[row] ?? null), null]);
  const landed = await landTables(path, [{ table, rows }]);
  expect(landed.ok).toBe(true);
  const opened = await DataProfile.open(path, { unproven: ({ name }) => name === 'Made up' });
  if (!opened.ok) throw new Error(opened.error.message);
  profile = opened.value;
});
afterAll(() => {
  profile.close();
  rmSync(folder, { recursive: true, force: true });
});

it('says of each column what its values are', async () => {
  expect(await profile.columns(table)).toEqual({
    rows: 4,
    columns: CASES.map(([, , expected], i) => ({ column: `c${i}`, ...expected })),
  });
});

it.each(['Nowhere', 'Made up'])('says nothing of %s', async (name) => {
  expect(await profile.columns({ ...table, name })).toBeUndefined();
});
