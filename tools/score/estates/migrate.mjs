import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../../apps/cli/bin/datamigrate.mjs', import.meta.url));
const LIMIT_MINUTES = 30;

/**
 * Migrates a database, with the rest of the sources that it reads, into a folder that is thrown away. Without a report it
 * says why there is none.
 */
export async function migrate({ name, path, beside = [], flags = [] }) {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-estate-'));
  try {
    const others = beside.flatMap((other) => ['--source', other]);
    const args = ['migrate', path, ...others, '--out', join(folder, 'out'), '--json', '--quiet', ...flags];
    const { code, stdout, stderr } = await run([CLI, ...args]);
    if (code === 0) return { name, report: JSON.parse(stdout) };
    if (code === 'SIGKILL') return { name, problem: `Stopped, as it had not ended after ${LIMIT_MINUTES} minutes.` };
    return { name, problem: stderr.trim().split('\n')[0] || `ended with ${code}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MINUTES * 60_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
  });
}
