import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from '../open-source.js';
import { open, rowsOf } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { column, model, packageOf, table } from '../testing/write-package.js';
import { openZip } from './read-zip.js';

const T = '[dbo].[T]';
const TABLE = table(T, column(T, 'a', 'int', { nullable: false }), column(T, 'b]]c', 'nvarchar', { length: 'max' }));

const openPackage = (files: Readonly<Record<string, string | Uint8Array>>) =>
  open(join(folderOf({ 'shop.dacpac': packageOf(files) }), 'shop.dacpac'));

const refusal = async (content: Uint8Array | string) => {
  const source = await openSource(join(folderOf({ 'shop.dacpac': content }), 'shop.dacpac'));
  return source.ok ? undefined : source.error;
};

const module = (
  type: string,
  body: string,
  header = '',
  more = '',
): string => `<Element Type="${type}" Name="[dbo].[M]">
<Property Name="${type === 'SqlView' ? 'QueryScript' : 'BodyScript'}"><Value><![CDATA[${body}]]></Value></Property>${more}
${header && `<Annotation Type="SysCommentsObjectAnnotation"><Property Name="HeaderContents" Value="${header}" /></Annotation>`}</Element>`;

describe('a dacpac', () => {
  it('is named after its metadata and has the settings of its model', async () => {
    const opened = await openPackage({
      'model.xml': model(TABLE),
      'DacMetadata.xml': '<DacType xmlns="x"><Name>Shop</Name></DacType>',
    });
    expect(opened.loaded.catalog.database).toMatchObject({
      name: 'Shop',
      collation: 'Latin1_General_CI_AS',
      compatibilityLevel: 150,
    });
    expect(opened.loaded.catalog.tables[0]?.columns.map(({ name }) => name)).toEqual(['a', 'b]c']);
  });

  it('runs its deployment scripts', async () => {
    const opened = await openPackage({
      'model.xml': model(TABLE),
      'postdeploy.sql': 'INSERT dbo.T (a) VALUES (5);\nGO\n',
    });
    expect(rowsOf(opened, 'T')).toEqual([['5', null]]);
  });

  it.each([
    ['SqlView', ' SELECT a FROM dbo.T', 'create view [dbo].[M] as', '', 'create view [dbo].[M] as SELECT a FROM dbo.T'],
    ['SqlView', 'SELECT a FROM dbo.T', '', '', 'CREATE VIEW [dbo].[M] AS SELECT a FROM dbo.T'],
    [
      'SqlProcedure',
      'SELECT 1',
      '',
      '<Relationship Name="Parameters"><Entry><Element Type="SqlSubroutineParameter" Name="[dbo].[M].[@n]"><Relationship Name="Type"><Entry><Element Type="SqlTypeSpecifier"><Relationship Name="Type"><Entry><References ExternalSource="BuiltIns" Name="[int]" /></Entry></Relationship></Element></Entry></Relationship></Element></Entry></Relationship>',
      'CREATE PROCEDURE [dbo].[M] @n int AS SELECT 1',
    ],
  ])('%s keeps its text', async (type, body, header, more, expected) => {
    const opened = await openPackage({ 'model.xml': model(TABLE + module(type, body, header, more)) });
    expect(opened.loaded.catalog.modules.map(({ definition }) => definition)).toEqual([expected]);
  });

  it('notices a model that was changed by hand', async () => {
    const origin = `<DacOrigin><Checksums><Checksum Uri="/model.xml">${'0'.repeat(64)}</Checksum></Checksums></DacOrigin>`;
    expect((await openPackage({ 'model.xml': model(TABLE), 'Origin.xml': origin })).codes).toEqual([
      'source-package-changed',
    ]);
  });

  it('knows the odd kinds of columns', async () => {
    const set = `<Entry><Element Type="SqlColumnSet" Name="${T}.[All]" /></Entry>`;
    const plain = column(T, 'a', 'int', { nullable: false });
    const masked = plain.replace('<Relationship', '<Property Name="MaskingFunction" Value="default()" /><Relationship');
    const opened = await openPackage({ 'model.xml': model(table(T, set, masked)) });
    expect([opened.codes, opened.loaded.catalog.tables[0]?.columns.map(({ type, mask }) => [type.name, mask])]).toEqual(
      [
        [],
        [
          ['xml', undefined],
          ['int', 'default()'],
        ],
      ],
    );
  });

  it('keeps the settings of a module', async () => {
    const off = '<Property Name="IsAnsiNullsOn" Value="False" /><Property Name="IsQuotedIdentifierOn" Value="False" />';
    const opened = await openPackage({ 'model.xml': model(module('SqlProcedure', 'SELECT "x"', '', off)) });
    expect(opened.loaded.catalog.modules).toMatchObject([{ ansiNulls: false, quotedIdentifier: false }]);
  });

  it('lists what it does not know and what it leaves out', async () => {
    const more =
      '<Element Type="SqlTeleporter" Name="[dbo].[X]" /><Element Type="SqlUser" Name="[u]" /><Element Type="SqlUser" Name="[w]" />';
    const { source, loaded } = await openPackage({
      'model.xml': model(TABLE + more + module('SqlView', '').replace(/<Property.*<\/Property>/, '')),
    });
    expect(source.diagnostics.map(({ message }) => message)).toEqual([
      'Teleporter dbo.X is not taken over: elements of this type are not known.',
      'View dbo.M is not taken over: the package keeps no text of it.',
      expect.stringMatching(/^Not used: 2 elements of type SqlUser/),
    ]);
    expect(loaded.catalog.tables).toHaveLength(1);
  });
});

