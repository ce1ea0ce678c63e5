import { join } from 'node:path';
import { checkReport } from '@datamigrate/contracts';
import { describe, expect, it } from 'vitest';
import { cli, hasDbt } from './support/cli.js';
import { MigratedFolder } from './support/migrated-folder.js';
import { textsOf } from './support/warehouse.js';
import { workFolder, writeFiles } from './support/work-folder.js';

const script = (table: string, text: string): string =>
  `CREATE TABLE dbo.${table} (Id int NOT NULL PRIMARY KEY, Name nvarchar(40) NOT NULL);\r\nGO\r\nINSERT INTO dbo.${table} VALUES (1, N'${text}');\r\nGO\r\n`;

/** UTF-16, the higher byte last or first, with its mark. */
function utf16(text: string, isBigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

/** The characters of Windows-1252 that it shares with Latin-1, and the euro sign. */
function windows1252(text: string): Uint8Array {
  return Uint8Array.from([...text].map((character) => (character === '€' ? 0x80 : character.charCodeAt(0))));
}

describe.skipIf(!hasDbt)('scripts that are not perfect', () => {
  it('are read in their encodings; what cannot be read or run is left out, and the report says so', async () => {
    const folder = workFolder();
    const source = writeFiles(join(folder, 'scripts'), {
      '01-utf16.sql': utf16(script('Wide', 'Größe Ω 漢字 😀')),
      '02-utf16-be.sql': utf16(script('WideToo', 'naïve ☃'), true),
      '03-windows.sql': windows1252(script('Old', 'Crème brûlée 5 €')),
      '04-utf8-mark.sql': `\uFEFF${script('Marked', 'Straße')}`,
      '05-picture.sql': Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256),
      '06-broken.sql': [
        'CREATE TABLE dbo.Good (Id int NOT NULL);',
        'INSERT INTO dbo.Good VALUES (1), (2);',
        'CREATE VIEW dbo.Broken AS SELECT Id FROM WHERE dbo.Good;',
        "INSERT INTO dbo.Good VALUES ('three');",
        'CREATE VIEW dbo.Fine AS SELECT Id FROM dbo.Good WHERE Id > 1;',
      ].join('\nGO\n'),
    });
    const migrated = new MigratedFolder(join(folder, 'out'));
    const { code, stdout, stderr } = await cli('migrate', source, '--out', migrated.out);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^warning: .*05-picture\.sql is not a text file/m);

    const report = migrated.report();
    expect(checkReport(report)).toEqual([]);
    const names = await textsOf(migrated.path('warehouse.duckdb'), ['Wide', 'WideToo', 'Old', 'Marked'], 'Name');
    expect(names).toEqual(['Größe Ω 漢字 😀', 'naïve ☃', 'Crème brûlée 5 €', 'Straße']);
    expect(migrated.object('dbo.Fine').verdict).toBe('equal');
    expect(migrated.object('dbo.Good').evidence).toMatchObject([{ rowsSource: 2, rowsTarget: 2 }]);

    const said: readonly { file?: string | undefined; line?: number | undefined; message: string }[] = [
      ...(report.source.issues ?? []),
      ...report.objects.flatMap(({ issues }) => issues),
    ];
    const messages = said.map(({ file, line, message }) => `${file ?? ''}:${line ?? ''} ${message}`).join('\n');
    expect(messages).toMatch(/05-picture\.sql is not a text file/);
    expect(messages).toMatch(/06-broken\.sql:5 .*WHERE/);
    expect(messages).toMatch(/06-broken\.sql:7 .*245/);
    expect(said).toHaveLength(3);
    expect(stdout).toContain('06-broken.sql, line 5: ');
    expect(migrated.text('.datamigrate/report.html')).toContain('06-broken.sql');
  });
});
