import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const BIN = path('../../../server/bin/datamigrate-server.mjs');
const NEEDED = {
  'the web app is not built (npm run build -w @datamigrate/web)': path('../../dist/index.html'),
  'the service is not built (npx tsc -b apps/server)': path('../../../server/dist/index.js'),
};

/** Why the real service cannot be used here; null when it can. */
export function missingService(): string | null {
  return Object.entries(NEEDED).find(([, file]) => !existsSync(file))?.[0] ?? null;
}

export interface RunningService {
  readonly url: string;
  /** The one-time link that makes the owner. */
  readonly setupLink: string;
  readonly stop: () => Promise<void>;
  /** Texts of the mails that were sent, newest last. */
  readonly mails: () => Promise<string[]>;
}

/** The real service on a free port with data of its own. */
export async function startService(): Promise<RunningService> {
  const data = await mkdtemp(join(tmpdir(), 'datamigrate-web-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [BIN, '--port', String(port), '--data', data], {
    env: { ...process.env, DATAMIGRATE_PUBLIC_URL: url, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const setupLink = await firstMatch(child, /http\S+\/setup\?token=\S+/);
    return { url, setupLink, stop, mails: () => mailsIn(join(data, 'outbox')) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const found = pattern.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

async function mailsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).sort();
  return Promise.all(names.map(async (name) => textOf(await readFile(join(folder, name), 'utf8'))));
}

/** The text stands behind the headers, in base64. */
function textOf(mail: string): string {
  return Buffer.from(mail.slice(mail.indexOf('\r\n\r\n')), 'base64').toString('utf8');
}
