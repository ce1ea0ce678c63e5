import type { Bound } from '@datamigrate/tsql-binder';
import type { Program } from '../program/program.js';

/** How often an open cursor has been fetched. */
export function noteFetch({ reading }: Program, { name }: Bound.BoundCursorName, times: number): void {
  const read = reading.get(name.toLowerCase());
  if (read) reading.set(name.toLowerCase(), { ...read, fetches: read.fetches + times });
}
