import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../store.js';
import { newOrganisation, SERVICE, sealer } from '../testing/stores.js';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dm-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('keeps rows in a directory that one process holds', async () => {
  const folder = join(temporaryFolder(), 'db');
  const place = { kind: 'directory', folder } as const;
  const first = await openStore(place, sealer);
  if (!first.ok) throw new Error(first.error.message);
  await newOrganisation(first.value);
  const second = await openStore(place, sealer);
  expect(second).toMatchObject({ ok: false, error: { code: 'store-directory-locked' } });
  expect(second.ok ? '' : second.error.message).toContain(String(process.pid));
  await first.value.close();
  expect(existsSync(`${folder}.lock`)).toBe(false);

  // A process that was killed leaves its lock: it is taken over.
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(
    `${folder}.lock`,
    JSON.stringify({ pid, host: (await import('node:os')).hostname(), start: '1', token: 't' }),
  );
  const third = await openStore(place, sealer);
  if (!third.ok) throw new Error(third.error.message);
  expect(await third.value.identity.countUsers(SERVICE)).toBe(1);
  await third.value.close();
});

it('respects the lock of another computer', async () => {
  const folder = join(temporaryFolder(), 'db');
  writeFileSync(`${folder}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', start: null, token: 't' }));
  expect(await openStore({ kind: 'directory', folder }, sealer)).toMatchObject({
    ok: false,
    error: { code: 'store-directory-locked' },
  });
});

it('says what is wrong with a server, without its password', async () => {
  const opened = await openStore({ kind: 'server', url: 'postgresql://me:hush@127.0.0.1:1/x' }, sealer);
  expect(opened).toMatchObject({ ok: false, error: { code: 'store-unreachable' } });
  expect(JSON.stringify(opened)).not.toContain('hush');
});

it('stays responsive during a query', async () => {
  const opened = await openStore({ kind: 'memory' }, sealer);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  onTestFinished(() => store.close());
  const { scope } = await newOrganisation(store);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await store.transaction(async (tx) => {
    for (let i = 0; i < 300; i++) await tx.projects.create(scope, { name: `p${i}`, description: '' });
  });
  clearInterval(timer);
  expect(longest).toBeLessThan(500);
});