describe('broken packages', () => {
  const WHOLE = packageOf({ 'model.xml': model(TABLE), 'Origin.xml': '<a />' });

  it.each<readonly [string, Uint8Array | string, RegExp]>([
    ['another kind of file', 'not a zip at all', /it is no zip file/],
    ['an empty file', '', /it is no zip file/],
    ['a truncated file', WHOLE.slice(0, WHOLE.length - 40), /not copied to its end/],
    ['half of a file', WHOLE.slice(0, WHOLE.length / 2), /not copied to its end/],
    ['no model', packageOf({ 'Origin.xml': '<a />' }), /it holds no model\.xml/],
    ['a model that is cut off', packageOf({ 'model.xml': model(TABLE).slice(0, 600) }), /model\.xml is malformed/],
    ['a model of something else', packageOf({ 'model.xml': '<other />' }), /begins with <other>/],
    ['a model that is no text', packageOf({ 'model.xml': Uint8Array.of(0, 1, 0, 0, 7) }), /model\.xml is damaged/],
    [
      'a model with a document type of its own',
      packageOf({ 'model.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><DataSchemaModel>&a;</DataSchemaModel>' }),
      /malformed/,
    ],
  ])('%s: one message', async (_, content, reason) => {
    expect(await refusal(content)).toMatchObject({
      code: 'source-package-invalid',
      message: expect.stringMatching(reason),
    });
  });

  it('with damaged bytes inside: one message', async () => {
    const damaged = WHOLE.slice();
    damaged.fill(0xff, 60, 200);
    expect(await refusal(damaged)).toMatchObject({ code: 'source-package-invalid' });
  });

  it('that grow beyond all measure are not unpacked', async () => {
    expect(await refusal(packageOf({ 'model.xml': new Uint8Array(64 * 1024 * 1024) }))).toMatchObject({
      code: 'source-package-too-large',
      message: expect.stringMatching(/times its size/),
    });
  });

  it('that lie about their sizes are not believed', async () => {
    const lying = packageOf({ 'model.xml': new Uint8Array(4 * 1024 * 1024) });
    const view = new DataView(lying.buffer, lying.byteOffset, lying.byteLength);
    // The size in the entry's own header and in the directory at the end.
    for (let at = 0; at < lying.length - 4; at++) {
      const signature = view.getUint32(at, true);
      if (signature === 0x04034b50) view.setUint32(at + 22, 100, true);
      if (signature === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    expect(await refusal(lying)).toMatchObject({ code: 'source-package-invalid' });
  });

  it.each([
    [{ entry: 100 }, /would be 0 MB/],
    [{ total: 100 }, /it would be/],
    [{ entries: 1 }, /2 files/],
  ])('beyond a limit of %j are not unpacked', (limit, reason) => {
    const limits = { entry: 1e9, total: 1e9, entries: 100, ratio: 1e9, ratioFrom: 1, ...limit };
    expect(openZip('x.dacpac', 'dacpac', WHOLE, limits)).toMatchObject({
      ok: false,
      error: { code: 'source-package-too-large', message: expect.stringMatching(reason) },
    });
  });
});
