import { typeText } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { DuckDBConnection } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import type { KeptColumn } from './load-rows.js';

const LONGEST_SHOWN = 60;

/** What was found about the values of one column, in all rows so far. */
export interface ColumnFindings {
  unreadable: number;
  /** The first value that could not be read, and its row from 1. */
  first: { readonly row: number; readonly value: string } | undefined;
  missing: number;
  cut: number;
  malformed: number;
}

export const nothingFound = (): ColumnFindings => ({
  unreadable: 0,
  first: undefined,
  missing: 0,
  cut: 0,
  malformed: 0,
});

/** Whether a column may keep the table from being landed. */
export const isRefused = ({ unreadable, missing }: ColumnFindings): boolean => unreadable > 0 || missing > 0;

/** What is wrong with the texts of a portion, before any of them is converted: one pass for all columns. */
export async function checkText(
  connection: DuckDBConnection,
  texts: string,
  findings: ReadonlyMap<KeptColumn, ColumnFindings>,
  rowsBefore: number,
): Promise<void> {
  const counted = [...findings.keys()].flatMap((column) => [
    `count(*) filter (where ${unreadable(column)})`,
    `count(*) filter (where ${column.nullable ? 'false' : `${column.text} is null`})`,
    `count(*) filter (where ${lossy(column)})`,
  ]);
  const reader = await connection.runAndReadAll(`select ${counted.join(', ')} from ${texts}`);
  const counts = (reader.getRows()[0] ?? []).map(Number);
  let place = 0;
  for (const [column, found] of findings) {
    const [bad = 0, missing = 0, cut = 0] = counts.slice(place, place + 3);
    place += 3;
    found.unreadable += bad;
    found.missing += missing;
    found.cut += cut;
    if (bad > 0) found.first ??= await firstUnreadable(connection, texts, column, rowsBefore);
  }
}

/** What there is to tell about a column, in words. */
export function findingDiagnostics({ name, source }: KeptColumn, found: ColumnFindings): readonly Diagnostic[] {
  const type = typeText(source);
  const told: Diagnostic[] = [];
  if (found.malformed > 0)
    told.push(landingDiagnostics.create('landing-text-malformed', { column: name, count: found.malformed }));
  if (found.first) {
    const params = { column: name, count: found.unreadable, type, ...found.first };
    told.push(landingDiagnostics.create('landing-value-unreadable', params));
  }
  if (found.missing > 0)
    told.push(landingDiagnostics.create('landing-null-refused', { column: name, count: found.missing }));
  if (found.cut > 0)
    told.push(landingDiagnostics.create('landing-fraction-lost', { column: name, count: found.cut, type }));
  return told;
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
  rowsBefore: number,
): Promise<{ readonly row: number; readonly value: string }> {
  // Not rowid: rows of an open transaction have no final one.
  const numbered = `select row_number() over () as row_number, ${column.text} from ${texts}`;
  const query = `select * from (${numbered}) where ${unreadable(column)} order by row_number limit 1`;
  const [row, value] = (await connection.runAndReadAll(query)).getRows()[0] ?? [];
  return { row: rowsBefore + Number(row), value: JSON.stringify(String(value).slice(0, LONGEST_SHOWN)) };
}
