import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { dbtProcessEnvironment } from '../process/dbt-process-environment.js';
import { splitLines } from '../process/split-lines.js';

const PROGRAM = fileURLToPath(new URL('../../python/resident_dbt.py', import.meta.url));

/** What `resident_dbt.py` tells; its beginning describes it. */
const tellingSchema = z.union([
  z.object({ run: z.number(), pid: z.number() }),
  z.object({ run: z.number(), refused: z.string() }),
  z.object({ run: z.number(), out: z.string() }),
  z.object({ run: z.number(), err: z.string() }),
  z.object({ run: z.number(), exit: z.number().nullable() }),
]);

export interface ResidentRequest {
  /** In the folder of the resident program. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunListener {
  started(): void;
  /** Comes instead of all others. */
  refused(): void;
  out(text: string): void;
  err(text: string): void;
  /** Undefined: it was killed. */
  ended(exitCode: number | undefined): void;
  /** The resident process is gone, and the run with it. */
  lost(): void;
}

interface Run {
  readonly listener: RunListener;
  pid?: number;
}

/** A Python process with dbt loaded. It keeps this process alive only while something runs in it. */
export class ResidentProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #runs = new Map<number, Run>();
  readonly #onIdle: () => void;
  #next = 1;
  #isLost = false;

  constructor(python: string, cwd: string, on: { idle: () => void; lost: () => void }) {
    this.#onIdle = on.idle;
    this.#child = spawn(python, [PROGRAM], {
      cwd,
      env: dbtProcessEnvironment(process.env),
      stdio: ['pipe', 'pipe', 'ignore'],
      // An interrupt from the terminal is for this process, which ends the runs in order.
      detached: true,
    });
    const lose = (): void => {
      if (this.#isLost) return;
      this.#isLost = true;
      on.lost();
      this.#loseRuns();
    };
    this.#child.on('error', lose).on('close', lose);
    this.#child.stdin.on('error', () => {});
    splitLines(this.#child.stdout, (line) => this.#hear(line));
    this.#hold(false);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  get isBusy(): boolean {
    return this.#runs.size > 0;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  start(request: ResidentRequest, listener: RunListener): number {
    const run = this.#next++;
    this.#runs.set(run, { listener });
    this.#hold(true);
    this.#send({ run, ...request });
    return run;
  }

  interrupt(run: number): void {
    this.#send({ interrupt: run });
  }

  kill(run: number): void {
    this.#send({ kill: run });
  }

  /** Nothing more will be asked of it. */
  end(): void {
    this.#child.stdin.end();
  }

  destroy(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: object): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #hear(line: string): void {
    const told = tellingSchema.safeParse(JSON.parse(line));
    const run = told.success ? this.#runs.get(told.data.run) : undefined;
    if (!told.success || run === undefined) return;
    const { data } = told;
    if ('pid' in data) {
      run.pid = data.pid;
      run.listener.started();
    } else if ('out' in data) run.listener.out(data.out);
    else if ('err' in data) run.listener.err(data.err);
    else {
      this.#forget(data.run);
      if ('refused' in data) run.listener.refused();
      else run.listener.ended(data.exit ?? undefined);
    }
  }

  #forget(run: number): void {
    this.#runs.delete(run);
    if (this.#runs.size > 0) return;
    this.#hold(false);
    this.#onIdle();
  }

  #loseRuns(): void {
    for (const { listener, pid } of this.#runs.values()) {
      if (pid !== undefined) killGroup(pid);
      listener.lost();
    }
    this.#runs.clear();
  }

  #hold(isHeld: boolean): void {
    // Pipes are sockets, though the types do not say so.
    const handles = [this.#child, this.#child.stdin, this.#child.stdout] as unknown as NodeJS.Timeout[];
    for (const handle of handles) {
      if (isHeld) handle.ref();
      else handle.unref();
    }
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
