import { type ChildProcess, spawn } from 'node:child_process';
import { splitLines } from './split-lines.js';
import { type StopOptions, type Stopped, stopOnRequest } from './stop-on-request.js';

const WINDOWS = process.platform === 'win32';
/** A helper of dbt may hold the output open for a moment after its end. */
const CLOSE_MS = 2_000;

/** What becomes of a program, whoever starts it. */
export interface RunOptions extends StopOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onStdoutLine: (line: string) => void;
  readonly onStderrLine: (line: string) => void;
}

export interface ProcessOptions extends RunOptions {
  readonly command: string;
}

export interface ProcessEnd {
  readonly exitCode: number | undefined;
  /** Why it was stopped, if it was. */
  readonly stopped: Stopped | undefined;
  /** Why it could not be started. */
  readonly startError: string | undefined;
  /** It did not end by its own doing: the process that it was forked from is gone. */
  readonly isLost?: true;
}

export const NEVER_STARTED: ProcessEnd = { exitCode: undefined, stopped: 'cancelled', startError: undefined };

/**
 * Runs a program in a process group of its own, line by line, until it ends or is told to. Nothing of the group is left
 * when the promise settles; the promise never rejects.
 */
export function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  if (options.signal?.aborted) return Promise.resolve(NEVER_STARTED);
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
  const stopper = stopOnRequest(options, { interrupt: () => interrupt(child), kill: () => killGroup(child) });
  return new Promise((resolve) => {
    let closing: NodeJS.Timeout | undefined;
    const finish = (exitCode: number | null, startError?: string): void => {
      clearTimeout(closing);
      stopper.done();
      killGroup(child);
      resolve({ exitCode: exitCode ?? undefined, stopped: stopper.stopped, startError });
    };
    child.on('error', (error) => finish(null, error.message));
    child.on('exit', () => {
      closing = setTimeout(() => letGo(child), CLOSE_MS);
    });
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
