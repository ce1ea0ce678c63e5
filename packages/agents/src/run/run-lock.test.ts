import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { takeLock } from './run-lock.js';

const NOW = new Date('2026-07-21T10:00:00Z');

function lockFile(): { file: string; take: () => ReturnType<typeof takeLock> } {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'lock.json');
  return { file, take: () => takeLock(file, folder, NOW) };
}

const holder = { pid: process.pid, host: hostname(), since: NOW.toISOString(), token: 'other' };

it('keeps a second run out until the first one ends', async () => {
  const { file, take } = lockFile();
  const first = await take();
  expect(await take()).toMatchObject({ ok: false, error: { pid: process.pid, host: hostname() } });
  if (first.ok) await first.value.release();
  expect(existsSync(file)).toBe(false);
  expect((await take()).ok).toBe(true);
});

it('lets exactly one of many in', async () => {
  const { take } = lockFile();
  const taken = await Promise.all(Array.from({ length: 20 }, take));
  expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
});

it('takes over the lock of a process that was killed, even before its parent has looked', async () => {
  const { file, take } = lockFile();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  writeFileSync(file, JSON.stringify({ ...holder, pid: child.pid }));
  expect((await take()).ok).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await take()).ok).toBe(true);
});

it('takes over a lock whose process id belongs to another process by now', async () => {
  const { file, take } = lockFile();
  writeFileSync(file, JSON.stringify({ ...holder, processStart: 'at another time' }));
  const taken = await take();
  expect(taken.ok).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).not.toMatchObject({ token: 'other' });
});

it('believes in a process of another computer', async () => {
  const { file, take } = lockFile();
  writeFileSync(file, JSON.stringify({ ...holder, host: 'elsewhere', pid: 1 }));
  expect(await take()).toMatchObject({ ok: false, error: { host: 'elsewhere' } });
});

it.each(['', '{', '{"pid": "x"}', '[]'])('takes over a damaged lock: %j', async (text) => {
  const { file, take } = lockFile();
  writeFileSync(file, text);
  expect((await take()).ok).toBe(true);
});

it('does not release a lock that someone else took over', async () => {
  const { file, take } = lockFile();
  const taken = await take();
  writeFileSync(file, JSON.stringify(holder));
  if (taken.ok) await taken.value.release();
  expect(existsSync(file)).toBe(true);
});
