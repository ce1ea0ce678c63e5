import { parseBatch } from '@datamigrate/tsql-syntax';
import { expect, it } from 'vitest';
import type { LiveRow } from '../connection/live-connection.js';
import { featuresFrom } from './features.js';
import { storageFrom, storageQueries } from './storage.js';

const ALL: readonly LiveRow[] = [
  ['partition_functions', 'boundary_value_on_right'],
  ['allocation_units', 'total_pages'],
  ['servers', 'is_linked'],
];
const tables = new Map([
  ['1', { schema: 'dbo', name: 'Sale' }],
  ['2', { schema: 'dbo', name: 'InMemory' }],
  ['3', { schema: 'dbo', name: 'Empty' }],
]);
const counts = new Map([
  ['dbo.Sale', 1000],
  ['dbo.InMemory', 7],
]);
const setsOf = (sets: Readonly<Record<string, readonly LiveRow[]>>) => ({
  sets: new Map(Object.entries(sets)),
  errors: [],
});
const NONE = {
  partition_function_id: [],
  boundary_of: [],
  partition_scheme_id: [],
  partitioned_object_id: [],
  linked_server: [],
  sized_table: [],
};

it('asks in T-SQL, and only for what the server has', () => {
  const { diagnostics, statements } = parseBatch(storageQueries(featuresFrom(ALL, 2)) ?? '');
  expect([diagnostics, statements.length]).toEqual([[], 6]);
  expect(storageQueries(featuresFrom([], 2))).toBeUndefined();
});

it('knows sizes where pages are shown', () => {
  const answer = setsOf({
    ...NONE,
    sized_table: [
      [1, '512', '128'],
      [2, '0', '0'],
      [3, '0', '0'],
    ],
  });
  const { sizes, gaps } = storageFrom(answer, featuresFrom(ALL, 2), tables, counts);
  expect(gaps).toEqual([]);
  expect(sizes).toEqual([
    { schema: 'dbo', name: 'Sale', rows: 1000, reservedKilobytes: 512, dataKilobytes: 128 },
    // Tables in memory have no pages.
    { schema: 'dbo', name: 'InMemory', rows: 7 },
    { schema: 'dbo', name: 'Empty', rows: 0, reservedKilobytes: 0, dataKilobytes: 0 },
  ]);
});

it.each<readonly [readonly LiveRow[], readonly string[]]>([
  [ALL, []],
  [ALL.slice(0, 1), ['the sizes of tables']],
])('a server with %j leaves gaps', (seen, expected) => {
  const { gaps, sizes } = storageFrom(setsOf(NONE), featuresFrom(seen, 11), tables, counts);
  expect(gaps.map(({ message }) => /database: (.*?)\. /.exec(message)?.[1])).toEqual(expected);
  expect(sizes[0]).toEqual({ schema: 'dbo', name: 'Sale', rows: 1000 });
});

it('keeps of a linked server what its name does not say', () => {
  const answer = setsOf({
    ...NONE,
    linked_server: [
      ['BACK', 'SQL Server', 'SQLNCLI', 'BACK', null],
      ['ORA', 'Oracle', 'OraOLEDB.Oracle', 'ora.example', ''],
    ],
  });
  const { linkedServers } = storageFrom(answer, featuresFrom(ALL, 2), tables, counts);
  expect(linkedServers).toEqual([
    { name: 'BACK', product: 'SQL Server' },
    { name: 'ORA', product: 'Oracle', provider: 'OraOLEDB.Oracle', dataSource: 'ora.example' },
  ]);
});
