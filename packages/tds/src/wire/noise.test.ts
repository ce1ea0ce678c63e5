import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint('CREATE PROCEDURE dbo.P @a int AS SELECT @a AS a');
});

const packet = (type: number, payload: Uint8Array): Buffer => {
  const header = Buffer.from([type, 1, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(payload.length + 8, 2);
  return Buffer.concat([header, payload]);
};

const PRELOGIN = packet(0x12, Buffer.from([0x01, 0, 6, 0, 1, 0xff, 0x02]));

/** A login of nobody: all of its texts are empty. */
function login(): Buffer {
  const length = 94;
  const body = Buffer.alloc(length);
  body.writeUInt32LE(length, 0);
  body.writeUInt32LE(0x74000004, 4);
  body.writeUInt32LE(4096, 8);
  for (let at = 36; at < 72; at += 4) body.writeUInt16LE(length, at);
  return packet(0x10, body);
}

/** Logs in, sends bytes, and ends when the server has answered or hung up. */
async function send(bytes: Buffer): Promise<'answered' | 'closed'> {
  const socket = connect(endpoint.server.port, endpoint.server.host);
  socket.on('error', () => {});
  const next = (from: Socket): Promise<boolean> =>
    new Promise((resolve) => {
      from.once('data', () => resolve(true));
      from.once('close', () => resolve(false));
    });
  for (const step of [PRELOGIN, login()]) {
    socket.write(step);
    if (!(await next(socket))) throw new Error('the login did not succeed');
  }
  socket.write(bytes);
  const answered = await next(socket);
  socket.destroy();
  return answered ? 'answered' : 'closed';
}

const HEADERS = Buffer.from([22, 0, 0, 0, 18, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
/** sp_executesql with one parameter: name, status, type int, value 7. */
const CALL = Buffer.from([
  0xff,
  0xff,
  10,
  0,
  0,
  0,
  0,
  0,
  0xe7,
  16,
  0,
  9,
  4,
  0xd0,
  0,
  0x34,
  16,
  0,
  ...Buffer.from('SELECT 1', 'utf16le'),
]);

describe('requests behind a login', () => {
  it('are answered when they are whole', async () => {
    expect(await send(packet(0x01, Buffer.concat([HEADERS, Buffer.from('SELECT 1', 'utf16le')])))).toBe('answered');
    expect(await send(packet(0x03, Buffer.concat([HEADERS, CALL])))).toBe('answered');
  });

  it('that are cut anywhere, or have any byte changed, end at most their own connection', async () => {
    const whole = Buffer.concat([HEADERS, CALL]);
    const broken: Buffer[] = [];
    for (let length = 0; length < whole.length; length += 3) broken.push(whole.subarray(0, length));
    for (let i = 0; i < whole.length; i += 2) {
      const changed = Buffer.from(whole);
      changed[i] = (changed[i] ?? 0) ^ 0xff;
      broken.push(changed);
    }
    const outcomes = await Promise.all(broken.map((bytes) => send(packet(0x03, bytes))));
    expect(outcomes).toContain('closed');
    expect(endpoint.lines.every((line) => /^malformed request of /.test(line))).toBe(true);
    const pool = await endpoint.connect();
    expect((await pool.request().input('a', 5).execute('dbo.P')).recordset).toEqual([{ a: 5 }]);
  });

  it.each([
    ['transaction manager', 0x0e],
    ['bulk load', 0x07],
    ['batch', 0x01],
  ])('of the kind %s made of noise do not end the server', async (_, type) => {
    let seed = type * 7919;
    const byte = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed >> 16) & 0xff;
    };
    const noise = Array.from({ length: 20 }, () => Buffer.from(Array.from({ length: 1 + (byte() % 80) }, byte)));
    await Promise.all(noise.map((bytes) => send(packet(type, bytes))));
    const pool = await endpoint.connect();
    expect((await pool.request().query('SELECT 1 AS a')).recordset).toEqual([{ a: 1 }]);
  });
});
