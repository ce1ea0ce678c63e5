import type { ProgramEnvironment } from './program/environment.js';

/** Of a database in which nothing else is known. */
export const ALONE: ProgramEnvironment = {
  body: () => undefined,
  text: () => 'nothing else is known of the database',
  columns: () => undefined,
  storedColumns: () => undefined,
  clusteredKey: () => undefined,
  writes: () => [],
  sharedElsewhere: () => undefined,
  keys: () => [],
  ownSequence: () => undefined,
  viewReads: () => false,
  viewQuery: () => undefined,
  handedOn: () => undefined,
  sideEffects: () => [],
  keptElsewhere: () => undefined,
  catalogRows: () => undefined,
  runsOpenText: () => false,
  listedRows: () => undefined,
};
