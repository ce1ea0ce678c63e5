import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

const DIGITS = `
CREATE TABLE dbo.Digit (d int NOT NULL)
INSERT dbo.Digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
CREATE TABLE dbo.Done (n int NOT NULL)
`;
/** Hundreds of millions of combinations, none of which fits. */
const ENDLESS = `SELECT COUNT(*) FROM dbo.Digit a, dbo.Digit b, dbo.Digit c, dbo.Digit e, dbo.Digit f, dbo.Digit g, dbo.Digit h, dbo.Digit i
WHERE a.d + b.d + c.d + e.d + f.d + g.d + h.d + i.d < 0`;

/** A client in a process of its own: the one of the engine is busy. */
const CLIENT = `
import sql from 'mssql';
const [port, first, second] = process.argv.slice(1);
const pool = await new sql.ConnectionPool({ server: '127.0.0.1', port: Number(port), user: 'sa', password: 'x', pool: { max: 1 }, requestTimeout: 60000,
  options: { encrypt: false } }).connect();
const request = pool.request();
setTimeout(() => request.cancel(), 300);
const code = await request.batch(first).then(() => 'finished', (error) => error.code);
const { recordset } = await pool.request().batch(second);
console.log(JSON.stringify({ code, recordset }));
await pool.close();
`;

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint(DIGITS);
});

function run(first: string, second: string): Promise<unknown> {
  const args = ['--input-type=module', '-e', CLIENT, String(endpoint.server.port), first, second];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.on('close', () => resolve(text === '' ? undefined : JSON.parse(text)));
  });
}

describe('a statement that runs', () => {
  it('is stopped by an attention, and the connection goes on', async () => {
    const began = Date.now();
    expect(await run(ENDLESS, 'SELECT 1 AS a')).toEqual({ code: 'ECANCEL', recordset: [{ a: 1 }] });
    expect(Date.now() - began).toBeLessThan(30_000);
  });

  it('is taken back, not what was done before it, and nothing follows it', async () => {
    const text = `BEGIN TRY INSERT dbo.Done VALUES (1); INSERT dbo.Done ${ENDLESS}; END TRY BEGIN CATCH INSERT dbo.Done VALUES (2) END CATCH; INSERT dbo.Done VALUES (3)`;
    expect(await run(text, 'SELECT n FROM dbo.Done')).toEqual({ code: 'ECANCEL', recordset: [{ n: 1 }] });
  });

  it('is stopped in a loop', async () => {
    const text = 'DECLARE @i int = 0; WHILE @i < 100000000 SET @i += 1';
    expect(await run(text, 'SELECT 1 AS a')).toMatchObject({ code: 'ECANCEL' });
  });
});

it('a client that goes away in the middle of a statement stops it', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      CLIENT.replace('request.cancel()', 'process.exit(1)'),
      String(endpoint.server.port),
      ENDLESS,
      '',
    ],
    { stdio: 'ignore' },
  );
  await new Promise((resolve) => child.on('close', resolve));
  const pool = await endpoint.connect();
  expect((await pool.request().query('SELECT COUNT(*) AS n FROM dbo.Digit')).recordset).toEqual([{ n: 10 }]);
});

it('a port that is taken is told as before', async () => {
  const { server } = endpoint;
  const socket = connect(server.port, server.host);
  await new Promise((resolve) => socket.on('connect', resolve));
  socket.destroy();
  await expect(startEndpoint('SELECT 1', { port: server.port })).rejects.toThrow('another program listens there');
});
