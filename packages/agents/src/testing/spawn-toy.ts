import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import config from '../../../../vitest.config.js';
import type { MigrationResult } from '../migration-engine.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Below the package, so that what is not bundled is found. */
const BUNDLE = join(HERE, '..', '..', 'dist', `toy-process-${process.pid}`);

/** Bundles the program from the sources, as the tests themselves run on them. */
export function withToyProcess(): void {
  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'silent',
      resolve: config.resolve ?? {},
      build: { ssr: join(HERE, 'toy-process.ts'), outDir: BUNDLE, minify: false, target: 'node20' },
    });
  });
  afterAll(() => rmSync(BUNDLE, { recursive: true, force: true }));
}

export interface Ended {
  /** Undefined when the process was killed. */
  readonly result: MigrationResult | undefined;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs the program; with `killAt` it dies by SIGKILL before the file operation of that number. */
export function spawnToy(args: readonly string[], killAt = 0): Promise<Ended> {
  const script = join(BUNDLE, 'toy-process.js');
  const child = spawn(process.execPath, ['--import', join(HERE, 'kill-at.mjs'), script, ...args], {
    env: { ...process.env, KILL_AT: String(killAt) },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0 && signal === null) reject(new Error(`the program ended with ${code}: ${stderr}`));
      else resolve({ result: stdout === '' ? undefined : (JSON.parse(stdout) as MigrationResult), signal, stderr });
    });
  });
}
