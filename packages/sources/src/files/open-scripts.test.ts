import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from '../open-source.js';
import { open, rowsOf, tableNames } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';

describe('scripts as sqlcmd runs them', () => {
  it('follows :r, fills in variables and runs an included file once, where it is named', async () => {
    const folder = folderOf({
      'a-part.sql': 'INSERT dbo.T VALUES ($(Number));\n',
      'main.sql': ':setvar Number 7\nCREATE TABLE dbo.T (a int);\nGO\n:r .\\A-Part.sql\nGO\nINSERT dbo.T VALUES (8);\n',
    });
    const opened = await open(folder);
    expect(rowsOf(opened, 'T')).toEqual([['7'], ['8']]);
    expect(opened.source.files.map(({ path }) => path).sort()).toEqual(['a-part.sql', 'main.sql']);
  });

  it('leaves text alone that only looks like a variable', async () => {
    const folder = folderOf({ 'a.sql': "CREATE TABLE dbo.T (a varchar(20));\nINSERT dbo.T VALUES ('$(document)');" });
    const opened = await open(folder);
    expect([rowsOf(opened, 'T'), opened.codes]).toEqual([[['$(document)']], []]);
  });

  it('names the place in the included file, whatever stands around it', async () => {
    const folder = folderOf({
      'main.sql': 'PRINT 1\nGO\n:r sub/part.sql\nGO\nPRINT 2;\nINSERT dbo.Other VALUES (1);\n',
      'sub/part.sql': '\n\nINSERT dbo.Missing VALUES (1);\nGO\nCREATE TABLE dbo.T (a int);\n',
    });
    const { source, loaded } = await open(folder);
    const placeOf = ({ source: file, span }: { source?: string | undefined; span?: { start: number } | undefined }) => {
      const text = source.files.find(({ path }) => path === file)?.text ?? '';
      return [file, text.slice(span?.start).split('\n')[0], text.slice(0, span?.start).split('\n').length];
    };
    expect(loaded.diagnostics.map(placeOf)).toEqual([
      ['sub/part.sql', 'INSERT dbo.Missing VALUES (1);', 3],
      ['main.sql', 'INSERT dbo.Other VALUES (1);', 6],
    ]);
  });

  it('keeps a batch whole that goes from one file into another', async () => {
    const folder = folderOf({
      'main.sql': 'CREATE TABLE dbo.T (a int);\nGO\nDECLARE @n int = 5\n:r part.sql\nINSERT dbo.T VALUES (@n + 1)\n',
      'part.sql': 'INSERT dbo.T VALUES (@n)\n',
    });
    expect(rowsOf(await open(folder), 'T')).toEqual([['5'], ['6']]);
  });

  it('ends cycles of includes with a word about them', async () => {
    const folder = folderOf({
      'a.sql': 'CREATE TABLE dbo.A (a int);\nGO\n:r b.sql\n',
      'b.sql': 'CREATE TABLE dbo.B (a int);\nGO\n:r a.sql\n',
    });
    const opened = await open(folder);
    expect(tableNames(opened)).toEqual(['A', 'B']);
    expect(opened.codes).toEqual(['source-include-cycle']);
    expect(opened.source.diagnostics[0]?.message).toContain('a.sql → b.sql → a.sql');
  });

  it('says which included file is missing', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE dbo.A (a int);\nGO\n:r nowhere.sql\n' });
    const { source } = await open(folder);
    expect(source.diagnostics).toMatchObject([{ code: 'source-include-missing', source: 'a.sql' }]);
  });

  it('finds included files whose paths are those of another machine', async () => {
    const folder = folderOf({
      'main/all.sql':
        ':setvar Root "D:\\work\\db scripts"\n:r $(Root)\\Tables\\T.sql\nGO\n:r $(Root)\\Elsewhere\\T.sql\n',
      'Tables/T.sql': 'CREATE TABLE dbo.T (a int);\n',
    });
    const opened = await open(folder);
    expect(tableNames(opened)).toEqual(['T']);
    expect(opened.source.diagnostics).toMatchObject([
      { code: 'source-include-missing', source: 'main/all.sql' },
      {
        code: 'source-include-elsewhere',
        message:
          '1 file that main/all.sql includes has a path of another machine: D:\\work\\db scripts\\Tables\\T.sql was taken from Tables/T.sql.',
      },
    ]);
  });

  it('runs what makes databases and schemas before what stands in them', async () => {
    const folder = folderOf({
      '0. Master/all.sql': 'USE Dw\nGO\n:r ../2/t.sql\n',
      '1. Begin/schemas.sql':
        "USE master\nGO\nIF DB_ID('Dw') IS NULL CREATE DATABASE Dw\nGO\nUSE Dw\nGO\nCREATE SCHEMA stg\nGO\nIF SCHEMA_ID('dw') IS NULL EXEC('CREATE SCHEMA dw')\n",
      '2/t.sql': 'CREATE TABLE stg.T (a int);\n',
      '3/more.sql': 'CREATE SCHEMA late\nGO\nCREATE TABLE late.T (a int)\n',
    });
    const opened = await open(folder);
    expect(opened.codes).toEqual([]);
    expect(opened.loaded.statements.map(({ source }) => source).filter((file, i, all) => file !== all[i - 1])).toEqual([
      '1. Begin/schemas.sql',
      '0. Master/all.sql',
      '2/t.sql',
      '3/more.sql',
    ]);
  });

  it('repeats a batch as GO says', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE dbo.T (a int);\nGO\nINSERT dbo.T VALUES (1)\nGO 3\n' });
    expect(rowsOf(await open(folder), 'T')).toHaveLength(3);
  });

  it.each([
    ['CREATE DATABASE Shop;', 'Shop'],
    ["-- USE Wrong\nPRINT 'USE Wrong'\nUSE [master]\nGO\nUSE [Sales Data]\nGO", 'Sales Data'],
    [':setvar Name "Fresh"\nGO\nUSE $(Name)', 'Fresh'],
    ['PRINT 1', 'scripts'],
  ])('finds the name of the database in %j', async (text, name) => {
    const folder = folderOf({ 'scripts/a.sql': `${text}\n` });
    const source = await openSource(join(folder, 'scripts'));
    expect(source.ok && source.value.database).toBe(name);
  });

  it('mentions the project that stands in a folder of scripts', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE dbo.A (a int);', 'Shop.sqlproj': '<Project />' });
    expect((await open(folder)).codes).toEqual(['source-project-in-folder']);
  });

  it('changes its fingerprint with a data file', async () => {
    const folder = (rows: string) => folderOf({ 'a.sql': 'CREATE TABLE dbo.A (a int);', 'A.csv': rows });
    const prints = await Promise.all(['a\n1\n', 'a\n2\n', 'a\n1\n'].map(async (rows) => openSource(folder(rows))));
    const [first, second, third] = prints.map((source) => source.ok && source.value.fingerprint);
    expect([first === third, first === second]).toEqual([true, false]);
  });
});
