import { Worker } from 'node:worker_threads';

interface Query {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: 'array';
}

interface Answer {
  readonly id?: number;
  readonly ready?: true;
  readonly result?: { rows: unknown[]; rowCount: number };
  readonly error?: { message: string; code?: string };
}

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** PGlite in a thread of its own. It has one session. */
class PgliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #gone: Error | undefined;
  readonly ready: Promise<void>;

  constructor(folder: string | undefined) {
    this.#worker = new Worker(new URL('../../worker/pglite-worker.mjs', import.meta.url), { workerData: { folder } });
    this.ready = new Promise((resolve, reject) => {
      const lost = (error: Error) => {
        this.#gone = error;
        reject(error);
        for (const { reject: refuse } of this.#waiting.values()) refuse(error);
        this.#waiting.clear();
      };
      this.#worker.on('error', lost);
      this.#worker.on('exit', () => lost(new Error('the embedded database has ended')));
      this.#worker.on('message', (answer: Answer) => {
        if (answer.ready) resolve();
        else this.#answer(answer);
      });
    });
    // Who waits for it is told; nobody has to.
    this.ready.catch(() => {});
  }

  send(message: Record<string, unknown>): Promise<unknown> {
    if (this.#gone) return Promise.reject(this.#gone);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  async end(): Promise<void> {
    if (this.#gone) return;
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    await this.send({ close: true }).catch(() => {});
    await ended;
  }

  #answer({ id, result, error }: Answer): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error) waiting.reject(Object.assign(new Error(error.message), error));
    else waiting.resolve(result);
  }
}

/** As much of a pg.Pool as drizzle uses. Its one session goes from one transaction to the next, first come first served. */
export class PglitePool {
  readonly #thread: PgliteThread;
  #turn: Promise<void> = Promise.resolve();

  constructor(folder?: string) {
    this.#thread = new PgliteThread(folder);
  }

  get ready(): Promise<void> {
    return this.#thread.ready;
  }

  async connect() {
    const before = this.#turn;
    let release = () => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return { query: (query: string | Query, values?: readonly unknown[]) => this.#run(query, values), release };
  }

  async query(query: string | Query, values?: readonly unknown[]): Promise<unknown> {
    const client = await this.connect();
    try {
      return await client.query(query, values);
    } finally {
      client.release();
    }
  }

  /** After what runs now. */
  async end(): Promise<void> {
    const client = await this.connect();
    await this.#thread.end();
    client.release();
  }

  #run(query: string | Query, values: readonly unknown[] = []): Promise<unknown> {
    const { text, rowMode } = typeof query === 'string' ? { text: query, rowMode: undefined } : query;
    return this.#thread.send({ text, values: values.map(plainValue), ...(rowMode ? { rowMode } : {}) });
  }
}

/** node-postgres writes these itself. */
function plainValue(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
