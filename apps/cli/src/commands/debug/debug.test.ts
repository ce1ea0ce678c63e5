import { serveTds, type TdsServer } from '@datamigrate/tds';
import { loadScripts } from '@datamigrate/tsql-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../testing/run-cli.js';
import { nodeCheck } from './check-installation.js';

let server: TdsServer;
beforeAll(async () => {
  const { database } = loadScripts([{ name: 'a.sql', text: 'CREATE TABLE dbo.T (a int)\nINSERT dbo.T VALUES (1)' }], {
    name: 'Shop',
  });
  const started = await serveTds({ database, port: 0, credentials: { user: 'sa', password: 'right' } });
  if (!started.ok) throw new Error(started.error.message);
  server = started.value;
});
afterAll(() => server.close());

const address = (more = ''): string => `mssql://sa@127.0.0.1:${server.port}/Shop${more}`;

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly text: string }[];
  readonly issues: readonly { readonly code: string }[];
}

async function debug(
  source: string,
  password: string,
): Promise<{ readonly code: number | null; readonly report: Report }> {
  const { code, stdout } = await run(['debug', source, '--json'], { env: { DATAMIGRATE_PASSWORD: password } });
  return { code, report: JSON.parse(stdout) as Report };
}

describe('debug of a server', () => {
  it('goes all the way', async () => {
    const { code, report } = await debug(address('?encrypt=false'), 'right');
    expect(code).toBe(0);
    expect(report.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['address', true],
      ['server', true],
      ['encryption', true],
      ['login', true],
      ['database', true],
      ['permissions', true],
      ['objects', true],
    ]);
    expect(report.checks.at(-1)?.text).toMatch(/^1 tables with 1 rows, 0 modules, in 6 round trips$/);
  });

  it('says where the way ends', async () => {
    const ends: readonly (readonly [string, string, string, string])[] = [
      [address('?encrypt=false'), 'wrong', 'login', 'live-login-failed'],
      [address(), 'right', 'encryption', 'live-encryption-refused'],
      ['mssql://sa@127.0.0.1:9/Shop', 'right', 'server', 'live-unreachable'],
      ['mssql://sa@127.0.0.1/Shop?encrypted=no', 'right', 'address', 'live-address-invalid'],
      ['postgres://sa@127.0.0.1/Shop', 'right', 'address', 'live-address-invalid'],
    ];
    for (const [source, password, step, issue] of ends) {
      const { code, report } = await debug(source, password);
      expect([source, code, report.checks.at(-1)?.name, report.issues[0]?.code]).toEqual([source, 1, step, issue]);
    }
  });

  it('shows no password', async () => {
    const source = `mssql://sa:s3cret@127.0.0.1:${server.port}/Shop?encrypt=false`;
    const { code, stdout, stderr } = await run(['debug', source]);
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('s3cret');
    expect(stderr).toContain('live-login-failed');
  });
});

describe('debug of the installation', () => {
  it('names the versions', async () => {
    const { stdout } = await run(['debug']);
    for (const name of ['node', 'mssql']) expect(stdout).toMatch(new RegExp(`^ok +${name} +\\d+\\.\\d+`, 'm'));
    expect(stdout).toContain('dbt');
  });

  it.each([
    ['20.20.2', true],
    ['22.1.0', true],
    ['20.19.9', false],
    ['18.20.0', false],
  ])('Node %s is enough: %s', (version, ok) => {
    expect(nodeCheck(version).ok).toBe(ok);
  });
});
