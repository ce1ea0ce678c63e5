import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { TwoDatabases } from './compare-tables.js';
import { type TableOutcome, type TablePair, tablesEqual } from './table-pair.js';

const folder = mkdtempSync(join(tmpdir(), 'compare-tables-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function database(sql: string): Promise<string> {
  const path = join(folder, `${files++}.duckdb`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function compare(left: string, right: string, pair: Partial<TablePair> = {}): Promise<TableOutcome> {
  const opened = await TwoDatabases.open(await database(left), await database(right), folder);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await opened.value.compare({ left: 't', right: 't', ...pair });
  } finally {
    opened.value.close();
  }
}

const counts = (outcome: TableOutcome): unknown =>
  outcome.status === 'compared'
    ? [outcome.missing, outcome.extra, outcome.different]
    : outcome.diagnostics.map(({ code }) => code);

const TABLE =
  'create table t as select * from (values (1, 1.50, null), (2, 2.25, null), (3, 3.00, null)) as v (id, price, note)';

describe('rows', () => {
  it('are equal whatever their order', async () => {
    const outcome = await compare(TABLE, `${TABLE} order by id desc`);
    expect(counts(outcome)).toEqual([0, 0, 0]);
    expect(tablesEqual(outcome)).toBe(true);
  });

  it('count as often as they occur', async () => {
    const outcome = await compare(
      `${TABLE}; insert into t values (1, 1.50, null)`,
      `${TABLE}; insert into t values (2, 2.25, null)`,
    );
    expect(counts(outcome)).toEqual([1, 1, 0]);
  });

  it('of the same key are told apart by column', async () => {
    const outcome = await compare(TABLE, `${TABLE}; update t set price = 9 where id = 2; delete from t where id = 3`, {
      key: ['ID'],
    });
    expect(counts(outcome)).toEqual([1, 0, 1]);
    if (outcome.status !== 'compared') throw new Error('not compared');
    expect(outcome.columns.map(({ name, different }) => [name, different])).toEqual([
      ['id', 0],
      ['price', 1],
      ['note', 0],
    ]);
    expect(outcome.samples).toEqual([
      {
        kind: 'different',
        values: [
          { column: 'id', expected: '2', actual: '2' },
          { column: 'price', expected: '2.25', actual: '9.00' },
        ],
      },
      {
        kind: 'missing',
        values: [
          { column: 'id', expected: '3' },
          { column: 'price', expected: '3.00' },
          { column: 'note', expected: null },
        ],
      },
    ]);
  });

  it('are found by the declared key of one side', async () => {
    const keyed = 'create table t (id integer primary key, price decimal(9,2)); insert into t values (1, 1.5), (2, 2)';
    const outcome = await compare(keyed, 'create table t as select 1 as "ID", 1.5 as price union all select 2, 3');
    expect(outcome).toMatchObject({ key: ['id'], different: 1, missing: 0 });
  });

  it('agree with a count in memory (seeds 1 to 30)', { timeout: 120_000 }, async () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'A', 'a ', null)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (left, right) => {
        const outcome = await compare(tableOf(left), tableOf(right));
        expect(counts(outcome)).toEqual([surplus(left, right), surplus(right, left), 0]);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});

type PlainRow = readonly [number, string | null];

function tableOf(rows: readonly PlainRow[]): string {
  const values = rows.map(([n, text]) => `insert into t values (${n}, ${text === null ? 'null' : `'${text}'`});`);
  return `create table t (n integer, s varchar); ${values.join(' ')}`;
}

function surplus(of: readonly PlainRow[], over: readonly PlainRow[]): number {
  const left = over.map((row) => JSON.stringify(row));
  return of.filter((row) => {
    const at = left.indexOf(JSON.stringify(row));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
}

describe('columns', () => {
  it('of other kinds of type are compared by value, and that is said', async () => {
    const outcome = await compare(
      'create table t as select 1.50::decimal(9,2) as v',
      'create table t as select 1.5::double as v',
    );
    expect(counts(outcome)).toEqual([0, 0, 0]);
    expect(outcome).toMatchObject({ tolerances: [{ column: 'v', kind: 'type' }] });
  });

  it('that only one side has are no equality', async () => {
    const outcome = await compare('create table t as select 1 as a, 2 as b', 'create table t as select 1 as a, 3 as c');
    expect(outcome).toMatchObject({ missing: 0, onlyLeft: ['b'], onlyRight: ['c'] });
    expect(tablesEqual(outcome)).toBe(false);
  });

  it('are paired by the map, left out when ignored, close enough within a tolerance', async () => {
    const outcome = await compare(
      'create table t as select 7 as CustomerId, 10.0::double as Amount, now()::varchar as LoadedAt',
      "create table t as select 7 as customer_id, 10.004::double as amount, 'x' as loadedat",
      {
        columnMap: { CustomerID: 'customer_id' },
        key: ['CustomerId'],
        ignoreColumns: ['LoadedAt'],
        tolerances: [{ column: 'amount', absolute: 0.01 }],
      },
    );
    expect(counts(outcome)).toEqual([0, 0, 0]);
    expect(outcome).toMatchObject({ tolerances: [{ column: 'Amount', kind: 'declared', text: '1 rows within 0.01' }] });
  });
});

it.each([
  ['a table that is not there', { right: 'main.nothing' }, 'compare-table-missing'],
  ['a key that is not there', { key: ['nothing'] }, 'compare-column-unknown'],
  ['a tolerance without a key', { tolerances: [{ column: 'price', absolute: 1 }] }, 'compare-tolerance-without-key'],
  [
    'a tolerance for text',
    { key: ['id'], tolerances: [{ column: 'word', absolute: 1 }] },
    'compare-tolerance-unusable',
  ],
])('says so for %s', async (_, pair, code) => {
  const table = "create table t as select 1 as id, 1.5 as price, 'x' as word";
  expect(counts(await compare(table, table, pair))).toEqual([code]);
});

it('looks closely only at the buckets that differ', async () => {
  const rows = (change: string) => `create table t as select i as id, ${change} as v from range(50000) as r (i)`;
  const outcome = await compare(rows('i'), rows('case when i = 4711 then -1 else i end'), { key: ['id'] });
  expect(outcome).toMatchObject({ different: 1, buckets: { all: 25, differing: 1 } });
});

it('says which file cannot be opened', async () => {
  const missing = join(folder, 'missing.duckdb');
  const opened = await TwoDatabases.open(await database(TABLE), missing, folder);
  expect(opened).toMatchObject({ ok: false, error: { code: 'compare-database-unreadable' } });
});
