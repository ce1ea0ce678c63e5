import type { DuckDBConnection } from '@duckdb/node-api';
import { EXTRA, JOINED_PAIRS, MISSING, PAIRS, pairsOf } from './difference-tables.js';
import type { PlannedColumn } from './plan-comparison.js';

/**
 * Pairs differing rows that are equal but for what the columns tolerate, and takes the pairs out. Returns for each of
 * these columns the number of pairs that made use of it.
 */
export async function applyTolerances(
  connection: DuckDBConnection,
  columns: readonly PlannedColumn[],
): Promise<ReadonlyMap<PlannedColumn, number>> {
  const tolerant = columns.filter(({ tolerance, digits }) => tolerance !== undefined || digits !== undefined);
  if (tolerant.length === 0) return new Map();
  const exact = columns.filter((column) => !tolerant.includes(column)).map(({ field }) => field);
  await pairsOf(connection, nearRows(exact, tolerant));
  const used = tolerant.map(({ field }) => `count(*) filter (where m.${field} is distinct from x.${field})`);
  const counts = await connection.runAndReadAll(`select ${used.join(', ')} from ${JOINED_PAIRS}`);
  const numbers = (counts.getRows()[0] ?? []).map(Number);
  await connection.run(`delete from ${MISSING} where n in (select missing_n from ${PAIRS})`);
  await connection.run(`delete from ${EXTRA} where n in (select extra_n from ${PAIRS})`);
  return new Map(tolerant.map((column, index) => [column, numbers[index] ?? 0]));
}

/**
 * Values of both sides that stand close together form a cluster, which has no boundary to fall on either side of, as
 * rounded values have. Rows of the same clusters are paired in their order. Clusters may be long where values are
 * dense: the two values of each pair have to be within the tolerance, too.
 */
function nearRows(exact: readonly string[], tolerant: readonly PlannedColumn[]): string {
  const fields = tolerant.map(({ field }) => field);
  const all = [...exact, ...fields].join(', ');
  const each = (sql: (field: string) => string): string => fields.map(sql).join(', ');
  const window = (field: string): string => `(${partitionBy(exact)} order by ${field})`;
  const begins = tolerant.map((column) => {
    const within = withinTolerance(column, `before_${column.field}`, column.field);
    return `case when ${within} then 0 else 1 end as begins_${column.field}`;
  });
  const clusters = fields.map((field) => `cluster_${field}`);
  const same = [
    'm.place = x.place',
    ...exact.map((field) => `m.${field} is not distinct from x.${field}`),
    ...clusters.map((cluster) => `m.${cluster} = x.${cluster}`),
    ...tolerant.map((column) => withinTolerance(column, `m.${column.field}`, `x.${column.field}`)),
  ];
  return `with
    sides as (select 'm' as side, n, ${all} from ${MISSING} union all select 'x', n, ${all} from ${EXTRA}),
    neighbours as (select *, ${each((field) => `lag(${field}) over ${window(field)} as before_${field}`)} from sides),
    begun as (select *, ${begins.join(', ')} from neighbours),
    clustered as (select *, ${each((field) => `sum(begins_${field}) over ${window(field)} as cluster_${field}`)} from begun),
    placed as (
      select *, row_number() over (${partitionBy([...exact, ...clusters, 'side'])} order by ${fields.join(', ')}) as place
      from clustered
    )
    select m.n as missing_n, x.n as extra_n
    from (from placed where side = 'm') as m join (from placed where side = 'x') as x on ${same.join(' and ')}`;
}

const partitionBy = (fields: readonly string[]): string =>
  fields.length === 0 ? '' : `partition by ${fields.join(', ')}`;

function withinTolerance({ form, tolerance, digits }: PlannedColumn, left: string, right: string): string {
  const number = (value: string): string => (form.measure === 'time' ? `epoch(${value})` : `cast(${value} as double)`);
  const [a, b] = [number(left), number(right)];
  const larger = `greatest(abs(${a}), abs(${b}))`;
  const limits = [
    ...(tolerance?.absolute === undefined ? [] : [String(tolerance.absolute)]),
    ...(tolerance?.relative === undefined ? [] : [`${tolerance.relative} * ${larger}`]),
    ...(digits === undefined ? [] : [halfUnit(larger, digits)]),
  ];
  const limit = limits.length === 0 ? '0' : `greatest(${limits.join(', ')})`;
  // A part of what is infinite is infinite.
  const near = `isfinite(${a}) and isfinite(${b}) and abs(${a} - ${b}) <= ${limit}`;
  return `(${left} is not distinct from ${right} or coalesce(${near}, false))`;
}

/** Half of the last of so many significant digits. Zero has none. */
const halfUnit = (value: string, digits: number): string =>
  `0.5 * pow(10, floor(log10(nullif(${value}, 0))) - ${digits - 1})`;
