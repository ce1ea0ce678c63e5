import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const BINARY = fileURLToPath(new URL('../../bin/datamigrate.mjs', import.meta.url));
/** The same program with an engine that does as its source name says. */
export const WITH_STAND_IN = fileURLToPath(new URL('./stand-in-cli.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Start {
  readonly script?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function start(
  args: readonly string[],
  { script = BINARY, cwd, env }: Start = {},
): ChildProcessWithoutNullStreams {
  if (!existsSync(BUILT)) throw new Error('apps/cli is not built: npx tsc -b');
  const { NO_COLOR: _, DATAMIGRATE_DEBUG: __, ...inherited } = process.env;
  return spawn(process.execPath, [script, ...args], { cwd, env: { ...inherited, ...env } });
}

export function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') });
    });
  });
}

/** Runs the real program to its end. */
export function run(
  args: readonly string[],
  options: Start & { readonly input?: string | Uint8Array } = {},
): Promise<Finished> {
  const child = start(args, options);
  // A program that does not read its input may have ended before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return finish(child);
}

/** A folder of its own for a test, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The JSON documents of a text with one in each line. */
export function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
