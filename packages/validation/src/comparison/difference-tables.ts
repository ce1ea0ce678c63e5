import { quoted } from '@datamigrate/landing';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Numbered } from './comparison-request.js';
import type { ComparisonPlan, PlannedColumn } from './plan-comparison.js';

export const EXPECTED_ROWS = 'temp.main.expected_rows';
export const MISSING = 'temp.main.missing_rows';
export const EXTRA = 'temp.main.extra_rows';
export const PAIRS = 'temp.main.paired_rows';

/** The rows of the relation, computed once: it may be a view over many others. */
const ACTUAL = 'temp.main.actual_rows';

/** How many rows the relation has, and how many rows it lacks. NULL is equal to NULL here. */
export async function findMissing(
  connection: DuckDBConnection,
  plan: ComparisonPlan,
): Promise<{ readonly rowsTarget: number; readonly missing: number }> {
  const actual = plan.columns.map(({ form, targetName, field }) => `${form.actual(quoted(targetName))} as ${field}`);
  const rowsTarget = await fill(connection, ACTUAL, `select ${actual.join(', ')} from ${plan.relation}`);
  const missing = await fill(connection, MISSING, numbered(`${expectedRows(plan)} except all from ${ACTUAL}`));
  return { rowsTarget, missing };
}

/** Fills the table of rows that the relation has too often; after findMissing. */
export async function findExtra(connection: DuckDBConnection, plan: ComparisonPlan): Promise<void> {
  await fill(connection, EXTRA, numbered(`from ${ACTUAL} except all ${expectedRows(plan)}`));
}

/** How many new numbers stand on one side only, of the columns whose new numbers are compared apart from their rows. */
export async function findNumbers(
  connection: DuckDBConnection,
  plan: ComparisonPlan,
): Promise<{ readonly missing: number; readonly extra: number }> {
  let [missing, extra] = [0, 0];
  for (const { numbered, name, targetName } of plan.columns) {
    if (!numbered) continue;
    const side = (column: string, relation: string): string => newNumbers(column, relation, numbered);
    const [expected, actual] = [side(quoted(name), EXPECTED_ROWS), side(quoted(targetName), plan.relation)];
    const count = (query: string): string => `(select count(*) from (${query}))`;
    const sql = `select ${count(`${expected} except all ${actual}`)}, ${count(`${actual} except all ${expected}`)}`;
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    missing += Number(row?.[0] ?? 0);
    extra += Number(row?.[1] ?? 0);
  }
  return { missing, extra };
}

/** Those of which some are gone are counted out: the first, the second and so on. */
function newNumbers(column: string, relation: string, { above, left = above }: Numbered): string {
  const number = `cast(${column} as hugeint)`;
  const place = `row_number() over (partition by ${column} > ${left} order by ${column})`;
  const isRepeated = `count(*) over (partition by ${column}) > 1`;
  return `select case when ${column} > ${left} or ${isRepeated} then ${number} else ${above} + ${place} end as n
    from ${relation} where ${column} > ${above}`;
}

function expectedRows({ columns }: ComparisonPlan): string {
  const expected = columns.map(({ form, name, field }) => `${form.expected(quoted(name))} as ${field}`);
  return `select ${expected.join(', ')} from ${EXPECTED_ROWS}`;
}

const numbered = (query: string): string => `select row_number() over () as n, * from (${query})`;

/** Creates a table and gives the number of its rows. */
async function fill(connection: DuckDBConnection, table: string, query: string): Promise<number> {
  const reader = await connection.runAndReadAll(`create temp table ${table} as ${query}`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

/** Pairs rows of the same key; without a key there are no pairs. */
export async function pairByKey(connection: DuckDBConnection, columns: readonly PlannedColumn[]): Promise<void> {
  const key = columns.filter(({ isKey }) => isKey);
  const rest = columns.filter(({ isKey }) => !isKey);
  if (key.length === 0) return pairsOf(connection, `select 0 as missing_n, 0 as extra_n where false`);
  const partition = `partition by ${key.map(({ field }) => field).join(', ')}`;
  const sorted = rest.length === 0 ? '' : `order by ${rest.map(({ field }) => field).join(', ')}`;
  const ranked = (table: string): string =>
    `select *, row_number() over (${partition} ${sorted}) as place from ${table}`;
  const joined = ['m.place = x.place', ...key.map(({ field }) => `m.${field} is not distinct from x.${field}`)];
  await pairsOf(
    connection,
    `select m.n as missing_n, x.n as extra_n
     from (${ranked(MISSING)}) as m join (${ranked(EXTRA)}) as x on ${joined.join(' and ')}`,
  );
}

export async function pairsOf(connection: DuckDBConnection, query: string): Promise<void> {
  await connection.run(`create or replace temp table ${PAIRS} as ${query}`);
}

/** Both sides of the pairs, as `m` and `x`. */
export const JOINED_PAIRS = `${PAIRS} as p join ${MISSING} as m on m.n = p.missing_n join ${EXTRA} as x on x.n = p.extra_n`;
