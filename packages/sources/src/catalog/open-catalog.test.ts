import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSource } from '../open-source.js';
import { open } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';
import { catalogDocument } from './catalog-document.js';

const EVERYTHING = `CREATE SCHEMA [odd ]]name];
GO
CREATE TYPE dbo.Code FROM nvarchar(10) NOT NULL;
CREATE TYPE dbo.Pairs AS TABLE (a int NOT NULL PRIMARY KEY, b nvarchar(max) NULL);
CREATE SEQUENCE dbo.Numbers AS bigint START WITH -5 INCREMENT BY 2;
CREATE SYNONYM dbo.Other FOR [server].[db].dbo.[Far Away];
GO
CREATE FUNCTION dbo.Twice(@n int) RETURNS int AS BEGIN RETURN @n * 2 END;
GO
CREATE TABLE dbo.Parent (Id int IDENTITY(9007199254740993, -1) CONSTRAINT PK_P PRIMARY KEY NONCLUSTERED, UNIQUE (Id));
CREATE TABLE [odd ]]name].[T t] (
  Id int NOT NULL CONSTRAINT DF_Id DEFAULT (5 -- five
  ),
  Code dbo.Code,
  Text varchar(20) COLLATE Latin1_General_BIN NULL,
  Doubled AS dbo.Twice(Id) PERSISTED NOT NULL,
  Long AS Text + 'x',
  Amount decimal(38, 10) NULL CHECK (Amount > 0),
  Row rowversion,
  Guid uniqueidentifier ROWGUIDCOL NULL,
  FromTime datetime2(3) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
  ToTime datetime2(3) GENERATED ALWAYS AS ROW END HIDDEN NOT NULL,
  PERIOD FOR SYSTEM_TIME (FromTime, ToTime),
  CONSTRAINT FK_1 FOREIGN KEY (Id) REFERENCES dbo.Parent (Id) ON DELETE CASCADE ON UPDATE SET NULL
);
CREATE UNIQUE INDEX ix ON [odd ]]name].[T t] (Id DESC) INCLUDE (Text) WHERE Id > 5;
ALTER TABLE [odd ]]name].[T t] WITH NOCHECK ADD CONSTRAINT FK_2 FOREIGN KEY (Id) REFERENCES dbo.Parent (Id);
EXEC sp_addextendedproperty N'MS_Description', N'It''s a table', N'SCHEMA', N'odd ]name', N'TABLE', N'T t';
EXEC sp_addextendedproperty N'MS_Description', N'A column', N'SCHEMA', N'dbo', N'TABLE', N'Parent', N'COLUMN', N'Id';
GO
SET QUOTED_IDENTIFIER OFF
GO
CREATE VIEW dbo.V AS SELECT "text" AS t FROM dbo.Parent;
GO
SET ANSI_NULLS OFF
GO
CREATE TRIGGER dbo.Tr ON dbo.Parent AFTER INSERT AS SELECT 1;
GO
CREATE PROCEDURE dbo.P AS SELECT 1
`;

async function saved(script: string) {
  const folder = folderOf({ 'scripts/a.sql': script });
  const { source, loaded } = await open(join(folder, 'scripts'));
  const document = catalogDocument(source, loaded);
  const file = join(folder, 'catalog.json');
  writeFileSync(file, JSON.stringify(document));
  return { file, document: JSON.parse(JSON.stringify(document)) as typeof document };
}

it('keeps everything that a catalog can say', async () => {
  const { file, document } = await saved(EVERYTHING);
  const again = await open(file);
  expect(JSON.parse(JSON.stringify(again.loaded.catalog))).toEqual(document.catalog);
  expect([document.catalog.tables.length, document.catalog.modules.length, document.gaps]).toEqual([2, 4, []]);
});

it('keeps what could not be taken over, once', async () => {
  const { file, document } = await saved('CREATE TABLE dbo.T (a int);\nGO\n\nINSERT dbo.Missing VALUES (1);\n');
  expect(document.gaps).toMatchObject([{ code: 'exec-failed', file: 'a.sql', line: 4 }]);
  const again = await open(file);
  expect(catalogDocument(again.source, again.loaded).gaps).toMatchObject([
    { code: 'exec-failed', file: 'a.sql', line: 4 },
  ]);
});

it.each([
  ['no JSON', '{"a": ', /it is not JSON/],
  ['another document', '{"schemaVersion": 1, "totals": {}}', /source: .*; and \d+ more|source: /],
  ['a newer version', '{"schemaVersion": 2}', /schemaVersion/],
  ['bytes', Uint8Array.of(0, 1, 2), /it is no/],
])('refuses %s', async (_, content, reason) => {
  const source = await openSource(join(folderOf({ 'c.json': content }), 'c.json'));
  expect(source).toMatchObject({
    ok: false,
    error: { code: 'source-catalog-invalid', message: expect.stringMatching(reason) },
  });
});
