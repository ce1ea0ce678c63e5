import { quoted } from '@datamigrate/landing';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EXTRA, MISSING } from '../comparison/difference-tables.js';
import type { PlannedColumn } from '../comparison/plan-comparison.js';
import type { PairPlan } from './plan-pair.js';

const BUCKETS = 'temp.main.differing_buckets';
const ROWS_A_BUCKET = 2000;
const MOST_BUCKETS = 65_536;

export interface BucketFigures {
  readonly all: number;
  readonly differing: number;
}

/**
 * Finds the rows that are on one side only. Both sides are cut into buckets by a hash of the key (of all columns where
 * there is none); the hashes of the rows of a bucket are combined in a way that does not depend on their order. Only the
 * rows of buckets that differ are looked at one by one, so two equal tables cost one pass over each and no memory. The
 * hash of DuckDB is good for one process; it is never stored.
 */
export async function findDifferences(
  connection: DuckDBConnection,
  plan: PairPlan,
  rows: number,
): Promise<BucketFigures> {
  const all = Math.min(MOST_BUCKETS, Math.max(1, Math.ceil(rows / ROWS_A_BUCKET)));
  const left = sideOf(plan, 'expected', all);
  const right = sideOf(plan, 'actual', all);
  const summary = (side: string): string =>
    `select b, count(*) as n, bit_xor(h) as x, sum(cast(h as hugeint)) as s from (${side}) group by b`;
  const counted = await connection.runAndReadAll(
    `create or replace temp table ${BUCKETS} as
     select b from (${summary(left)}) as l full join (${summary(right)}) as r using (b)
     where l.n is distinct from r.n or l.x is distinct from r.x or l.s is distinct from r.s`,
  );
  const differing = Number(counted.getRows()[0]?.[0] ?? 0);
  if (differing === 0) return { all, differing };
  const fields = plan.columns.map(({ field }) => field).join(', ');
  const rowsOf = (side: string): string => `select ${fields} from (${side}) where b in (from ${BUCKETS})`;
  await fill(connection, MISSING, `${rowsOf(left)} except all ${rowsOf(right)}`);
  await fill(connection, EXTRA, `${rowsOf(right)} except all ${rowsOf(left)}`);
  return { all, differing };
}

/** The values of a side as they are compared, with the bucket `b` and the hash `h` of each row. */
function sideOf(plan: PairPlan, side: 'expected' | 'actual', buckets: number): string {
  const { columns } = plan;
  const table = side === 'expected' ? plan.left : plan.right;
  const name = (column: PlannedColumn): string => quoted(side === 'expected' ? column.name : column.targetName);
  const values = columns.map((column) => `${column.form[side](name(column))} as ${column.field}`);
  const fields = columns.map(({ field }) => field);
  const key = columns.filter(({ isKey }) => isKey).map(({ field }) => field);
  const hash = (names: readonly string[]): string => `hash(${names.join(', ')})`;
  return `select *, ${hash(key.length > 0 ? key : fields)} % ${buckets} as b, ${hash(fields)} as h
    from (select ${values.join(', ')} from ${table.sql})`;
}

async function fill(connection: DuckDBConnection, table: string, query: string): Promise<void> {
  await connection.run(`create or replace temp table ${table} as select row_number() over () as n, * from (${query})`);
}
