import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { serveTds } from '../server/tds-server.js';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';
import { loginFailure } from './check-login.js';
import type { Login } from './login7.js';

const messageOf = (endpoint: Endpoint, options: Parameters<Endpoint['connect']>[0]): Promise<string> =>
  endpoint.connect(options).then(
    () => 'connected',
    (error: Error) => error.message,
  );

describe('a login', () => {
  it('is anybody’s where no password is set', async () => {
    const endpoint = await startEndpoint('');
    const pool = await endpoint.connect({ user: 'anna', password: 'x', database: 'shop' });
    const { recordset } = await pool.request().query('SELECT DB_NAME() AS d, SUSER_SNAME() AS l, @@SPID AS s');
    expect(recordset[0]).toMatchObject({ d: 'Shop', l: 'anna' });
  });

  it('needs user and password where they are set', async () => {
    const endpoint = await startEndpoint('', { credentials: { user: 'sa', password: 'pä$$wörd' } });
    expect(await messageOf(endpoint, { user: 'sa', password: 'pä$$wörd' })).toBe('connected');
    expect(await messageOf(endpoint, { user: 'SA', password: 'pä$$wörd' })).toBe('connected');
    expect(await messageOf(endpoint, { user: 'sa', password: 'pa$$word' })).toBe("Login failed for user 'sa'.");
    expect(await messageOf(endpoint, { user: 'bo', password: 'pä$$wörd' })).toBe("Login failed for user 'bo'.");
  });

  it('names a database that is there', async () => {
    const endpoint = await startEndpoint('');
    expect(await messageOf(endpoint, { database: 'SHOP' })).toBe('connected');
    expect(await messageOf(endpoint, { database: 'Warehouse' })).toBe("Login failed for user 'sa'.");
    const login = { user: 'sa', password: '', database: 'Warehouse', otherAuthentication: false } as Login;
    expect(loginFailure(login, ['Shop'], undefined)?.map(({ number }) => number)).toEqual([4060, 18456]);
  });

  it('by other means than a password is refused', () => {
    const login = { user: '', password: '', database: '', otherAuthentication: true } as Login;
    expect(loginFailure(login, ['Shop'], undefined)?.map(({ number }) => number)).toEqual([18452]);
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!openssl)('a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tds-'));
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  spawnSync('openssl', [...make, '-addext', 'subjectAltName=DNS:localhost', '-keyout', files.key, '-out', files.cert]);

  it('encrypts the connections of clients that want it', async () => {
    const certificate = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
    const endpoint = await startEndpoint('', { certificate });
    const pool = await endpoint.connect({ options: { encrypt: true, trustServerCertificate: true } });
    const { recordset } = await pool.request().query("SELECT REPLICATE(CAST('x' AS varchar(max)), 300000) AS v");
    expect(recordset[0].v).toHaveLength(300_000);
    expect(await messageOf(endpoint, { options: { encrypt: false } })).toBe('connected');
    expect(await messageOf(endpoint, { options: { encrypt: true } })).toMatch(/self.signed certificate/);
  });
});

describe('the endpoint', () => {
  it('says why it cannot listen', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const started = await serveTds({ database: new Database(), port });
    expect(started).toMatchObject({ ok: false, error: { code: 'tds-cannot-listen' } });
    taken.close();
  });
});
