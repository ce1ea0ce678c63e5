import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisWaker } from './redis-waker.js';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const silent = pino({ level: 'silent' });

describe.skipIf(!hasRedis)(
  `waking by Redis${hasRedis ? '' : ': redis-server is not installed, so this is skipped'}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'dm-redis-'));
    let server: ChildProcess;
    let url = '';
    beforeAll(async () => {
      const port = await freePort();
      url = `redis://127.0.0.1:${port}`;
      server = spawn('redis-server', ['--port', String(port), '--dir', folder, '--save', '', '--bind', '127.0.0.1'], {
        stdio: 'ignore',
      });
      await pause(1000);
    });
    afterAll(() => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    it('wakes workers of another process, and one that only sends wakes none of its own', async () => {
      const sender = redisWaker(url, silent, false);
      const receiver = redisWaker(url, silent, true);
      let woken = 0;
      receiver.onWake(() => {
        woken++;
      });
      await pause(500);
      for (let i = 0; i < 5; i++) sender.wake();
      await expect.poll(() => woken, { timeout: 20_000 }).toBe(5);
      await sender.close();
      await receiver.close();
    });

    it('goes on without Redis: a lost call is no error', async () => {
      const waker = redisWaker('redis://127.0.0.1:1', silent, true);
      let woken = 0;
      waker.onWake(() => {
        woken++;
      });
      waker.wake();
      expect(woken).toBe(1);
      await pause(300);
      await waker.close();
    });
  },
);

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
