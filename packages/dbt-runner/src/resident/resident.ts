import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { splitLines } from '../process/split-lines.js';

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

/** The way to a resident process: its own ends of a pipe, or a socket. */
export interface Line {
  readonly input: Writable;
  readonly output: Readable;
  /** Whether what happens there keeps this process alive. */
  hold(isHeld: boolean): void;
  /** Gives it up: nobody hears of it any more. */
  cut(): void;
}

interface Run {
  readonly listener: RunListener;
  pid?: number;
}

/** A process with dbt loaded, here or started by another one. */
export class Resident {
  readonly #line: Line;
  readonly #runs = new Map<number, Run>();
  #next = 1;
  #isLost = false;

  constructor(line: Line) {
    this.#line = line;
    line.input.on('error', () => {});
    splitLines(line.output, (text) => this.#hear(text));
    line.hold(false);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  start(request: ResidentRequest, listener: RunListener): number {
    const run = this.#next++;
    this.#runs.set(run, { listener });
    this.#line.hold(true);
    this.#send({ run, ...request });
    return run;
  }

  interrupt(run: number): void {
    this.#send({ interrupt: run });
  }

  kill(run: number): void {
    this.#send({ kill: run });
  }

  cut(): void {
    this.#line.cut();
  }

  /** To be called when the line is gone. */
  lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    for (const { listener, pid } of this.#runs.values()) {
      if (pid !== undefined) killGroup(pid);
      listener.lost();
    }
    this.#runs.clear();
    this.#line.hold(false);
  }

  #send(message: object): void {
    if (this.#line.input.writable) this.#line.input.write(`${JSON.stringify(message)}\n`);
  }

  #hear(text: string): void {
    const told = tellingSchema.safeParse(JSON.parse(text));
    const run = told.success ? this.#runs.get(told.data.run) : undefined;
    if (!told.success || run === undefined) return;
    const { data } = told;
    if ('pid' in data) {
      run.pid = data.pid;
      run.listener.started();
    } else if ('out' in data) run.listener.out(data.out);
    else if ('err' in data) run.listener.err(data.err);
    else {
      this.#runs.delete(data.run);
      if (this.#runs.size === 0) this.#line.hold(false);
      if ('refused' in data) run.listener.refused();
      else run.listener.ended(data.exit ?? undefined);
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
