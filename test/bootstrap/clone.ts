import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const REPOSITORY = dirname(dirname(HERE));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clone in a temporary folder that knows no other programs than a fake npm and a fake Python. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), 'datamigrate clone-'));
  readonly bin = join(this.root, 'bin');

  constructor() {
    cpSync(join(REPOSITORY, 'scripts'), join(this.root, 'scripts'), { recursive: true });
    this.write('package.json', JSON.stringify({ name: 'clone', type: 'module', workspaces: ['packages/*'] }));
    this.write('package-lock.json', '{}');
    this.write('requirements/dbt.lock', 'agate==1.9.1 --hash=sha256:aaa\n');
    this.write('tsconfig.json', '{}');
    this.write('packages/one/package.json', '{"name":"one"}');
    this.write('packages/one/src/index.ts', 'export const one = 1;\n');
    mkdirSync(this.bin);
    symlinkSync(process.execPath, join(this.bin, 'node'));
    this.program('npm', 'npm.mjs');
    this.program('python3', 'python.mjs');
  }

  path(file: string): string {
    return join(this.root, file);
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  /** Puts a program on the path that runs one of the fakes. */
  program(name: string, fake: string): void {
    const file = join(this.bin, name);
    const script = `#!/bin/sh\nFAKE_SELF="${file}" FAKE_ROOT="${this.root}" exec "${process.execPath}" "${join(HERE, 'fakes', fake)}" "$@"\n`;
    writeFileSync(file, script, { mode: 0o755 });
  }

  without(name: string): void {
    rmSync(join(this.bin, name));
  }

  start(script: string, args: readonly string[] = [], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [this.path(`scripts/${script}.mjs`), ...args], {
      cwd: tmpdir(),
      env: { PATH: this.bin, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  run(script: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Finished> {
    return finish(this.start(script, args, env));
  }

  /** What the fakes were asked to do since the last look. */
  calls(): string[] {
    const log = this.path('calls.log');
    if (!existsSync(log)) return [];
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    rmSync(log);
    return lines;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function finish(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
