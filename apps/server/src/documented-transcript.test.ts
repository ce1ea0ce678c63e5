import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { newAccount } from './handlers/new-account.js';
import { hashPassword } from './identity/passwords.js';
import { TINY_SCRIPT, testService } from './testing/test-service.js';

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
const [, first = '', ...rest] = page.split('\n## ');
const blocks = (text: string) => [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
const eventBlock = blocks(rest.find((section) => section.startsWith('Events')) ?? '');

const folder = mkdtempSync(join(tmpdir(), 'dm-api-'));
const service = await testService({ publicUrl: 'http://127.0.0.1:1' });
service.startWorkers();
const url = await service.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

function bash(script: string, env: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eu', '-c', script], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

it('runs the commands of docs/api.md as they stand there', async () => {
  const password = 'a password for the page';
  const account = {
    name: 'Ann',
    email: 'ann@example.com',
    passwordHash: await hashPassword(password),
    organisation: 'Shop',
  };
  await newAccount(service.services, account, { plan: 'free', verified: true });
  writeFileSync(join(folder, 'shop.sql'), TINY_SCRIPT);
  const commands = [...blocks(first), ...eventBlock];
  expect(commands.length).toBe(7);
  const { code, out, err } = await bash(commands.join('\necho\n'), {
    URL: url,
    EMAIL: account.email,
    PASSWORD: password,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.split('\n');
  expect(lines).toContain('succeeded');
  const models = JSON.parse(lines.find((line) => line.startsWith('{"data":[{"name"')) ?? '{}') as {
    data: { sql: string }[];
  };
  expect(models.data).toHaveLength(2);
  expect(models.data.every(({ sql }) => /select/i.test(sql))).toBe(true);
  expect(out).toContain('event: end');
  const names = Object.keys(unzipSync(new Uint8Array(readFileSync(join(folder, 'shop.zip')))));
  expect(names).toContainEqual(expect.stringMatching(/\/dbt_project\.yml$/));
});
