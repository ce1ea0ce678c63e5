import type { Database } from '../database/database.js';
import { EPOCH_1970 } from '../values/calendar.js';

/** The clock of a database in ticks of 100 ns since 0001-01-01, UTC. */
export function utcTicks(database: Database): bigint {
  return EPOCH_1970 + BigInt(Math.floor(database.now() * 1000)) * 10n;
}
