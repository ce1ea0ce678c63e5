import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowSample, SampleValue } from '../evidence.js';
import { EXTRA, JOINED_PAIRS, MISSING, PAIRS } from './difference-tables.js';
import type { PlannedColumn } from './plan-comparison.js';

/** A few rows of each kind of difference. */
export async function readSamples(
  connection: DuckDBConnection,
  columns: readonly PlannedColumn[],
  limit: number,
): Promise<RowSample[]> {
  const texts = (side: string): string => columns.map(({ field }) => `cast(${side}.${field} as varchar)`).join(', ');
  const alone = (table: string, n: string): string =>
    `select ${texts('t')} from ${table} as t where t.n not in (select ${n} from ${PAIRS}) order by t.n limit ${limit}`;
  const read = async (query: string): Promise<(string | null)[][]> =>
    (await connection.runAndReadAll(query))
      .getRows()
      .map((row) => row.map((value) => (value === null ? null : String(value))));

  const pairs = await read(
    `select ${texts('m')}, ${texts('x')} from ${JOINED_PAIRS} order by p.missing_n limit ${limit}`,
  );
  const missing = await read(alone(MISSING, 'missing_n'));
  const extra = await read(alone(EXTRA, 'extra_n'));
  const value = (row: readonly (string | null)[], index: number): string | null => row[index] ?? null;
  return [
    ...pairs.map((row): RowSample => {
      const values = columns.flatMap(({ name, isKey }, index): SampleValue[] => {
        const [expected, actual] = [value(row, index), value(row, index + columns.length)];
        return isKey || expected !== actual ? [{ column: name, expected, actual }] : [];
      });
      return { kind: 'different', values };
    }),
    ...missing.map((row): RowSample => {
      return {
        kind: 'missing',
        values: columns.map(({ name }, index) => ({ column: name, expected: value(row, index) })),
      };
    }),
    ...extra.map((row): RowSample => {
      return { kind: 'extra', values: columns.map(({ name }, index) => ({ column: name, actual: value(row, index) })) };
    }),
  ];
}

/** In how many pairs each column differs. */
export async function countByColumn(
  connection: DuckDBConnection,
  columns: readonly PlannedColumn[],
): Promise<Record<string, number>> {
  const counts = columns.map(({ field }) => `count(*) filter (where m.${field} is distinct from x.${field})`);
  const row = (await connection.runAndReadAll(`select ${counts.join(', ')} from ${JOINED_PAIRS}`)).getRows()[0] ?? [];
  const entries = columns.map(({ name }, index) => [name, Number(row[index])] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
