import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorTo, openSocket, REFUSED } from './open-socket.js';

let server: Server;
let port: number;
let met = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    met++;
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const outcome = (host: string, rule?: (address: string) => boolean): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = openSocket({ host, port }, rule);
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.on('connect', () => {
      resolve(socket.remoteAddress);
      socket.destroy();
    });
  });

it('goes to the address that it asked about, and asks once', async () => {
  const asked: string[] = [];
  const isLocal = (address: string) => {
    asked.push(address);
    return address === '127.0.0.1' || address === '::1';
  };
  expect(await outcome('localhost', isLocal)).toBe('127.0.0.1');
  expect(new Set(asked).size).toBe(asked.length);
  expect(await outcome('127.0.0.1')).toBe('127.0.0.1');
});

it.each(['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1'])('does not open a connection to %s', async (host) => {
  const before = met;
  expect(await outcome(host, () => false)).toBe(REFUSED);
  expect(met).toBe(before);
});

it('says when a name leads nowhere', async () => {
  expect(await outcome('no-such-host.invalid', () => true)).toMatch(/ENOTFOUND|EAI_AGAIN/);
});

it('gives the driver open sockets only, and stops when it is told', async () => {
  const here = { host: 'localhost', port };
  const socket = await connectorTo(here, () => true)?.();
  expect(socket?.remotePort).toBe(port);
  socket?.destroy();
  await expect(connectorTo(here, () => false)?.()).rejects.toThrow('localhost');
  // A server that sends on to another one names it.
  const elsewhere = { host: '127.0.0.1', port };
  await expect(connectorTo(here, (one) => one !== '127.0.0.1')?.(elsewhere)).rejects.toThrow('127.0.0.1');
  expect(connectorTo(here)).toBeUndefined();
  const stopped = AbortSignal.timeout(50);
  // RFC 5737: nobody answers there.
  const waiting = connectorTo({ host: '192.0.2.1', port: 1433 }, () => true)?.(undefined, undefined, stopped);
  await expect(waiting).rejects.toBeDefined();
});
