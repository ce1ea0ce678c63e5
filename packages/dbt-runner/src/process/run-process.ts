import { type ChildProcess, spawn } from 'node:child_process';
import { splitLines } from './split-lines.js';

const WINDOWS = process.platform === 'win32';
/** An interrupt that comes between two queries is lost, and the next query would run to its end. */
const REPEAT_MS = 2_000;
/** A helper of dbt may hold the output open for a moment after its end. */
const CLOSE_MS = 2_000;

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  /** Time between the request to end and the kill. */
  readonly graceMs: number;
  readonly onStdoutLine: (line: string) => void;
  readonly onStderrLine: (line: string) => void;
}

export interface ProcessEnd {
  readonly exitCode: number | undefined;
  /** Why it was stopped, if it was. */
  readonly stopped: 'cancelled' | 'timed-out' | undefined;
  /** Why it could not be started. */
  readonly startError: string | undefined;
}

/**
 * Runs a program in a process group of its own, line by line, until it ends or is told to. Nothing of the group is left
 * when the promise settles; the promise never rejects.
 */
export function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  if (options.signal?.aborted) {
    return Promise.resolve({ exitCode: undefined, stopped: 'cancelled', startError: undefined });
  }
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: !WINDOWS,
    windowsHide: true,
  });
  // Stays open and silent: its end tells the launcher that this process is gone.
  child.stdin.on('error', () => {});
  splitLines(child.stdout, options.onStdoutLine);
  splitLines(child.stderr, options.onStderrLine);
  return new Promise((resolve) => {
    let stopped: ProcessEnd['stopped'];
    const timers: NodeJS.Timeout[] = [];
    const stop = (reason: 'cancelled' | 'timed-out'): void => {
      if (stopped !== undefined) return;
      stopped = reason;
      interrupt(child);
      timers.push(setInterval(() => interrupt(child), REPEAT_MS));
      timers.push(setTimeout(() => killGroup(child), options.graceMs));
    };
    const cancel = (): void => stop('cancelled');
    const finish = (exitCode: number | null, startError?: string): void => {
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
      killGroup(child);
      resolve({ exitCode: exitCode ?? undefined, stopped, startError });
    };
    options.signal?.addEventListener('abort', cancel, { once: true });
    if (options.timeoutMs !== undefined) timers.push(setTimeout(() => stop('timed-out'), options.timeoutMs));
    child.on('error', (error) => finish(null, error.message));
    child.on('exit', () => timers.push(setTimeout(() => letGo(child), CLOSE_MS)));
    child.on('close', (exitCode) => finish(exitCode));
  });
}

/** Asks the program to end in order. Windows has no interrupt for a single process: there the closed input asks. */
function interrupt(child: ChildProcess): void {
  if (WINDOWS) child.stdin?.end();
  else child.kill('SIGINT');
}

/** Ends the waiting for an output that something else than the program still holds open. */
function letGo(child: ChildProcess): void {
  killGroup(child);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Also what the program has started and left behind. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone: what was wanted.
  }
}
