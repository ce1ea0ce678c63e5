import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint('');
});

const packet = (type: number, payload: readonly number[], status = 1, length = payload.length + 8): Buffer =>
  Buffer.from([type, status, length >> 8, length & 0xff, 0, 0, 1, 0, ...payload]);

const PRELOGIN = packet(0x12, [0x01, 0, 6, 0, 1, 0xff, 0x02]);

/** Sends bytes and waits until the server hangs up. */
function send(...chunks: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(endpoint.server.port, endpoint.server.host);
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.on('data', () => {});
    for (const chunk of chunks) socket.write(chunk);
  });
}

const BROKEN: readonly (readonly [string, readonly Buffer[], RegExp])[] = [
  ['HTTP', [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')], /unknown type 71/],
  ['a packet shorter than its header', [packet(0x12, [], 1, 3)], /says that it has 3 bytes/],
  ['a login before the prelogin', [packet(0x10, [1, 2, 3, 4])], /instead of PRELOGIN/],
  ['a prelogin that points beyond its end', [packet(0x12, [0x01, 0xff, 0xff, 0, 1, 0xff])], /beyond its end/],
  ['a prelogin without an end', [packet(0x12, [0x00, 0, 6, 0, 1])], /bytes expected/],
  ['a short login', [PRELOGIN, packet(0x10, [8, 0, 0, 0, 4, 0, 0, 0x74])], /bytes expected/],
  ['a login longer than its message', [PRELOGIN, packet(0x10, [0xff, 0xff, 0, 0])], /longer than its message/],
  ['a request instead of a login', [PRELOGIN, packet(0x01, [0, 0])], /instead of LOGIN7/],
  ['an attention before the login', [PRELOGIN, packet(0x06, [])], /attention/],
  ['two types in one message', [packet(0x12, [1], 0), packet(0x10, [1])], /another type/],
];

describe('bytes that are no TDS', () => {
  it.each(BROKEN)('%s end the connection with a line', async (_, chunks, reason) => {
    await send(...chunks);
    expect(endpoint.lines.at(-1)).toMatch(reason);
  });

  it('by chance do no harm to others', async () => {
    let seed = 12345;
    const byte = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 16) & 0xff;
    };
    const noise = Array.from({ length: 40 }, () => {
      const type = [0x12, 0x10, 0x01, 0x03, 0x0e][byte() % 5] ?? 0x12;
      return packet(type, Array.from({ length: byte() % 100 }, byte));
    });
    await Promise.all(
      noise.map(
        (bytes) =>
          new Promise<void>((resolve) => {
            const socket = connect(endpoint.server.port, endpoint.server.host);
            socket.on('error', () => {});
            socket.on('close', () => resolve());
            socket.write(PRELOGIN);
            socket.end(bytes);
            socket.resume();
          }),
      ),
    );
    const pool = await endpoint.connect();
    expect((await pool.request().query('SELECT 1 AS a')).recordset).toEqual([{ a: 1 }]);
  });
});
