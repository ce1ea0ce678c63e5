import { displayName } from '@datamigrate/catalog';
import type { TableStream } from '@datamigrate/sources';

const BETWEEN_MS = 2_000;

/** Says from time to time how far the rows are: how many, how fast, and how long it may still take. */
export class LandingProgress {
  readonly #say: (text: string) => void;
  readonly #now: () => number;
  /** Rows of all tables, where all of them are known. */
  readonly #expected: number | undefined;
  readonly #started: number;
  #last: number;
  #total = 0;
  #ofTable = 0;

  constructor(
    tables: readonly Pick<TableStream, 'expected'>[],
    say: (text: string) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#say = say;
    this.#now = now;
    this.#started = now();
    this.#last = this.#started;
    const known = tables.every(({ expected }) => expected !== undefined);
    this.#expected = known ? tables.reduce((sum, { expected = 0 }) => sum + expected, 0) : undefined;
  }

  begin(): void {
    this.#ofTable = 0;
  }

  add({ table }: Pick<TableStream, 'table'>, rows: number): void {
    this.#total += rows;
    this.#ofTable += rows;
    const now = this.#now();
    if (now - this.#last < BETWEEN_MS) return;
    this.#last = now;
    const rate = this.#total / ((now - this.#started) / 1000);
    const left = this.#expected === undefined ? '' : `, ${duration((this.#expected - this.#total) / rate)} left`;
    this.#say(`${displayName(table)}: ${count(this.#ofTable)} rows, ${count(Math.round(rate))} a second${left}`);
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.ceil(seconds))} s`;
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
