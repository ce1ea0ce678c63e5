import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decimal, fractional, plain, type SqlType, string } from '@datamigrate/catalog';
import type { TextRow } from '@datamigrate/landing';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonOutcome } from '../evidence.js';
import { isEqual } from '../evidence.js';
import { compareRelations } from './compare-relations.js';
import type { ComparisonRequest } from './comparison-request.js';

const folder = mkdtempSync(join(tmpdir(), 'validation-'));
let databasePath = '';
let files = 0;

beforeEach(() => {
  databasePath = join(folder, `${files++}.duckdb`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function target(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(databasePath);
  const connection = await instance.connect();
  await connection.run(`create schema marts; ${sql}`);
  connection.closeSync();
  instance.closeSync();
}

const COLUMNS = [
  { name: 'CustomerID', type: plain('int') },
  { name: 'Name', type: string('nvarchar', 20) },
  { name: 'Amount', type: decimal(10, 2) },
];
const MAP = { CustomerID: 'customer_id', Name: 'name', Amount: 'amount' };

function compare(rows: readonly TextRow[], more: Partial<ComparisonRequest> = {}): Promise<ComparisonOutcome> {
  return compareRelations({
    databasePath,
    relation: 'marts.customers',
    model: 'customers',
    table: 'dbo.Customer',
    columnMap: MAP,
    expectedColumns: COLUMNS,
    expectedRows: rows,
    ...more,
  });
}

const CUSTOMERS = `create table marts.customers as select * from (values
  (1, 'a', 1.50), (2, null, null), (2, null, null), (3, 'c ', 3.00)
) as t (customer_id, name, amount)`;
const ROWS: readonly TextRow[] = [
  ['3', 'c ', '3.00'],
  ['1', 'a', '1.50'],
  ['2', null, null],
  ['2', null, null],
];

const counts = (outcome: ComparisonOutcome): unknown => {
  if (outcome.status !== 'compared') return outcome.diagnostics.map(({ code }) => code);
  const { rowsSource, rowsTarget, missing, extra, different } = outcome.evidence;
  return [rowsSource, rowsTarget, missing, extra, different];
};

describe('rows as bags', () => {
  it('are equal in any order, NULL to NULL, as often as they occur', async () => {
    await target(CUSTOMERS);
    const outcome = await compare(ROWS);
    expect(isEqual(outcome)).toBe(true);
    expect(outcome).toEqual({
      status: 'compared',
      evidence: {
        model: 'customers',
        relation: 'marts.customers',
        table: 'dbo.Customer',
        columnMap: MAP,
        step: 1,
        rowsSource: 4,
        rowsTarget: 4,
        missing: 0,
        extra: 0,
        different: 0,
        columns: 3,
        tolerances: [],
      },
      samples: [],
      differentByColumn: {},
      ignoredColumns: [],
      unmappedTargetColumns: [],
      diagnostics: [],
    });
  });

  it.each<[string, readonly TextRow[], readonly number[]]>([
    ['a row more', [...ROWS, ['2', null, null]], [5, 4, 1, 0, 0]],
    ['a row less', ROWS.slice(0, 3), [3, 4, 0, 1, 0]],
    ['a blank at the end', [['3', 'c', '3.00'], ...ROWS.slice(1)], [4, 4, 1, 1, 0]],
    ['upper case', [ROWS[0] as TextRow, ['1', 'A', '1.50'], ...ROWS.slice(2)], [4, 4, 1, 1, 0]],
    ['NULL and empty text', [...ROWS.slice(0, 3), ['2', '', null]], [4, 4, 1, 1, 0]],
    ['a cent', [['3', 'c ', '3.01'], ...ROWS.slice(1)], [4, 4, 1, 1, 0]],
    ['no rows at all', [], [0, 4, 0, 4, 0]],
  ])('differ by %s', async (_what, rows, expected) => {
    await target(CUSTOMERS);
    const outcome = await compare(rows);
    expect(counts(outcome)).toEqual(expected);
    expect(isEqual(outcome)).toBe(false);
  });

  it('that are swapped between two tables of the same size are found', async () => {
    await target(
      'create table marts.customers as select 1 as customer_id, $$b$$ as name, 2.00 as amount union all select 2, $$a$$, 1.00',
    );
    expect(
      counts(
        await compare([
          ['1', 'a', '2.00'],
          ['2', 'b', '1.00'],
        ]),
      ),
    ).toEqual([2, 2, 2, 2, 0]);
  });
});

describe('a key', () => {
  it('tells rows with other values from missing and extra ones, and counts by column', async () => {
    await target(CUSTOMERS);
    const rows: TextRow[] = [
      ['1', 'b', '1.50'],
      ['2', null, '7.00'],
      ['2', null, null],
      ['4', 'd', null],
    ];
    const outcome = await compare(rows, { key: ['customerid'] });
    expect(counts(outcome)).toEqual([4, 4, 1, 1, 2]);
    expect(outcome).toMatchObject({ differentByColumn: { Name: 1, Amount: 1 } });
    const samples = outcome.status === 'compared' ? outcome.samples : [];
    expect(samples).toHaveLength(4);
    expect(samples).toEqual(
      expect.arrayContaining([
        {
          kind: 'different',
          values: [
            { column: 'CustomerID', expected: '1', actual: '1' },
            { column: 'Name', expected: 'b', actual: 'a' },
          ],
        },
        {
          kind: 'missing',
          values: [
            { column: 'CustomerID', expected: '4' },
            { column: 'Name', expected: 'd' },
            { column: 'Amount', expected: null },
          ],
        },
      ]),
    );
  });

  it('shows no more samples than asked for', async () => {
    await target(
      'create table marts.customers as select range::int as customer_id, $$x$$ as name, 1.00 as amount from range(500)',
    );
    const outcome = await compare(
      Array.from({ length: 500 }, (_, id) => [`${id}`, 'y', '1.00']),
      { key: ['CustomerID'], sampleLimit: 3 },
    );
    expect(counts(outcome)).toEqual([500, 500, 0, 0, 500]);
    expect(outcome).toMatchObject({ samples: { length: 3 }, differentByColumn: { Name: 500 } });
  });
});

describe('types of the two sides', () => {
  const value = async (type: SqlType, text: string, sql: string) => {
    await target(`create table marts.customers as select ${sql} as v`);
    const outcome = await compare([[text]], { columnMap: { V: 'v' }, expectedColumns: [{ name: 'V', type }] });
    const kinds = outcome.status === 'compared' ? outcome.evidence.tolerances.map(({ kind }) => kind) : counts(outcome);
    return [isEqual(outcome), kinds];
  };
  it.each<[SqlType, string, string, boolean, readonly string[]]>([
    [plain('smallint'), '5', '5::bigint', true, []],
    [plain('int'), '5', '5.00::decimal(38,2)', true, []],
    [plain('bigint'), '9007199254740993', '9007199254740993::hugeint', true, []],
    [plain('bigint'), '9007199254740993', '9007199254740992::hugeint', false, []],
    [decimal(38, 10), '1.5000000000', '1.5::decimal(38,2)', true, []],
    [decimal(38, 10), '1.5000000001', '1.5::decimal(38,2)', false, []],
    [plain('money'), '1.2345', '1.23::decimal(19,2)', false, []],
    [plain('bit'), '1', 'true', true, []],
    [plain('bit'), '1', '1::int', true, []],
    [plain('bit'), '1', '2::int', false, []],
    [plain('bit'), '0', 'true', false, []],
    [plain('float'), '0.1', '0.1::double', true, []],
    [plain('float'), '0.1', '0.1::double + 1e-17', true, ['float']],
    [plain('float'), '0.30000000000000004', '0.3::double', true, ['float']],
    [plain('float'), '0.3000000000001', '0.3::double', false, []],
    [plain('real'), '0.1', '0.1::real', true, []],
    [plain('real'), '0.1', '0.1::double', true, ['float']],
    [decimal(10, 2), '0.10', '0.1::double', true, ['type']],
    [plain('int'), '5', "'5'", true, ['type']],
    [plain('int'), '5', "'05'", false, ['type']],
    [plain('date'), '2024-02-29', "timestamp '2024-02-29'", true, []],
    [plain('datetime'), '2024-02-29 00:00:00.003', "date '2024-02-29'", false, []],
    [plain('datetime'), '2024-02-29 23:59:59.997', "timestamp '2024-02-29 23:59:59.997'", true, []],
    [
      fractional('datetime2', 7),
      '2024-02-29 00:00:00.1234567',
      "timestamp '2024-02-29 00:00:00.123456'",
      true,
      ['precision'],
    ],
    [
      plain('uniqueidentifier'),
      '0E984725-C51C-4BF4-9960-E1C80E27ABA0',
      "uuid '0e984725-c51c-4bf4-9960-e1c80e27aba0'",
      true,
      [],
    ],
    [
      plain('uniqueidentifier'),
      '0E984725-C51C-4BF4-9960-E1C80E27ABA0',
      "'0E984725-C51C-4BF4-9960-E1C80E27ABA0'",
      true,
      ['type'],
    ],
    [{ name: 'varbinary', length: 2 }, '0x00FF', "unhex('00FF')", true, []],
    [string('varchar', 5), 'a', "'a'", true, []],
    [string('char', 3), 'a  ', "'a'", false, []],
  ])('%o %s and %s', async (type, text, sql, equal, tolerances) => {
    expect(await value(type, text, sql)).toEqual([equal, tolerances]);
  });
});

describe('tolerances', () => {
  const FLOATS = [
    { name: 'Id', type: plain('int') },
    { name: 'F', type: plain('float') },
    { name: 'At', type: plain('datetime') },
  ];
  const run = (rows: readonly TextRow[], tolerances: ComparisonRequest['tolerances'], key: string[] = []) =>
    compare(rows, {
      expectedColumns: FLOATS,
      columnMap: { Id: 'id', F: 'f', At: 'moment' },
      tolerances: tolerances ?? [],
      key,
    });
  const VALUES = `create table marts.customers as select * from (values
    (1, 1e10::double, timestamp '2024-01-01 00:00:00.003'), (2, 2::double, null), (2, 3::double, null)) as t (id, f, moment)`;

  it('take near values as equal and are named only when they were needed', async () => {
    await target(VALUES);
    const rows: TextRow[] = [
      ['1', '10000000000.5', '2024-01-01 00:00:00.000'],
      ['2', '3.0000000001', null],
      ['2', '2', null],
    ];
    const tolerances = [
      { column: 'F', relative: 1e-9 },
      { column: 'at', absolute: 0.004 },
    ];
    const outcome = await run(rows, tolerances);
    expect(isEqual(outcome)).toBe(true);
    expect(outcome).toMatchObject({
      evidence: {
        tolerances: [
          { column: 'F', kind: 'declared', text: '2 rows within 1e-9 of the value' },
          { column: 'At', kind: 'declared', text: '1 rows within 0.004' },
        ],
      },
    });
    expect(isEqual(await run(rows, []))).toBe(false);
    expect(
      isEqual(
        await run(rows, [
          { column: 'F', relative: 1e-12 },
          { column: 'at', absolute: 0.004 },
        ]),
      ),
    ).toBe(false);
  });

  it('are not named for rows that are equal anyway, and never make NULL a value', async () => {
    await target(VALUES);
    const rows: TextRow[] = [
      ['1', '10000000000', '2024-01-01 00:00:00.003'],
      ['2', '2', null],
      ['2', '3', null],
    ];
    expect(await run(rows, [{ column: 'F', absolute: 1 }])).toMatchObject({ evidence: { missing: 0, tolerances: [] } });
    const withNull: TextRow[] = [...rows.slice(0, 2), ['2', null, null]];
    expect(counts(await run(withNull, [{ column: 'F', absolute: 100 }], ['Id']))).toEqual([3, 3, 0, 0, 1]);
  });
});

describe('a comparison that cannot run', () => {
  it('says what a view raises when it is read', async () => {
    await target(`create table people as select 1 as customer_id, 'a' as name;
      create view marts.customers as select *, cast(name as decimal(10, 2)) as amount from people`);
    const outcome = await compare([['1', 'a', '1.00']]);
    expect(counts(outcome)).toEqual(['compare-relation-unreadable']);
    expect(outcome.diagnostics[0]?.message).toMatch(/^marts\.customers cannot be read: Conversion Error: .*"a"/);
  });

  it.each<[string, Partial<ComparisonRequest>, readonly string[]]>([
    ['no file', { databasePath: join(folder, 'none.duckdb') }, ['compare-database-unreadable']],
    ['no relation', { relation: 'marts.nothing' }, ['compare-relation-missing']],
    ['no name of a relation', { relation: 'a..b' }, ['compare-relation-missing']],
    ['a column that the target lacks', { columnMap: { ...MAP, Name: 'nome' } }, ['compare-column-missing']],
    [
      'a column of which nobody says anything',
      { columnMap: { CustomerID: 'customer_id' } },
      ['compare-column-unmapped', 'compare-column-unmapped'],
    ],
    ['a key that does not exist', { key: ['Nr'] }, ['compare-column-unknown']],
    ['a tolerance for text', { tolerances: [{ column: 'Name', absolute: 1 }] }, ['compare-tolerance-unusable']],
    ['nothing left', { ignoreColumns: ['CustomerID', 'Name', 'Amount'] }, ['compare-nothing']],
    ['two columns of one name', { expectedColumns: [...COLUMNS, ...COLUMNS.slice(0, 1)] }, ['compare-column-twice']],
    [
      'a type without values',
      { expectedColumns: [{ name: 'Name', type: plain('sql_variant') }], columnMap: { Name: 'name' } },
      ['compare-type-refused'],
    ],
    ['rows that are no rows of the table', { expectedRows: [['x', 'a', '1.00']] }, ['landing-value-unreadable']],
    ['rows of another width', { expectedRows: [['1']] }, ['landing-row-width']],
  ])('says why and is not equal: %s', async (_what, more, codes) => {
    await target(CUSTOMERS);
    const outcome = await compare(ROWS, more);
    expect(outcome.status).toBe('not-run');
    expect(counts(outcome)).toEqual(codes);
    expect(isEqual(outcome)).toBe(false);
  });
});

it('passes over ignored columns, whatever they hold, and names them', async () => {
  await target(CUSTOMERS);
  const rows = ROWS.map(([id, name, amount]) => [id ?? null, name ?? null, amount === null ? null : 'not a number']);
  const outcome = await compare(rows, { ignoreColumns: ['AMOUNT'], relation: '"db"."marts"."CUSTOMERS"' });
  expect(isEqual(outcome)).toBe(true);
  expect(outcome).toMatchObject({
    evidence: { columns: 2, columnMap: { CustomerID: 'customer_id', Name: 'name' } },
    ignoredColumns: ['Amount'],
    unmappedTargetColumns: ['amount'],
  });
});

it('finds a relation in a schema that is called like the file', async () => {
  databasePath = join(folder, 'warehouse.duckdb');
  await target('create schema "Warehouse"; create table warehouse."Warehouse"."T" as select 1 as id');
  const outcome = await compare([['1']], {
    relation: 'Warehouse.T',
    expectedColumns: COLUMNS.slice(0, 1),
    columnMap: { CustomerID: 'id' },
  });
  expect(isEqual(outcome)).toBe(true);
});

it('compares 200,000 rows in seconds and leaves the file as it was', async () => {
  await target(`create table marts.customers as
    select range::int as customer_id, 'n' || range as name, (range % 100)::decimal(10,2) as amount from range(200000)`);
  function* rows(): Generator<TextRow> {
    for (let id = 0; id < 200_000; id++) yield [`${id}`, `n${id}`, id === 77_777 ? '0.00' : `${id % 100}.00`];
  }
  const outcome = await compareRelations({
    databasePath,
    relation: 'marts.customers',
    model: 'customers',
    table: 'dbo.Customer',
    columnMap: MAP,
    expectedColumns: COLUMNS,
    expectedRows: rows(),
    key: ['CustomerID'],
  });
  expect(counts(outcome)).toEqual([200_000, 200_000, 0, 0, 1]);
  expect(outcome).toMatchObject({ differentByColumn: { Amount: 1 } });
  const instance = await DuckDBInstance.create(databasePath);
  const connection = await instance.connect();
  expect((await connection.runAndReadAll('select table_name from duckdb_tables()')).getRows()).toEqual([['customers']]);
  connection.closeSync();
  instance.closeSync();
});

describe('numbers that were given out in any order', () => {
  const numbered = { column: 'CustomerID', above: 1n };
  it.each([
    ['are the same with other rows', "(1, 'a', 1.50), (3, 'b', 2.00), (2, 'c', 3.00)", [0, 0, 0]],
    ['are not for rows that were there', "(2, 'a', 1.50), (1, 'b', 2.00), (3, 'c', 3.00)", [2, 2, 0]],
    ['have to be the same ones', "(1, 'a', 1.50), (2, 'b', 2.00), (4, 'c', 3.00)", [1, 1, 0]],
    ['do not hide other differences', "(1, 'a', 1.50), (3, 'b', 2.00), (2, 'c', 4.00)", [1, 1, 0]],
    ['do not hide a number that is not there', "(1, 'a', 1.50), (3, 'b', 2.00), (null, 'c', 3.00)", [1, 0, 0]],
  ])('%s', async (_, rows, expected) => {
    await target(`create table marts.customers as select * from (values ${rows}) as t (customer_id, name, amount)`);
    const outcome = await compare(
      [
        ['1', 'a', '1.50'],
        ['2', 'b', '2.00'],
        ['3', 'c', '3.00'],
      ],
      { numbered },
    );
    if (outcome.status !== 'compared') throw new Error('not compared');
    const { missing, extra, different, tolerances } = outcome.evidence;
    expect([missing, extra, different]).toEqual(expected);
    expect(tolerances).toMatchObject([{ column: 'CustomerID', kind: 'declared' }]);
  });

  it.each([
    ['may be others', '5, 4, 12', [0, 0]],
    ['have to be as many', '5, 12, 13', [1, 1]],
    ['have to be different ones', '5, 5, 12', [2, 2]],
    ['have to be there', 'null, 4, 12', [1, 0]],
    ['leave those behind them the same', '5, 4, 11', [1, 1]],
    ['are no old ones', '5, 1, 12', [2, 1]],
  ])('of which some are gone %s', async (_, numbers, expected) => {
    const [a, b, c] = numbers.split(', ');
    const rows = `(1, 'x', 0.50), (${a}, 'a', 1.50), (${b}, 'b', 2.00), (${c}, 'c', 3.00)`;
    await target(`create table marts.customers as select * from (values ${rows}) as t (customer_id, name, amount)`);
    const before = [
      ['1', 'x', '0.50'],
      ['2', 'a', '1.50'],
      ['3', 'b', '2.00'],
      ['12', 'c', '3.00'],
    ];
    const outcome = await compare(before, { numbered: { ...numbered, left: 10n } });
    expect(counts(outcome)).toEqual([4, 4, ...expected, 0]);
  });
});
