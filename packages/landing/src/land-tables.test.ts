import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, decimal, plain, string, type Table } from '@datamigrate/catalog';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { landTables, RowsFault } from './land-tables.js';
import { DataProfile } from './profile/data-profile.js';
import { provenSpellings } from './profile/proven-spellings.js';
import type { TextRow } from './rows/text-rows.js';

function table(schema: string, name: string, columns: readonly Column[]): Table {
  return { schema, name, columns, uniqueKeys: [], foreignKeys: [], checks: [], indexes: [] };
}
const id: Column = { name: 'Id', type: plain('int'), nullable: false };
const name: Column = { name: 'Full Name', type: string('nvarchar', 40), nullable: true };

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'landing-'));
  path = join(folder, 'new', 'warehouse.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('landTables', () => {
  it('writes typed tables under the names of SQL Server and leaves nothing else', async () => {
    const seen: string[] = [];
    const result = await landTables(
      path,
      [
        {
          table: table('Sales', 'Order "x" Details', [id, name]),
          rows: [
            ['1', 'é'],
            ['2', null],
          ],
        },
        { table: table('main', 'T', [id]), rows: [] },
      ],
      { onTable: ({ relation, rows }) => seen.push(`${relation} ${rows}`) },
    );
    expect(result.ok).toBe(true);
    expect(seen).toEqual(['"Sales"."Order ""x"" Details" 2', '"main_source"."T" 0']);
    expect(readdirSync(join(folder, 'new'))).toEqual(['warehouse.duckdb']);
    expect(await query('select "Id", "Full Name" from "Sales"."Order ""x"" Details"')).toEqual([
      [1, 'é'],
      [2, null],
    ]);
    expect(
      await query(`select schema_name, column_name, data_type, is_nullable from duckdb_columns()
                   where not internal order by schema_name, column_index`),
    ).toEqual([
      ['Sales', 'Id', 'INTEGER', false],
      ['Sales', 'Full Name', 'VARCHAR', true],
      ['main_source', 'Id', 'INTEGER', false],
    ]);
  });

  it('refuses a table as a whole, with the reason, and lands the others', async () => {
    const rows: TextRow[] = Array.from({ length: 5000 }, (_, index) => [index === 4711 ? 'x' : `${index}`, null]);
    const result = await landTables(path, [
      { table: table('a', 'Bad', [id, name]), rows },
      { table: table('a', 'Missing', [id]), rows: [['1'], [null]] },
      { table: table('a', 'Short', [id, name]), rows: [['1', 'x'], ['2']] },
      { table: table('a', 'Good', [id]), rows: [['1']] },
      { table: table('A', 'GOOD', [id]), rows: [['1']] },
      { table: table('a', 'Columns', [id, { ...id, name: 'ID' }]), rows: [] },
      { table: table('a', 'Shape', [id, { ...name, type: plain('sql_variant') }]), rows: [['1', 'POINT']] },
    ]);
    const tables = result.ok ? result.value.tables : [];
    expect(tables.map(({ name, status, rows }) => `${name} ${status} ${rows}`)).toEqual([
      'Bad refused 0',
      'Missing refused 0',
      'Short refused 0',
      'Good landed 1',
      'GOOD refused 0',
      'Columns refused 0',
      'Shape landed 1',
    ]);
    expect(tables.flatMap(({ diagnostics }) => diagnostics.map(({ code, object }) => `${object} ${code}`))).toEqual([
      'a.Bad landing-value-unreadable',
      'a.Missing landing-null-refused',
      'a.Short landing-row-width',
      'A.GOOD landing-name-taken',
      'a.Columns landing-name-taken',
      'a.Shape landing-type-refused',
    ]);
    expect(tables[0]?.diagnostics[0]?.message).toBe(
      'column Id: 1 values cannot be read as int, the first in row 4712: "x"',
    );
    expect(await query('select table_name from duckdb_tables() order by 1')).toEqual([['Good'], ['Shape']]);
  });

  it('takes rows that arrive over time, and replaces the former file with its log', async () => {
    await landTables(path, [{ table: table('a', 'Old', [id]), rows: [['1']] }]);
    writeFileSync(`${path}.wal`, 'left by a killed process');
    async function* arriving(): AsyncGenerator<TextRow> {
      for (const value of ['1', '2']) yield [await Promise.resolve(value)];
    }
    await landTables(path, [{ table: table('a', 'New', [id]), rows: arriving() }]);
    expect(existsSync(`${path}.wal`)).toBe(false);
    expect(await query('select table_name, estimated_size::int from duckdb_tables()')).toEqual([['New', 2]]);
  });

  it('keeps the former file when the source of rows breaks', async () => {
    await landTables(path, [{ table: table('a', 'Old', [id]), rows: [['1']] }]);
    function* breaking(): Generator<TextRow> {
      yield ['1'];
      throw new Error('connection lost');
    }
    await expect(landTables(path, [{ table: table('a', 'New', [id]), rows: breaking() }])).rejects.toThrow(
      'connection lost',
    );
    expect(await query('select table_name from duckdb_tables()')).toEqual([['Old']]);
    expect(readdirSync(join(folder, 'new'))).toEqual(['warehouse.duckdb']);
  });

  it('refuses a table whose rows cannot be read to their end', async () => {
    function* breaking(): Generator<TextRow> {
      yield ['1'];
      throw new RowsFault('the file ends in the middle of a row');
    }
    const result = await landTables(path, [
      { table: table('a', 'Broken', [id]), rows: breaking() },
      { table: table('a', 'Whole', [id]), rows: [['1']] },
    ]);
    expect(result.ok && result.value.tables.map(({ status, rows }) => [status, rows])).toEqual([
      ['refused', 0],
      ['landed', 1],
    ]);
    expect(await query('select table_name from duckdb_tables()')).toEqual([['Whole']]);
  });

  it('goes on behind the last whole table of a landing that broke off', async () => {
    const opened: string[] = [];
    const rowsOf = (name: string, breaks = false) =>
      function* rows(): Generator<TextRow> {
        opened.push(name);
        yield ['1'];
        if (breaks) throw new Error('killed');
        yield ['2'];
      };
    const tables = (breaks: boolean) => [
      { table: table('a', 'First', [id]), rows: rowsOf('First') },
      { table: table('a', 'Second', [id]), rows: rowsOf('Second', breaks) },
    ];
    await expect(landTables(path, tables(true), { resume: 'one' })).rejects.toThrow('killed');
    expect(existsSync(path)).toBe(false);
    const seen: string[] = [];
    const onTable = ({ name, rows }: { name: string; rows: number }) => seen.push(`${name} ${rows}`);
    await landTables(path, tables(false), { resume: 'one', onTable });
    expect([opened, seen]).toEqual([
      ['First', 'Second', 'Second'],
      ['First 2', 'Second 2'],
    ]);
    expect(readdirSync(join(folder, 'new'))).toEqual(['warehouse.duckdb']);
    expect(await query('select table_name from duckdb_tables() order by 1')).toEqual([['First'], ['Second']]);
  });

  it('does not go on with the landing of another source', async () => {
    const broken = { table: table('a', 'T', [id]), rows: () => [['1']] };
    const never = {
      table: table('a', 'U', [id]),
      rows: () => {
        throw new Error('killed');
      },
    };
    await expect(landTables(path, [broken, never], { resume: 'one' })).rejects.toThrow('killed');
    await landTables(path, [{ table: table('a', 'T', [id]), rows: [['7']] }], { resume: 'other' });
    expect(await query('select "Id" from a."T"')).toEqual([[7]]);
  });

  it('lands a schema that is called like the file', async () => {
    const result = await landTables(path, [{ table: table('Warehouse', 'T', [id]), rows: [['7']] }]);
    expect(result).toMatchObject({ ok: true, value: { tables: [{ status: 'landed' }] } });
    expect(await query('select "Id" from warehouse."Warehouse"."T"')).toEqual([[7]]);
    const profile = await DataProfile.open(path);
    expect(
      profile.ok && (await profile.value.distinctValues({ schema: 'Warehouse', table: 'T', column: 'Id' })),
    ).toBeUndefined();
    if (profile.ok) profile.value.close();
  });

  it('reports a place where no file can be', async () => {
    writeFileSync(join(folder, 'new'), 'a file, not a folder');
    expect(await landTables(path, [])).toMatchObject({ ok: false, error: { code: 'landing-file-failed' } });
  });

  it('lands 100,000 rows of twelve columns in seconds', async () => {
    const columns = Array.from({ length: 12 }, (_, index): Column => {
      return { name: `c${index}`, type: index % 2 === 0 ? decimal(18, 4) : plain('datetime'), nullable: true };
    });
    const row = columns.map((_, index) => (index % 2 === 0 ? '12345.6789' : '2024-02-29 23:59:59.997'));
    const rows = Array.from({ length: 100_000 }, () => row);
    const started = performance.now();
    const result = await landTables(path, [{ table: table('a', 'Wide', columns), rows }]);
    expect(result).toMatchObject({ ok: true, value: { tables: [{ status: 'landed', rows: 100_000 }] } });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('landTables within bounded memory', () => {
  it.each<readonly [string, number, number, string]>([
    ['many columns', 400, 3000, 'some text of a usual length'],
    ['long texts', 3, 4000, 'x'.repeat(20_000)],
    ['very long texts', 1, 30, 'x'.repeat(3_000_000)],
  ])('lands %s', async (_, width, count, value) => {
    const columns = Array.from({ length: width }, (_, i): Column => {
      return { name: `c${i}`, type: string('nvarchar', 'max'), nullable: true };
    });
    const row = columns.map(() => value);
    const rows = Array.from({ length: count }, () => row);
    const result = await landTables(path, [{ table: table('a', 'Large', columns), rows }]);
    expect(result).toMatchObject({ ok: true, value: { tables: [{ status: 'landed', rows: count }] } });
  });
});

describe('DataProfile', () => {
  const country: Column = { name: 'Country', type: string('char', 4), nullable: true };
  it('tells how values are spelled across columns and literals', async () => {
    await landTables(path, [
      {
        table: table('a', 'X', [id, country]),
        rows: [
          ['1', 'NOR '],
          ['2', 'SWE '],
          ['3', null],
        ],
      },
      { table: table('a', 'Y', [id, country]), rows: [['1', 'nor ']] },
    ]);
    const opened = await DataProfile.open(path);
    if (!opened.ok) throw new Error(opened.error.message);
    const profile = opened.value;
    const [x, y] = ['X', 'Y'].map((each) => ({ schema: 'a', table: each, column: 'country' })) as [never, never];
    const collation = 'SQL_Latin1_General_CP1_CI_AS';
    const plainly = { spelledAlike: true, ascii: true, trailingBlanks: true, values: 2 };
    expect(await profile.spellings([x], [], collation)).toEqual(plainly);
    expect(await profile.spellings([x, y], [], collation)).toMatchObject({ conflict: ['NOR ', 'nor '] });
    expect(await profile.spellings([x, y], [], 'Latin1_General_CS_AS')).toMatchObject({ spelledAlike: true });
    expect(await profile.spellings([x], ['SWE'], collation)).toMatchObject({ spelledAlike: false });
    expect(await profile.spellings([{ ...(x as object), column: 'Id' } as never], [], collation)).toBeUndefined();
    profile.close();
  });

  it('proves the spelling of foreign keys and of literals', async () => {
    const key = (of: string) => ({
      columns: ['Country'],
      references: { schema: 'a', name: of },
      referencedColumns: ['country'],
      trusted: true,
    });
    const x = table('a', 'X', [id, country]);
    const y = { ...table('a', 'Y', [id, country]), foreignKeys: [key('X')] };
    const z = { ...table('a', 'Z', [id, country]), foreignKeys: [key('X')] };
    await landTables(path, [
      { table: x, rows: [['1', 'NOR ']] },
      { table: y, rows: [['1', 'NOR ']] },
      { table: z, rows: [['1', 'Nor ']] },
    ]);
    const opened = await DataProfile.open(path);
    if (!opened.ok) throw new Error(opened.error.message);
    const alike = await provenSpellings(opened.value, [x, y, z]);
    expect([x, y, z].map((each) => alike(each, 'COUNTRY'))).toEqual([false, true, false]);
    const withLiterals = await provenSpellings(opened.value, [x, y], () => ['NOR']);
    expect([x, y].map((each) => withLiterals(each, 'Country'))).toEqual([false, false]);
    opened.value.close();
  });

  it('reports a file that is not there', async () => {
    expect(await DataProfile.open(path)).toMatchObject({ ok: false, error: { code: 'profile-file-failed' } });
  });
});
