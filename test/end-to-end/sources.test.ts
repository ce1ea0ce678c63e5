import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cli, hasDbt } from './support/cli.js';
import { MigratedFolder } from './support/migrated-folder.js';
import { workFolder, writeFiles } from './support/work-folder.js';

const column = (name: string, type: string, facets = ''): string =>
  `<Entry><Element Type="SqlSimpleColumn" Name="[dbo].[Line].[${name}]"><Property Name="IsNullable" Value="False" />
<Relationship Name="TypeSpecifier"><Entry><Element Type="SqlTypeSpecifier">${facets}<Relationship Name="Type"><Entry>
<References ExternalSource="BuiltIns" Name="[${type}]" /></Entry></Relationship></Element></Entry></Relationship></Element></Entry>`;

/** A table of lines and a view that counts them, as SqlPackage writes them. */
const MODEL = `<?xml version="1.0" encoding="utf-8"?>
<DataSchemaModel FileFormatVersion="1.2" xmlns="http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02"><Model>
<Element Type="SqlTable" Name="[dbo].[Line]"><Relationship Name="Columns">${column('Id', 'int')}
${column('Code', 'nvarchar', '<Property Name="Length" Value="10" />')}</Relationship></Element>
<Element Type="SqlView" Name="[dbo].[Lines]"><Property Name="QueryScript"><Value>
<![CDATA[ SELECT Code, COUNT(*) AS Lines FROM dbo.Line GROUP BY Code]]></Value></Property></Element>
</Model></DataSchemaModel>`;

/** Id, then the length of a text in bytes, then the text. */
const ROWS = Uint8Array.of(1, 0, 0, 0, 2, 0, 0x61, 0, 2, 0, 0, 0, 2, 0, 0x61, 0, 3, 0, 0, 0, 2, 0, 0x62, 0);

const PROJECT = `<Project><Sdk Name="Microsoft.Build.Sql" Version="2.0.0" />
<ItemGroup><PostDeploy Include="rows.sql" /></ItemGroup></Project>`;
const TABLE = 'CREATE TABLE dbo.Line (Id int NOT NULL, Code nvarchar(10) NOT NULL);\n';
const VIEW = 'CREATE VIEW dbo.Lines AS SELECT Code, COUNT(*) AS Lines FROM dbo.Line GROUP BY Code;\n';
const INSERTS = "INSERT dbo.Line VALUES (1, N'a'), (2, N'a'), (3, N'b');\n";

type Files = Readonly<Record<string, string | Uint8Array>>;

const SOURCES: readonly (readonly [string, string, Files])[] = [
  ['scripts', 'shop.sql', { 'shop.sql': `${TABLE}GO\n${VIEW}GO\n${INSERTS}` }],
  ['scripts', 'shop', { 'shop/shop.sql': `${TABLE}GO\n${VIEW}`, 'shop/Line.csv': 'Id,Code\n1,a\n2,a\n3,b\n' }],
  ['sqlproj', 'Shop.sqlproj', { 'Shop.sqlproj': PROJECT, 'a.sql': VIEW, 'b.sql': TABLE, 'rows.sql': INSERTS }],
  [
    'dacpac',
    'shop.dacpac',
    { 'shop.dacpac': zipSync({ 'model.xml': strToU8(MODEL), 'postdeploy.sql': strToU8(INSERTS) }) },
  ],
  [
    'bacpac',
    'shop.bacpac',
    { 'shop.bacpac': zipSync({ 'model.xml': strToU8(MODEL), 'Data/dbo.Line/TableData-000-00000.BCP': ROWS }) },
  ],
];

describe.skipIf(!hasDbt)('the same database, whatever it comes in', () => {
  it.each(SOURCES)('%s: %s', async (kind, source, files) => {
    const folder = writeFiles(workFolder(), files);
    const migrated = new MigratedFolder(join(folder, 'out'));
    const { code, stderr } = await cli('migrate', join(folder, source), '--out', migrated.out);
    expect(code, stderr).toBe(0);
    const report = migrated.report();
    expect(report.source.kind).toBe(kind);
    expect(report.objects.map(({ id, verdict, evidence }) => [id, verdict, evidence[0]?.rowsSource])).toEqual([
      ['dbo.Line', 'equal', 3],
      ['dbo.Lines', 'equal', 2],
    ]);
  });

  it('a saved catalog has no rows, and proves nothing about them', async () => {
    const folder = writeFiles(workFolder(), SOURCES[0]?.[2] ?? {});
    const catalog = join(folder, 'shop.json');
    expect((await cli('extract', join(folder, 'shop.sql'), '--out', catalog)).code).toBe(0);
    const migrated = new MigratedFolder(join(folder, 'out'));
    const { code, stderr } = await cli('migrate', catalog, '--out', migrated.out);
    expect(code, stderr).toBe(0);
    const { source, objects } = migrated.report();
    expect(source.kind).toBe('catalog');
    expect(objects.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['dbo.Line', 'tested'],
      ['dbo.Lines', 'tested'],
    ]);
    expect(objects.flatMap(({ issues }) => issues.map(({ code: issue }) => issue))).toEqual([
      'evaluate-skipped',
      'evaluate-skipped',
    ]);
  });
});
