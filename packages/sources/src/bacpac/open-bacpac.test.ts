import { describe, expect, it } from 'vitest';
import { open, rowsOf } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { counted, hex, int32, join, nullField, wide } from '../testing/write-bcp.js';
import { column, model, packageOf, table } from '../testing/write-package.js';

const T = '[dbo].[Order Lines]';
const LINES = table(
  T,
  column(T, 'Id', 'int', { nullable: false }),
  column(T, 'Code', 'char', { nullable: false, length: 3 }),
  column(T, 'Price', 'money'),
  column(T, 'Active', 'bit', { nullable: false }),
  column(T, 'Note', 'nvarchar', { length: 'max' }),
  column(T, 'Weight', 'decimal', { precision: 9, scale: 3 }),
);

/** 1.250 of decimal(9,3). */
const WEIGHT = hex('09 03 01 E2 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00');
const PRICE = { highFirst: hex('00 00 00 00 D4 30 00 00'), lowFirst: hex('D4 30 00 00 00 00 00 00') };

interface Form {
  readonly charLength?: boolean;
  readonly bitLength?: boolean;
  readonly price?: Uint8Array;
}

function row(id: number, { charLength = true, bitLength = true, price = PRICE.highFirst }: Form): Uint8Array {
  return join(
    int32(id),
    charLength ? counted(2, wide('ab ')) : wide('ab '),
    counted(1, price),
    bitLength ? counted(1, hex('01')) : hex('01'),
    id % 2 === 0 ? nullField(8) : counted(8, wide('né')),
    id % 2 === 0 ? nullField(1) : counted(1, WEIGHT),
  );
}

const EXPECTED = [
  ['1', 'ab ', '1.2500', '1', 'né', '1.250'],
  ['2', 'ab ', '1.2500', '1', null, null],
];

async function openWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = folderOf({ 'shop.bacpac': packageOf({ 'model.xml': model(LINES), ...files }) });
  return open(`${folder}/shop.bacpac`);
}

const FILE = 'Data/dbo.Order%20Lines/TableData-000-00000.BCP';

describe('a bacpac', () => {
  it.each<readonly [string, Form]>([
    ['as bcp documents it', {}],
    ['char without a length', { charLength: false }],
    ['bit without a length', { bitLength: false }],
    ['neither', { charLength: false, bitLength: false }],
    ['money as one number', { price: PRICE.lowFirst }],
  ])('brings its rows, %s', async (_, form) => {
    const opened = await openWith({ [FILE]: join(row(1, form), row(2, form)) });
    expect(opened.source.kind).toBe('bacpac');
    expect(rowsOf(opened, 'Order Lines')).toEqual(EXPECTED);
    expect(opened.codes).toEqual([]);
  });

  it('reads several files of one table in their order', async () => {
    const opened = await openWith({
      'Data/dbo.Order Lines/TableData-001-00000.BCP': row(2, {}),
      'Data/dbo.Order Lines/TableData-000-00000.BCP': row(1, {}),
    });
    expect(rowsOf(opened, 'Order Lines')).toEqual(EXPECTED);
  });

  it('says what a damaged file costs, and keeps no part of it without a word', async () => {
    const opened = await openWith({ [FILE]: join(row(1, {}), row(2, {}).slice(0, 9)) });
    expect(opened.codes).toEqual(['source-data-unreadable']);
    const [diagnostic] = opened.loaded.diagnostics;
    expect(diagnostic?.message).toMatch(/dbo\.\[Order Lines\]: it ends in the middle of a row/);
  });

  it('has no rows for tables without a file', async () => {
    const opened = await openWith({});
    expect(rowsOf(opened, 'Order Lines')).toEqual([]);
  });
});
