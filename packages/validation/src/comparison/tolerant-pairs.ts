import { collationByName } from '@datamigrate/catalog';
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
  const tolerant = columns.filter(
    ({ tolerance, digits, collation }) => tolerance !== undefined || digits !== undefined || collation !== undefined,
  );
  if (tolerant.length === 0) return new Map();
  await pairsOf(connection, nearRows(columns));
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
function nearRows(columns: readonly PlannedColumn[]): string {
  const measured = columns.filter(({ tolerance, digits }) => tolerance !== undefined || digits !== undefined);
  const compared = columns.filter((column) => !measured.includes(column));
  const values = [
    ...compared.map((column) => `${comparedValue(column)} as ${column.field}`),
    ...measured.map(({ field }) => field),
  ].join(', ');
  const same = compared.map(({ field }) => field);
  const near = measured.map(({ field }) => field);
  const clusters = near.map((field) => `cluster_${field}`);
  const window = (field: string): string => `(${partitionBy(same)} order by ${field})`;
  const all = (sql: (column: PlannedColumn) => string): string => ['*', ...measured.map(sql)].join(', ');
  const begins = (column: PlannedColumn): string => withinTolerance(column, `before_${column.field}`, column.field);
  const order = near.length === 0 ? '' : `order by ${near.join(', ')}`;
  const joined = [
    'm.place = x.place',
    ...same.map((field) => `m.${field} is not distinct from x.${field}`),
    ...clusters.map((cluster) => `m.${cluster} = x.${cluster}`),
    ...measured.map((column) => withinTolerance(column, `m.${column.field}`, `x.${column.field}`)),
  ];
  return `with
    sides as (select 'm' as side, n, ${values} from ${MISSING} union all select 'x', n, ${values} from ${EXTRA}),
    neighbours as (select ${all(({ field }) => `lag(${field}) over ${window(field)} as before_${field}`)} from sides),
    begun as (
      select ${all((column) => `case when ${begins(column)} then 0 else 1 end as begins_${column.field}`)} from neighbours
    ),
    clustered as (
      select ${all(({ field }) => `sum(begins_${field}) over ${window(field)} as cluster_${field}`)} from begun
    ),
    placed as (
      select *, row_number() over (${partitionBy([...same, ...clusters, 'side'])} ${order}) as place from clustered
    )
    select m.n as missing_n, x.n as extra_n
    from (from placed where side = 'm') as m join (from placed where side = 'x') as x on ${joined.join(' and ')}`;
}

/** A text in the form in which the models compare it by its collation. */
function comparedValue({ field, collation }: PlannedColumn): string {
  if (collation === undefined) return field;
  const { order, caseSensitive, accentSensitive } = collationByName(collation);
  const trimmed = `rtrim(${field}, ' ')`;
  if (order !== 'dictionary') return trimmed;
  const cased = caseSensitive ? trimmed : `lower(${trimmed})`;
  return accentSensitive ? cased : `strip_accents(${cased})`;
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
