import { quoted } from '@datamigrate/landing';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { PlannedColumn } from '../comparison/plan-comparison.js';
import type { ColumnSummary } from './table-pair.js';

export interface SideSummary {
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
}

/** Rows of a side and what its columns hold, in one pass. */
export async function summariseSide(
  connection: DuckDBConnection,
  sql: string,
  columns: readonly PlannedColumn[],
  side: 'left' | 'right',
): Promise<SideSummary> {
  const figures = columns.flatMap((column) => {
    const name = quoted(side === 'left' ? column.name : column.targetName);
    return [`count(*) - count(${name})`, `cast(min(${name}) as varchar)`, `cast(max(${name}) as varchar)`];
  });
  const reader = await connection.runAndReadAll(`select count(*), ${figures.join(', ')} from ${sql}`);
  const row = reader.getRows()[0] ?? [];
  const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
  return {
    rows: Number(row[0] ?? 0),
    columns: columns.map((column, i) => ({
      type: side === 'left' ? column.sourceType : column.targetType,
      nulls: Number(row[1 + i * 3] ?? 0),
      min: text(row[2 + i * 3]),
      max: text(row[3 + i * 3]),
    })),
  };
}
