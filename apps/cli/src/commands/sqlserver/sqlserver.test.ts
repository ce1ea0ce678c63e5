import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sql from 'mssql';
import { describe, expect, it } from 'vitest';
import { finish, run, start, temporaryFolder } from '../../testing/run-cli.js';

const TABLES =
  'CREATE DATABASE Shop\nGO\nUSE Shop\nGO\nCREATE TABLE dbo.T (Id int NOT NULL)\nINSERT dbo.T VALUES (1), (2)\n';

function script(): string {
  const path = join(temporaryFolder(), 'shop.sql');
  writeFileSync(path, TABLES);
  return path;
}

describe('sqlserver', () => {
  it('prints its address, serves, and ends cleanly', async () => {
    const args = ['sqlserver', '--load', script(), '--port', '0', '--password-env', 'SHOP_PASSWORD', '--json'];
    const child = start(args, { env: { SHOP_PASSWORD: 'p@ss' } });
    const finished = finish(child);
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface(child.stdout).once('line', (text) => resolve([text])),
    );
    const ready = JSON.parse(line ?? '{}') as { host: string; port: number };
    expect(ready).toMatchObject({
      ready: true,
      host: '127.0.0.1',
      database: 'Shop',
      user: 'sa',
      tables: 1,
      modules: 0,
    });
    const connect = (password: string): Promise<sql.ConnectionPool> =>
      new sql.ConnectionPool({
        server: ready.host,
        port: ready.port,
        user: 'sa',
        password,
        database: 'Shop',
        options: { encrypt: false },
      }).connect();
    await expect(connect('wrong')).rejects.toThrow("Login failed for user 'sa'.");
    const pool = await connect('p@ss');
    expect((await pool.request().query('SELECT COUNT(*) AS n FROM dbo.T')).recordset).toEqual([{ n: 2 }]);
    // A client that is still connected does not hold it up.
    child.kill('SIGTERM');
    expect((await finished).code).toBe(0);
    await pool.close();
  });

  it('says what it needs', async () => {
    const path = script();
    const cases: readonly (readonly [string[], string])[] = [
      [['--load', path, '--password-env', 'NOT_THERE'], 'cli-environment-variable'],
      [['--load', join(path, '..', 'none.sql')], 'source-not-found'],
      [['--load', path, '--cert', path], 'need each other'],
      [['--load', path, '--host', '192.0.2.1'], 'tds-cannot-listen'],
      [['--load', path, '--port', 'x'], 'port'],
      [[], '--load'],
    ];
    for (const [args, text] of cases) {
      const { code, stderr } = await run(['sqlserver', ...args]);
      expect([args, code, stderr.includes(text)]).toEqual([args, 2, true]);
    }
  });
});
