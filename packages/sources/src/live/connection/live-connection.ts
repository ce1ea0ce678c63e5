import type sql from 'mssql';
import type { Driver } from './load-driver.js';

/** A row, its values in the order of the columns. */
export type LiveRow = readonly unknown[];

/** The result sets of a request by the name of their first column, and the errors that came between them. */
export interface Answer {
  readonly sets: ReadonlyMap<string, readonly LiveRow[]>;
  readonly errors: readonly string[];
}

/** Rows are handed on in portions; between two of them the server waits. */
const PORTION = 2000;

/** A connection that only reads. */
export class LiveConnection {
  readonly #driver: Driver;
  readonly #pool: sql.ConnectionPool;
  #roundTrips = 0;

  constructor(driver: Driver, pool: sql.ConnectionPool) {
    this.#driver = driver;
    this.#pool = pool;
  }

  /** Requests that were sent. */
  get roundTrips(): number {
    return this.#roundTrips;
  }

  #request(): sql.Request {
    this.#roundTrips++;
    const request = new this.#driver.Request(this.#pool);
    request.stream = true;
    request.arrayRowMode = true;
    return request;
  }

  /** Several result sets at once. One that fails costs itself, not the others. */
  ask(text: string): Promise<Answer> {
    const request = this.#request();
    const sets = new Map<string, LiveRow[]>();
    const errors: string[] = [];
    let current: LiveRow[] = [];
    return new Promise((resolve) => {
      request.on('recordset', (columns: unknown) => {
        current = [];
        sets.set(firstName(columns), current);
      });
      request.on('row', (row: unknown[]) => current.push(row));
      request.on('error', (error: Error) => errors.push(error.message));
      request.on('done', () => resolve({ sets, errors }));
      request.batch(text).catch(() => {});
    });
  }

  /** The rows of one query in portions, as fast as they are taken. */
  async *rows(text: string): AsyncGenerator<readonly LiveRow[], void, undefined> {
    const request = this.#request();
    const ready: LiveRow[][] = [];
    let portion: LiveRow[] = [];
    let failure: Error | undefined;
    let ended = false;
    let wake: (() => void) | undefined;
    const signal = (): void => {
      wake?.();
      wake = undefined;
    };
    request.on('row', (row: unknown[]) => {
      portion.push(row);
      if (portion.length < PORTION) return;
      ready.push(portion);
      portion = [];
      request.pause();
      signal();
    });
    request.on('error', (error: Error) => {
      failure ??= error;
    });
    request.on('done', () => {
      ended = true;
      signal();
    });
    request.query(text).catch(() => {});
    try {
      for (;;) {
        const next = ready.shift();
        if (next) {
          yield next;
          continue;
        }
        if (ended) break;
        request.resume();
        if (ready.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
      if (failure) throw failure;
      if (portion.length > 0) yield portion;
    } finally {
      if (!ended) request.cancel();
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Columns come as an array in this mode. */
function firstName(columns: unknown): string {
  const [first] = Array.isArray(columns) ? (columns as readonly { readonly name?: string }[]) : [];
  return first?.name ?? '';
}
