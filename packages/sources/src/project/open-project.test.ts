import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from '../open-source.js';
import { open, rowsOf, tableNames } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { column, model, packageOf, table } from '../testing/write-package.js';

const sdk = (items: string, properties = ''): string => `<Project DefaultTargets="Build">
  <Sdk Name="Microsoft.Build.Sql" Version="2.0.0" />
  <PropertyGroup><Name>Shop</Name>${properties}</PropertyGroup>
  <ItemGroup>${items}</ItemGroup>
</Project>`;

const classic = (items: string, properties = ''): string => `<?xml version="1.0" encoding="utf-8"?>
<Project DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <PropertyGroup><Name>Shop</Name>${properties}</PropertyGroup>
  <ItemGroup>${items}</ItemGroup>
</Project>`;

const table1 = (name: string): string => `CREATE TABLE dbo.${name} (a int);\n`;

async function project(files: Readonly<Record<string, string | Uint8Array>>, name = 'Shop.sqlproj') {
  return open(join(folderOf(files), name));
}

describe('which files belong to a project', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['all below it', sdk(''), ['A', 'B', 'C']],
    ['without the removed ones', sdk('<Build Remove="B.sql" />'), ['A', 'C']],
    ['removed by a pattern', sdk('<Build Remove="sub/**/*.sql" />'), ['A', 'B']],
    ['without those that are None', sdk('<None Include="B.sql" />'), ['A', 'C']],
    [
      'none by default when told so',
      sdk('<Build Include="A.sql" />', '<EnableDefaultSqlItems>False</EnableDefaultSqlItems>'),
      ['A'],
    ],
    [
      'those that the classic project names',
      classic('<Build Include="A.sql" /><Build Include="sub\\C.sql" />'),
      ['A', 'C'],
    ],
    ['by patterns, with exceptions', classic('<Build Include="**\\*.sql" Exclude="A.sql;bin\\**" />'), ['B', 'C']],
    [
      'under conditions that hold',
      classic(
        '<Build Include="A.sql" Condition="\'$(Configuration)\' == \'Debug\'" /><Build Include="B.sql" Condition="\'$(Nothing)\' != \'\'" />',
      ),
      ['A'],
    ],
  ])('%s', async (_, text, expected) => {
    const files = { 'A.sql': table1('A'), 'B.sql': table1('B'), 'sub/C.sql': table1('C'), 'bin/D.sql': table1('D') };
    expect(tableNames(await project({ 'Shop.sqlproj': text, ...files }))).toEqual(expected);
  });

  it('linked from elsewhere, in whatever case they are written', async () => {
    const files = {
      'shop/Shop.sqlproj': classic('<Build Include="..\\Common\\a.SQL" />'),
      'common/A.sql': table1('A'),
    };
    expect(tableNames(await project(files, 'shop/Shop.sqlproj'))).toEqual(['A']);
  });

  it('and which of them are missing', async () => {
    const opened = await project({
      'Shop.sqlproj': classic('<Build Include="A.sql" /><Build Include="Gone.sql" />'),
      'A.sql': table1('A'),
    });
    expect(opened.codes).toEqual(['source-project-file-missing']);
  });
});

it('says which file of a project is no text, and reads the others in their encodings', async () => {
  const opened = await project({
    'Shop.sqlproj': sdk(''),
    'a.sql': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table1('Ä'), 'utf16le')]),
    'b.sql': Uint8Array.of(0x43, 0, 0, 1, 0xfe),
    'c.sql': Buffer.from(table1('É'), 'latin1'),
  });
  expect([tableNames(opened), opened.codes]).toEqual([['Ä', 'É'], ['source-file-skipped']]);
});

it('brings definitions into an order in which they run', async () => {
  const opened = await project({
    'Shop.sqlproj': sdk(''),
    'a.sql':
      'ALTER TABLE sales.T ADD CONSTRAINT FK FOREIGN KEY (k) REFERENCES sales.U (k);\nGO\nCREATE INDEX i ON sales.T (k);',
    'b.sql':
      "CREATE VIEW sales.V AS SELECT Doubled FROM sales.T;\nGO\nEXEC sp_addextendedproperty N'MS_Description', N'Text', N'SCHEMA', N'sales', N'TABLE', N'T';",
    'c.sql': 'CREATE TABLE sales.T (k sales.Key1 NOT NULL, Doubled AS sales.Twice(k));',
    'd.sql': 'CREATE FUNCTION sales.Twice(@n int) RETURNS int AS BEGIN RETURN @n * 2 END;',
    'e.sql': 'CREATE TYPE sales.Key1 FROM int NOT NULL;',
    'f.sql': 'CREATE SCHEMA sales;',
    'g.sql': 'CREATE TABLE sales.U (k sales.Key1 PRIMARY KEY);',
  });
  expect(opened.codes).toEqual([]);
  const [t] = opened.loaded.catalog.tables.filter(({ name }) => name === 'T');
  expect(t).toMatchObject({
    description: 'Text',
    foreignKeys: [{ name: 'FK' }],
    indexes: [{ name: 'i' }],
    columns: [{ type: { name: 'int' }, aliasType: { name: 'Key1' } }, { type: { name: 'int' } }],
  });
});

it('keeps the place of a definition in its file', async () => {
  const opened = await project({
    'Shop.sqlproj': sdk(''),
    'v.sql': `${table1('T')}GO\n\n-- the view\nCREATE VIEW dbo.V AS SELECT a FROM dbo.T;`,
  });
  expect(opened.loaded.catalog.modules).toMatchObject([{ name: 'V', origin: { file: 'v.sql', line: 5 } }]);
});

