import { typeText } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { DuckDBConnection } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import type { KeptColumn } from './load-rows.js';

const LONGEST_SHOWN = 60;

/** Something to tell about the values of one column. */
export interface ColumnFinding {
  readonly column: string;
  readonly diagnostic: Diagnostic;
}

/** What is wrong with the texts, before any of them is converted: one pass over the table for all columns. */
export async function checkText(
  connection: DuckDBConnection,
  texts: string,
  columns: readonly KeptColumn[],
): Promise<ColumnFinding[]> {
  const counted = columns.flatMap((column) => [
    `count(*) filter (where ${unreadable(column)})`,
    `count(*) filter (where ${column.nullable ? 'false' : `${column.text} is null`})`,
    `count(*) filter (where ${lossy(column)})`,
  ]);
  const reader = await connection.runAndReadAll(`select ${counted.join(', ')} from ${texts}`);
  const counts = (reader.getRows()[0] ?? []).map(Number);
  const findings: ColumnFinding[] = [];
  for (const [index, column] of columns.entries()) {
    const [bad = 0, missing = 0, cut = 0] = counts.slice(index * 3, index * 3 + 3);
    const type = typeText(column.source);
    const add = (diagnostic: Diagnostic): void => void findings.push({ column: column.name, diagnostic });
    if (bad > 0) {
      const first = await firstUnreadable(connection, texts, column);
      const found = { column: column.name, count: bad, type, ...first };
      add(landingDiagnostics.create('landing-value-unreadable', found));
    }
    if (missing > 0) {
      add(landingDiagnostics.create('landing-null-refused', { column: column.name, count: missing }));
    }
    if (cut > 0) {
      add(landingDiagnostics.create('landing-fraction-lost', { column: column.name, count: cut, type }));
    }
  }
  return findings;
}

function unreadable({ landed, text }: KeptColumn): string {
  if (landed.pattern === undefined) return 'false';
  const castable = landed.readable?.(text) ?? `try_${landed.read(text)} is not null`;
  return `${text} is not null and not (regexp_full_match(${text}, '${landed.pattern}') and ${castable})`;
}

function lossy({ landed, text }: KeptColumn): string {
  return landed.lossy === undefined ? 'false' : `regexp_full_match(${text}, '${landed.lossy}')`;
}

async function firstUnreadable(
  connection: DuckDBConnection,
  texts: string,
  column: KeptColumn,
): Promise<{ readonly row: number; readonly value: string }> {
  // Not rowid: rows of an open transaction have no final one.
  const numbered = `select row_number() over () as row_number, ${column.text} from ${texts}`;
  const query = `select * from (${numbered}) where ${unreadable(column)} order by row_number limit 1`;
  const [row, value] = (await connection.runAndReadAll(query)).getRows()[0] ?? [];
  return { row: Number(row), value: JSON.stringify(String(value).slice(0, LONGEST_SHOWN)) };
}
