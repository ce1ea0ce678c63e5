import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '@datamigrate/catalog';
import { extractSource } from '@datamigrate/sources';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressOf, load, NOW, objectsOf, serve } from '../../testing/live-database.js';

const FUNCTIONS: readonly (readonly [type: string, values: string])[] = [
  ['date', "'20240101', '20230101'"],
  ['datetime', "'2024-01-01T10:00:00.123'"],
  ['datetime2(3)', "'2024-02-29 10:00:00.123'"],
  ['datetimeoffset(0)', "'2024-01-01 10:00:00 +02:00'"],
  ['bigint', '-9223372036854775808, 0'],
  ['decimal(38, 2)', '123456789012345678901234567890123456.78'],
  ['money', '1.2345'],
  ['float', '0.1'],
  ['varchar(20)', "'it''s', NULL"],
  ['nvarchar(20)', "N'ß'"],
  ['varbinary(4)', '0xDEAD'],
  ['uniqueidentifier', "'6F9619FF-8B86-D011-B42D-00C04FC964FF'"],
  ['bit', '1'],
];

const SCRIPT = `
${FUNCTIONS.map(([type, values], i) => `CREATE PARTITION FUNCTION f${i} (${type}) AS RANGE ${i % 2 ? 'LEFT' : 'RIGHT'} FOR VALUES (${values});`).join('\n')}
CREATE PARTITION SCHEME ByDay AS PARTITION f0 TO (Old, [PRIMARY], [PRIMARY], Spare);
CREATE PARTITION SCHEME ByNumber AS PARTITION f4 ALL TO ([PRIMARY]);
GO
CREATE TABLE dbo.Sale (Day date NOT NULL, Id bigint NOT NULL, Note varchar(9) NULL,
  CONSTRAINT PK_Sale PRIMARY KEY CLUSTERED (Day, Id), INDEX IX_Inline (Note)) ON ByDay (Day);
CREATE INDEX IX_Aligned ON dbo.Sale (Note);
CREATE INDEX IX_Number ON dbo.Sale (Note) INCLUDE (Day) ON ByNumber (Id);
CREATE INDEX IX_Plain ON dbo.Sale (Note) ON [PRIMARY];
CREATE TABLE dbo.Heap (N bigint NULL) ON ByNumber (N);
CREATE TABLE dbo.ByKey (N bigint NOT NULL, CONSTRAINT PK_ByKey PRIMARY KEY (N) ON ByNumber (N));
CREATE TABLE dbo.Later (Day date NOT NULL);
CREATE CLUSTERED INDEX CX ON dbo.Later (Day) ON ByDay (Day);
CREATE TABLE dbo.[Column] (Day date NOT NULL, N int NOT NULL, CONSTRAINT PK_Column PRIMARY KEY NONCLUSTERED (N, Day) ON ByDay (Day),
  CONSTRAINT UQ_Column UNIQUE (N) ON [PRIMARY]);
CREATE CLUSTERED COLUMNSTORE INDEX CCX ON dbo.[Column] ON ByDay (Day);
CREATE TABLE dbo.Plain (N bigint NOT NULL, CONSTRAINT PK_Plain PRIMARY KEY (N));
INSERT dbo.Sale VALUES ('20221231', 1, NULL), ('20230101', 2, 'a'), ('20250101', 3, 'a');
GO
EXEC master.dbo.sp_addlinkedserver @server = N'BACK', @srvproduct = N'SQL Server';
EXEC master.dbo.sp_addlinkedserver @server = N'ORA', @srvproduct = N'Oracle', @provider = N'OraOLEDB.Oracle', @datasrc = N'ora.example',
  @provstr = N'Password=s3cret', @catalog = N'Sales';
EXEC master.dbo.sp_addlinkedsrvlogin @rmtsrvname = N'ORA', @useself = N'False', @rmtuser = N'u', @rmtpassword = N's3cret';
`;

const template = loadTemplate([{ name: 'shop.sql', text: SCRIPT }], { name: 'Shop' });
const storageOf = ({ partitionFunctions, partitionSchemes, linkedServers }: Catalog) => ({
  partitionFunctions: [...(partitionFunctions ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)),
  partitionSchemes,
  linkedServers,
});

