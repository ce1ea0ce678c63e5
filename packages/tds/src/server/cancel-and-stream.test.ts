import type sql from 'mssql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

const NUMBERS = `
CREATE TABLE dbo.Digit (d int NOT NULL)
INSERT dbo.Digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
CREATE TABLE dbo.Big (Id int NOT NULL, Name nvarchar(50) NOT NULL, Amount decimal(18,4) NULL, At datetime2(7) NULL)
INSERT dbo.Big
SELECT a.d * 10000 + b.d * 1000 + c.d * 100 + e.d * 10 + f.d, N'row of some length', a.d * 1.5, '2024-02-29T12:34:56.1234567'
FROM dbo.Digit a CROSS JOIN dbo.Digit b CROSS JOIN dbo.Digit c CROSS JOIN dbo.Digit e CROSS JOIN dbo.Digit f
`;

let endpoint: Endpoint;
let pool: sql.ConnectionPool;
beforeAll(async () => {
  endpoint = await startEndpoint(NUMBERS);
  pool = await endpoint.connect();
});

describe('100,000 rows', () => {
  it('stream, in their order, to a client that reads slowly', async () => {
    const request = pool.request();
    request.stream = true;
    let count = 0;
    let sum = 0;
    const before = process.memoryUsage().rss;
    await new Promise<void>((resolve, reject) => {
      request.on('row', ({ Id }: { Id: number }) => {
        count++;
        sum += Id;
        if (count % 20_000 === 0) {
          request.pause();
          setTimeout(() => request.resume(), 10);
        }
      });
      request.on('error', reject);
      request.on('done', () => resolve());
      request.query('SELECT Id, Name, Amount, At FROM dbo.Big ORDER BY Id').catch(reject);
    });
    expect([count, sum]).toEqual([100_000, 4_999_950_000]);
    // Their 20 MB do not wait in memory as packets; the engine and the client in this process need some of their own.
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(400);
  });

  it('stop when the client has seen enough, and the connection goes on', async () => {
    const request = pool.request();
    request.stream = true;
    let count = 0;
    const ended = new Promise<string>((resolve) => {
      request.on('row', () => {
        count++;
        if (count === 1000) request.cancel();
      });
      request.on('error', ({ code }: { code: string }) => resolve(code));
      request.on('done', () => resolve('done'));
    });
    request.query('SELECT Id FROM dbo.Big').catch(() => {});
    expect(await ended).toBe('ECANCEL');
    expect(count).toBeLessThan(100_000);
    expect((await pool.request().query('SELECT 1 AS a')).recordset).toEqual([{ a: 1 }]);
  });
});

describe('an attention', () => {
  it('ends a wait', async () => {
    const request = pool.request();
    const began = Date.now();
    setTimeout(() => request.cancel(), 50);
    await expect(request.query("WAITFOR DELAY '00:00:30'")).rejects.toMatchObject({ code: 'ECANCEL' });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('keeps what follows in the batch from running', async () => {
    const request = pool.request();
    setTimeout(() => request.cancel(), 50);
    await expect(request.batch("WAITFOR DELAY '00:00:30'; DELETE dbo.Digit")).rejects.toMatchObject({
      code: 'ECANCEL',
    });
    expect((await pool.request().query('SELECT COUNT(*) AS n FROM dbo.Digit')).recordset).toEqual([{ n: 10 }]);
  });

  it('follows from a timeout of the client', async () => {
    const short = await endpoint.connect({ requestTimeout: 100 });
    await expect(short.request().query("WAITFOR DELAY '00:00:30'")).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect((await short.request().query('SELECT 1 AS a')).recordset).toEqual([{ a: 1 }]);
  });
});
