import type { Environment } from '../expressions/environment.js';
import type { Row } from '../values/sql-value.js';

/** One row of each relation of a source; undefined where an outer join found none. */
export type Tuple = readonly (Row | undefined)[];

/** Rows of one or several relations side by side. */
export interface Source {
  readonly relations: readonly number[];
  readonly tuples: readonly Tuple[];
}

/** Makes a tuple's rows the current ones; without a tuple all relations have a row of NULLs. */
export function bindTuple(env: Environment, source: Source, tuple: Tuple | undefined): void {
  const { relations } = source;
  for (let i = 0; i < relations.length; i++) env.rows[relations[i] as number] = tuple?.[i];
}

export const ONE_EMPTY_TUPLE: Source = { relations: [], tuples: [[]] };

/** The rows of a single relation. */
export function rowsSource(relation: number, rows: readonly Row[]): Source {
  return { relations: [relation], tuples: rows.map((row) => [row]) };
}
