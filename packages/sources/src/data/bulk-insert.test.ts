import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { open, rowsOf } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';

const TABLE =
  "CREATE TABLE dbo.T (Id int IDENTITY(1,1), Name nvarchar(20) NULL DEFAULT N'none', Price decimal(9,2) NULL);\nGO\n";
const load = (file: string, options: string): string => `${TABLE}BULK INSERT dbo.T FROM '${file}' WITH (${options});\n`;

describe('BULK INSERT', () => {
  it.each<readonly [string, string, string, (string | null)[][]]>([
    [
      'tabs and LF',
      "FIELDTERMINATOR = '\\t', ROWTERMINATOR = '0x0a', KEEPIDENTITY, KEEPNULLS",
      '7\ta\t1.5\n9\t\t\n',
      [
        ['7', 'a', '1.50'],
        ['9', null, null],
      ],
    ],
    [
      'terminators of several characters',
      "FIELDTERMINATOR = '+|', ROWTERMINATOR = '&|\\n', KEEPIDENTITY",
      '7+|a+|1.5&|\n',
      [['7', 'a', '1.50']],
    ],
    [
      'line ends inside fields',
      "FIELDTERMINATOR = '|', ROWTERMINATOR = '\\n', KEEPIDENTITY",
      '7|a\nb|1.5\r\n8|c|2\r\n',
      [
        ['7', 'a\nb', '1.50'],
        ['8', 'c', '2.00'],
      ],
    ],
    [
      'CSV with quotes',
      "FORMAT = 'CSV', FIRSTROW = 2, KEEPIDENTITY",
      'Id,Name,Price\r\n7,"a ""b"", c",1.5\r\n',
      [['7', 'a "b", c', '1.50']],
    ],
    [
      'identity values of its own and defaults',
      "FIELDTERMINATOR = ','",
      '70,,1\n80,b,2\n',
      [
        ['1', 'none', '1.00'],
        ['2', 'b', '2.00'],
      ],
    ],
    [
      'a part of the rows',
      "FIELDTERMINATOR = ',', FIRSTROW = 2, LASTROW = 2, KEEPIDENTITY",
      '1,a,1\n2,b,2\n3,c,3\n',
      [['2', 'b', '2.00']],
    ],
  ])('reads %s', async (_, options, data, expected) => {
    const opened = await open(folderOf({ 'a.sql': load('C:\\data\\t.csv', options), 'T.csv': data }));
    expect([rowsOf(opened, 'T'), opened.codes]).toEqual([expected, []]);
  });

  it('reads UTF-16, and a packed file behind a variable that nobody set', async () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('5,é,2\n', 'utf16le')]);
    const script = load('$(DataPath)t.csv', "FIELDTERMINATOR = ',', KEEPIDENTITY, DATAFILETYPE = 'widechar'");
    const opened = await open(folderOf({ 'a.sql': script, 't.csv.gz': gzipSync(text) }));
    expect(rowsOf(opened, 'T')).toEqual([['5', 'é', '2.00']]);
  });

  describe('from a large file, piece by piece', () => {
    /** 3 MB that packing makes no smaller than 1 MB. */
    const wide = Array.from({ length: 2500 }, (_, i) => `${i}\t${randomBytes(600).toString('hex')}\n`);
    const script = "CREATE TABLE dbo.W (Id int, Text varchar(max));\nGO\nBULK INSERT dbo.W FROM 'w.txt';\n";
    const packed = gzipSync(wide.join(''));
    const flipped = Uint8Array.from(packed);
    flipped.fill(0, packed.length - 300_000, packed.length - 299_000);

    it.each<readonly [string, Readonly<Record<string, string | Uint8Array>>]>([
      ['plain', { 'w.txt': [...wide, ...wide, ...wide].join('') }],
      ['packed', { 'w.txt.gz': packed }],
    ])('%s', async (_, files) => {
      const opened = await open(folderOf({ 'a.sql': script, ...files }));
      const rows = rowsOf(opened, 'W');
      expect(opened.codes).toEqual([]);
      expect(rows.length % 2500).toBe(0);
      expect(rows.slice(0, 2500).map(([id, text]) => `${id}\t${text}\n`)).toEqual(wide);
    });

    it.each<readonly [string, Uint8Array, RegExp]>([
      ['cut off', packed.subarray(0, packed.length - 200_000), /it is damaged/],
      ['with other bytes inside', flipped, /it is damaged/],
    ])('%s: no row of it is taken', async (_, bytes, reason) => {
      const opened = await open(folderOf({ 'a.sql': script, 'w.txt.gz': bytes }));
      expect([rowsOf(opened, 'W'), opened.codes]).toEqual([[], ['source-data-unreadable']]);
      expect(opened.loaded.diagnostics[0]?.message).toMatch(reason);
    });
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string, RegExp]>([
    ['a missing file', { 'a.sql': load('t.csv', 'TABLOCK') }, 'source-data-missing', /t\.csv is not there/],
    [
      'a format file',
      { 'a.sql': load('t.csv', "FORMATFILE = 't.fmt'"), 't.csv': '' },
      'source-data-option',
      /FORMATFILE/,
    ],
    ['native form', { 'a.sql': load('t.csv', "DATAFILETYPE = 'native'"), 't.csv': '' }, 'source-data-option', /native/],
    [
      'rows that do not fit',
      { 'a.sql': load('t.csv', "FIELDTERMINATOR = ','"), 't.csv': '1,a,x\n2,b,2\n' },
      'source-data-rows',
      /1 rows of t\.csv do not fit into dbo\.T; the first is row 1/,
    ],
  ])('says what %s costs', async (_, files, code, message) => {
    const { loaded } = await open(folderOf(files));
    expect(loaded.diagnostics).toMatchObject([{ code, source: 'a.sql', message: expect.stringMatching(message) }]);
  });
});

describe('data files called like tables', () => {
  it('fill tables that no script fills', async () => {
    const opened = await open(
      folderOf({
        'a.sql': `${TABLE}CREATE TABLE dbo.Filled (a int);\nGO\nINSERT dbo.Filled VALUES (1);\n`,
        'dbo.T.csv': 'Price;Name\n1,5;x\n2.5;"a;b"\n',
        'Filled.csv': 'a\n2\n',
      }),
    );
    expect(rowsOf(opened, 'T')).toEqual([['2', 'a;b', '2.50']]);
    expect(rowsOf(opened, 'Filled')).toEqual([['1']]);
    expect(opened.codes).toEqual(['source-data-rows']);
  });

  it('are said when a type of theirs cannot be read', async () => {
    const script = 'CREATE TABLE dbo.T (Id int, Node vector(3));\n';
    const opened = await open(folderOf({ 'a.sql': script, 'T.csv': 'Id,Node\n1,/1/\n' }));
    expect([rowsOf(opened, 'T'), opened.codes]).toEqual([[], ['source-data-unreadable']]);
  });

  it('are not guessed at when they do not name the columns', async () => {
    const opened = await open(folderOf({ 'a.sql': TABLE, 'T.csv': 'x,y\n1,2\n' }));
    expect([rowsOf(opened, 'T'), opened.codes]).toEqual([[], ['source-data-unreadable']]);
  });
});