describe('settings', () => {
  const settingsOf = async (properties: string) => {
    const opened = await project({ 'Shop.sqlproj': sdk('', properties), 'a.sql': table1('A') });
    const { collation, compatibilityLevel } = opened.loaded.catalog.database;
    return [collation, compatibilityLevel];
  };

  it.each<readonly [string, readonly [string, number]]>([
    ['', ['SQL_Latin1_General_CP1_CI_AS', 160]],
    ['<DSP>Microsoft.Data.Tools.Schema.Sql.Sql130DatabaseSchemaProvider</DSP>', ['SQL_Latin1_General_CP1_CI_AS', 130]],
    [
      '<DSP>Microsoft.Data.Tools.Schema.Sql.SqlAzureV12DatabaseSchemaProvider</DSP><CompatibilityMode>140</CompatibilityMode>',
      ['SQL_Latin1_General_CP1_CI_AS', 140],
    ],
    ['<DefaultCollation>Latin1_General_CS_AS</DefaultCollation>', ['Latin1_General_CS_AS', 160]],
  ])('%s', async (properties, expected) => expect(await settingsOf(properties)).toEqual(expected));

  it('of single files come before those of the project', async () => {
    const own = '<Build Update="b.sql"><QuotedIdentifier>On</QuotedIdentifier><AnsiNulls>Off</AnsiNulls></Build>';
    const opened = await project({
      'Shop.sqlproj': sdk(own, '<QuotedIdentifier>False</QuotedIdentifier>'),
      'a.sql': 'CREATE PROCEDURE dbo.A AS SELECT "text" AS t;',
      'b.sql': 'CREATE PROCEDURE dbo.B AS SELECT 1 AS "name";',
    });
    expect(
      opened.loaded.catalog.modules.map(({ name, ansiNulls, quotedIdentifier }) => [name, ansiNulls, quotedIdentifier]),
    ).toEqual([
      ['A', true, false],
      ['B', false, true],
    ]);
  });
});

it('runs what comes before and after the deployment, with variables and includes', async () => {
  const opened = await project({
    'Shop.sqlproj': sdk(
      '<PreDeploy Include="pre.sql" /><PostDeploy Include="post.sql" /><Build Remove="seed/*.sql" /><RefactorLog Include="Shop.refactorlog" /><SqlCmdVariable Include="Level"><DefaultValue>3</DefaultValue><Value>$(SqlCmdVar__1)</Value></SqlCmdVariable>',
    ),
    'Shop.refactorlog': '<Operations />',
    'a.sql': table1('A'),
    'pre.sql': "PRINT 'before'",
    'post.sql': ':r .\\seed\\rows.sql\nGO\nINSERT dbo.A VALUES ($(Undefined));\n',
    'seed/rows.sql': "INSERT dbo.A VALUES ($(Level)), (LEN('$(DatabaseName)'));\n",
  });
  expect(rowsOf(opened, 'A')).toEqual([['3'], ['4']]);
  expect(opened.codes.slice(0, 2)).toEqual(['source-ignored', 'source-variable-undefined']);
});

describe('references', () => {
  const PACKAGE = packageOf({
    'model.xml': model(table('[dbo].[FromPackage]', column('[dbo].[FromPackage]', 'a', 'int'))),
  });

  it('to projects and packages of the same database are loaded', async () => {
    const opened = await project(
      {
        'shop/Shop.sqlproj': sdk(
          '<ProjectReference Include="..\\base\\Base.sqlproj" /><ArtifactReference Include="..\\lib.dacpac" />',
        ),
        'shop/v.sql': 'CREATE VIEW dbo.V AS SELECT b.a FROM dbo.Base b JOIN dbo.FromPackage p ON p.a = b.a;',
        'base/Base.sqlproj': sdk('<ProjectReference Include="..\\shop\\Shop.sqlproj" />'),
        'base/b.sql': table1('Base'),
        'lib.dacpac': PACKAGE,
      },
      'shop/Shop.sqlproj',
    );
    expect(tableNames(opened)).toEqual(['Base', 'FromPackage']);
    expect(opened.codes).toEqual(['source-ignored']);
  });

  it('to other databases, to system databases and to what is not there are said', async () => {
    const opened = await project({
      'Shop.sqlproj': sdk(
        '<ArtifactReference Include="lib.dacpac"><DatabaseVariableLiteralValue>Other</DatabaseVariableLiteralValue></ArtifactReference><ArtifactReference Include="x\\master.dacpac" /><PackageReference Include="Not.There.At.All" Version="1.0.0" /><ArtifactReference Include="gone.dacpac" />',
      ),
      'a.sql': table1('A'),
      'lib.dacpac': PACKAGE,
    });
    expect(tableNames(opened)).toEqual(['A']);
    expect(opened.source.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/lib\.dacpac.*another database/),
      expect.stringMatching(/master\.dacpac.*system databases/),
      'The referenced package gone.dacpac is not there.',
      'The package of NuGet Not.There.At.All is not there.',
    ]);
  });
});

it.each([
  ['no XML', 'CREATE TABLE', 'source-project-invalid'],
  ['XML that is not closed', '<Project><ItemGroup>', 'source-project-invalid'],
  ['another root', '<Solution />', 'source-project-invalid'],
  ['nothing', '<Project />', 'source-project-invalid'],
  ['bytes', Uint8Array.of(0, 1, 2, 0, 255), 'source-project-invalid'],
])('refuses a project that holds %s', async (_, text, code) => {
  const source = await openSource(join(folderOf({ 'Shop.sqlproj': text }), 'Shop.sqlproj'));
  expect(source).toMatchObject({ ok: false, error: { code } });
});
