import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sealerWith } from './seal.js';
import { readSecretKey } from './secret-key.js';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dm-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('opens what it sealed, and nothing else', () => {
  const sealer = sealerWith(randomBytes(32));
  const sealed = sealer.seal('pässword', 'con_1');
  expect(sealed).not.toContain('pässword');
  expect(sealer.seal('pässword', 'con_1')).not.toBe(sealed);
  expect(sealer.open(sealed, 'con_1')).toBe('pässword');
  expect(sealer.open(sealed, 'con_2')).toBeUndefined();
  expect(sealerWith(randomBytes(32)).open(sealed, 'con_1')).toBeUndefined();
  expect(sealer.open(`${sealed.slice(0, -3)}AAA`, 'con_1')).toBeUndefined();
  for (const wrong of ['', 'v1', 'v1.a.b', 'v2.a.b', 'pässword']) expect(sealer.open(wrong, 'con_1')).toBeUndefined();
});

it('makes a key file that only its owner reads, once', async () => {
  const file = join(temporaryFolder(), 'data', 'secret.key');
  const first = await readSecretKey(undefined, file);
  expect(first.ok && first.value.length).toBe(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await readSecretKey(undefined, file)).toEqual(first);
});

it('refuses a key that is exposed, malformed or cannot be kept', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'secret.key');
  writeFileSync(file, randomBytes(32).toString('base64'));
  chmodSync(file, 0o644);
  expect(await readSecretKey(undefined, file)).toMatchObject({
    ok: false,
    error: { code: 'store-secret-key-exposed' },
  });
  expect(await readSecretKey('short', file)).toMatchObject({ ok: false, error: { code: 'store-secret-key-invalid' } });
  writeFileSync(join(folder, 'not-a-folder'), '');
  const missing = await readSecretKey(undefined, join(folder, 'not-a-folder', 'secret.key'));
  expect(missing).toMatchObject({ ok: false, error: { code: 'store-secret-key-missing' } });
  const given = randomBytes(32);
  expect(await readSecretKey(given.toString('base64'), file)).toEqual({ ok: true, value: given });
});