describe('partitions, linked servers and sizes', () => {
  it('are read from scripts', () => {
    expect(template.diagnostics).toEqual([]);
    const { partitionFunctions, partitionSchemes, linkedServers, tables } = template.catalog;
    expect(partitionFunctions?.map(({ boundaries }) => boundaries)).toEqual([
      ['2023-01-01', '2024-01-01'],
      ['2024-01-01 10:00:00.123'],
      ['2024-02-29 10:00:00.123'],
      ['2024-01-01 10:00:00 +02:00'],
      ['-9223372036854775808', '0'],
      ['123456789012345678901234567890123456.78'],
      ['1.2345'],
      ['0.1'],
      [null, "it's"],
      ['ß'],
      ['0xDEAD'],
      ['6F9619FF-8B86-D011-B42D-00C04FC964FF'],
      ['1'],
    ]);
    expect(partitionSchemes).toEqual([
      { name: 'ByDay', function: 'f0', fileGroups: ['Old', 'PRIMARY', 'PRIMARY'] },
      { name: 'ByNumber', function: 'f4', fileGroups: ['PRIMARY'] },
    ]);
    expect(linkedServers).toEqual([
      { name: 'BACK', product: 'SQL Server' },
      { name: 'ORA', product: 'Oracle', provider: 'OraOLEDB.Oracle', dataSource: 'ora.example', catalog: 'Sales' },
    ]);
    expect(JSON.stringify(template.catalog)).not.toContain('s3cret');
    const places = tables.map(({ name, partitionedOn, primaryKey, uniqueKeys, indexes }) => [
      name,
      partitionedOn?.scheme,
      [...(primaryKey ? [primaryKey] : []), ...uniqueKeys, ...indexes].map(
        (index) => `${index.name} ${index.partitionedOn?.scheme}`,
      ),
    ]);
    expect(places).toEqual([
      [
        'Sale',
        'ByDay',
        ['PK_Sale ByDay', 'IX_Inline ByDay', 'IX_Aligned ByDay', 'IX_Number ByNumber', 'IX_Plain undefined'],
      ],
      ['Heap', 'ByNumber', []],
      ['ByKey', 'ByNumber', ['PK_ByKey ByNumber']],
      ['Later', 'ByDay', ['CX ByDay']],
      ['Column', 'ByDay', ['PK_Column ByDay', 'UQ_Column undefined']],
      ['Plain', undefined, ['PK_Plain undefined']],
    ]);
  });

  it('are the same when the database is served', async () => {
    const live = await load(addressOf(await serve(template.create()), 'Shop'));
    expect(live.diagnostics).toEqual([]);
    expect(storageOf(live.catalog)).toEqual(storageOf(template.catalog));
    expect(objectsOf(live.catalog)).toEqual(objectsOf(template.catalog));
    expect(live.catalog.sizes?.map(({ name, rows }) => [name, rows])).toEqual([
      ['Sale', 3],
      ['Heap', 0],
      ['ByKey', 0],
      ['Later', 0],
      ['Column', 0],
      ['Plain', 0],
    ]);
  });

  it('and when its catalog was saved, with what the server counted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datamigrate-storage-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const extracted = await extractSource(addressOf(await serve(template.create()), 'Shop'), { now: NOW });
    if (!extracted.ok) throw new Error(extracted.error.message);
    const file = join(folder, 'shop.json');
    writeFileSync(file, JSON.stringify(extracted.value.document));
    const again = await load(file);
    expect(storageOf(again.catalog)).toEqual(storageOf(template.catalog));
    expect(again.catalog.sizes).toEqual(extracted.value.document.catalog.sizes);
    expect(objectsOf(again.catalog)).toEqual(objectsOf(template.catalog));
  });

  it('that may not be read leave a gap each, and nothing else', async () => {
    const server = await serve(template.create(), {
      onRequest: ({ text }) =>
        text.includes('sys.allocation_units a')
          ? { number: 300, text: 'VIEW DATABASE STATE permission was denied.', severity: 14 }
          : undefined,
    });
    const live = await load(addressOf(server, 'Shop'));
    expect(live.diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'live-storage-hidden Not known of this database: which tables are partitioned, and by what. It cannot be read: VIEW DATABASE STATE permission was denied.',
      'live-storage-hidden Not known of this database: the sizes of tables. It cannot be read: VIEW DATABASE STATE permission was denied.',
      'live-storage-hidden Not known of this database: the linked servers. It cannot be read: VIEW DATABASE STATE permission was denied.',
    ]);
    expect(live.catalog.tables).toHaveLength(template.catalog.tables.length);
  });
});
