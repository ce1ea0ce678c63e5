import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDriver } from './load-driver.js';
import { probe } from './probe.js';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function listen(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    answer(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const packet = (body: readonly number[]): Buffer => Buffer.from([4, 1, 0, 8 + body.length, 0, 0, 1, 0, ...body]);
/** Version 15.0.2000 and what the server says of encryption. */
const greeting = (encryption: number): Buffer =>
  packet([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 15, 0, 7, 0xd0, 0, 0, encryption]);

describe('the first answer of a server', () => {
  it.each([
    [0x01, true],
    [0x00, true],
    [0x03, true],
    [0x02, false],
  ])('with encryption %i: %s', async (encryption, encrypts) => {
    const port = await listen((socket) => socket.on('data', () => socket.write(greeting(encryption))));
    expect(await probe('127.0.0.1', port, 2000)).toEqual({ greeting: { version: '15.0.2000', encrypts } });
  });

  it('may come in pieces', async () => {
    const port = await listen((socket) =>
      socket.on('data', () => {
        socket.write(greeting(1).subarray(0, 5));
        setTimeout(() => socket.write(greeting(1).subarray(5)), 20);
      }),
    );
    expect(await probe('127.0.0.1', port, 2000)).toMatchObject({ greeting: { encrypts: true } });
  });

  it.each<readonly [string, (socket: Socket) => void, RegExp]>([
    ['that hangs up', (socket) => socket.end(), /hung up/],
    ['that says nothing', () => {}, /does not answer/],
    ['of HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), /no SQL Server|hung up/],
    ['with offsets beyond its end', (socket) => socket.write(packet([1, 0xff, 0, 0, 1, 0xff])), /no SQL Server/],
  ])('%s is no greeting', async (_, answer, reason) => {
    const outcome = await probe('127.0.0.1', await listen(answer), 300);
    expect('failure' in outcome && outcome.failure).toMatch(reason);
  });

  it('cannot come from nowhere', async () => {
    expect(await probe('127.0.0.1', 9, 2000)).toEqual({ failure: 'nothing listens there' });
    expect(await probe('no.such.host.invalid', 1433, 5000)).toMatchObject({
      failure: expect.stringMatching(/host|looked up/),
    });
  });
});

describe('the driver', () => {
  it('may be missing', async () => {
    const missing = Object.assign(new Error("Cannot find package 'mssql'"), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(await loadDriver(() => Promise.reject(missing))).toMatchObject({ error: { code: 'live-driver-missing' } });
    await expect(loadDriver(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
