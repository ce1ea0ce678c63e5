import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveTds, type TdsServer } from '@datamigrate/tds';
import { loadScripts } from '@datamigrate/tsql-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, temporaryFolder } from '../../testing/run-cli.js';

const SHOP = `
CREATE TABLE dbo.Product (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Price decimal(9,2) NULL);
INSERT dbo.Product VALUES (1, N'Rope', 12.50), (2, N'Anker ø', NULL), (3, N'Buoy', 99.99);
GO
CREATE VIEW dbo.Dear AS SELECT Id, Name, Price * 2 AS Twice FROM dbo.Product WHERE Price > 50;
`;
const PASSWORD = 'geheim-7431';

let server: TdsServer;
beforeAll(async () => {
  const { database } = loadScripts([{ name: 'shop.sql', text: SHOP }], { name: 'Shop' });
  const started = await serveTds({ database, port: 0, credentials: { user: 'sa', password: PASSWORD } });
  if (!started.ok) throw new Error(started.error.message);
  server = started.value;
});
afterAll(() => server.close());

function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

interface Report {
  readonly source: { readonly kind: string };
  readonly objects: readonly { readonly id: string; readonly verdict: string }[];
}

describe('migrate from a server', () => {
  it('proves its rows, and writes no password anywhere', async () => {
    const out = join(temporaryFolder(), 'shop');
    const source = `mssql://sa:${PASSWORD}@127.0.0.1:${server.port}/Shop?encrypt=false`;
    const stopped = await run(['migrate', source, '--out', out, '--checkpoint', 'plan']);
    expect([stopped.code, stopped.stderr.match(/^error.*/gm)]).toEqual([0, null]);
    // Going on needs the password again.
    const without = await run(['resume', out]);
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('live-password-missing')]);
    const { code, stdout, stderr } = await run(['resume', out, '--json'], {
      env: { DATAMIGRATE_PASSWORD: PASSWORD },
    });
    expect([code, stderr.match(/^error.*/gm)]).toEqual([0, null]);
    const report = JSON.parse(stdout) as Report;
    expect(report.source.kind).toBe('server');
    expect(report.objects.map(({ verdict }) => verdict)).toEqual(['equal', 'equal']);
    expect(stopped.stdout + stopped.stderr + stdout + stderr + textOf(out)).not.toContain(PASSWORD);
  });
});
