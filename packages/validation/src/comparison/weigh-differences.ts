import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowSample } from '../evidence.js';
import { EXTRA, MISSING, PAIRS, pairByKey } from './difference-tables.js';
import type { PlannedColumn } from './plan-comparison.js';
import { countByColumn, readSamples } from './read-samples.js';
import { applyTolerances } from './tolerant-pairs.js';

/** What the rows mean that are on one side only. */
export interface Differences {
  readonly missing: number;
  readonly extra: number;
  /** Pairs of the same key; neither missing nor extra. */
  readonly different: number;
  /** How many rows made use of a tolerance, by column. */
  readonly tolerated: ReadonlyMap<PlannedColumn, number>;
  readonly samples: readonly RowSample[];
  readonly differentByColumn: Readonly<Record<string, number>>;
}

export const NO_DIFFERENCES: Differences = {
  missing: 0,
  extra: 0,
  different: 0,
  tolerated: new Map(),
  samples: [],
  differentByColumn: {},
};

/** To be asked when the tables of missing and extra rows are filled. */
export async function weighDifferences(
  connection: DuckDBConnection,
  columns: readonly PlannedColumn[],
  sampleLimit: number,
): Promise<Differences> {
  const tolerated = await applyTolerances(connection, columns);
  await pairByKey(connection, columns);
  const different = await countRows(connection, PAIRS);
  return {
    missing: (await countRows(connection, MISSING)) - different,
    extra: (await countRows(connection, EXTRA)) - different,
    different,
    tolerated,
    samples: await readSamples(connection, columns, sampleLimit),
    differentByColumn: await countByColumn(connection, columns),
  };
}

async function countRows(connection: DuckDBConnection, table: string): Promise<number> {
  const rows = (await connection.runAndReadAll(`select count(*) from ${table}`)).getRows();
  return Number(rows[0]?.[0] ?? 0);
}
