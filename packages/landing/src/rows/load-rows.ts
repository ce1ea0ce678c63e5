import { type Column, type SqlType, typeText } from '@datamigrate/catalog';
import { type Diagnostic, hasErrors } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { DuckDBConnection } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import { quoted } from '../types/landed-names.js';
import { type LandedType, landedType } from '../types/landed-type.js';
import { type ColumnFinding, checkText } from './check-text.js';
import { forEachRow, type TextRows } from './text-rows.js';

/** A column as far as loading is concerned. */
export interface LoadedColumn extends Pick<Column, 'name' | 'type' | 'nullable'> {
  /** Its values are in the rows and are passed over. */
  readonly skipped?: boolean;
}

export interface LoadedRows {
  readonly rows: number;
  /** Warnings: columns left out, digits lost. */
  readonly diagnostics: readonly Diagnostic[];
  /** Columns with values that are not exactly what the text said: digits or halves of characters are lost. */
  readonly changedColumns: readonly string[];
}

/** A column that is kept, and its place in the rows. */
export interface KeptColumn {
  readonly name: string;
  readonly source: SqlType;
  readonly landed: LandedType;
  readonly nullable: boolean;
  /** Name in the table of texts. */
  readonly text: string;
}

const TEXTS = 'temp.main.landing_texts';

/**
 * Creates `relation` (`create table …` follows `creation`) and fills it from rows of text, all of them or none. The rows
 * pass through a table of text, so that the database converts them and no more than a batch is in memory here.
 */
export async function loadRows(
  connection: DuckDBConnection,
  target: { readonly relation: string; readonly creation: 'create table' | 'create temp table' },
  columns: readonly LoadedColumn[],
  rows: TextRows,
): Promise<Result<LoadedRows, readonly Diagnostic[]>> {
  const refused: Diagnostic[] = [];
  const kept = columns.map((column, index) => {
    if (column.skipped) return undefined;
    const landed = landedType(column.type);
    if (landed !== undefined) {
      return { name: column.name, source: column.type, landed, nullable: column.nullable, text: `c${index}` };
    }
    const named = { column: column.name, type: typeText(column.type) };
    refused.push(landingDiagnostics.create('landing-type-refused', named));
    return undefined;
  });
  const present = kept.filter((column) => column !== undefined);
  if (present.length === 0) return err([...refused, landingDiagnostics.create('landing-no-columns', {})]);

  await connection.run(`create or replace temp table landing_texts (${present.map(({ text }) => `${text} varchar`)})`);
  try {
    const filled = await fillTexts(connection, kept, rows);
    if (!filled.ok) return err([filled.error]);
    const findings = [...filled.value.malformed, ...(await checkText(connection, TEXTS, present))];
    const found = [...refused, ...findings.map(({ diagnostic }) => diagnostic)];
    if (hasErrors(found)) return err(found);
    const fields = present.map(
      ({ name, landed, nullable }) => `${quoted(name)} ${landed.type}${nullable ? '' : ' not null'}`,
    );
    await connection.run(`${target.creation} ${target.relation} (${fields.join(', ')})`);
    const values = present.map(({ landed, text }) => landed.read(text));
    await connection.run(`insert into ${target.relation} select ${values.join(', ')} from ${TEXTS}`);
    const changedColumns = [...new Set(findings.map(({ column }) => column))];
    return ok({ rows: filled.value.rows, diagnostics: found, changedColumns });
  } finally {
    await connection.run('drop table if exists temp.main.landing_texts').catch(() => undefined);
  }
}

/** Half of a surrogate pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

async function fillTexts(
  connection: DuckDBConnection,
  columns: readonly (KeptColumn | undefined)[],
  rows: TextRows,
): Promise<Result<{ readonly rows: number; readonly malformed: ColumnFinding[] }, Diagnostic>> {
  const appender = await connection.createAppender('landing_texts', 'main', 'temp');
  const malformed = new Map<KeptColumn, number>();
  let count = 0;
  let wrong: Diagnostic | undefined;
  try {
    await forEachRow(rows, (row) => {
      count++;
      if (row.length !== columns.length) {
        const widths = { row: count, found: row.length, expected: columns.length };
        wrong = landingDiagnostics.create('landing-row-width', widths);
        return false;
      }
      for (const [index, column] of columns.entries()) {
        if (column === undefined) continue;
        const value = row[index] ?? null;
        if (value === null) appender.appendNull();
        else {
          if (LONE_SURROGATE.test(value)) malformed.set(column, (malformed.get(column) ?? 0) + 1);
          appender.appendVarchar(value);
        }
      }
      appender.endRow();
      return true;
    });
  } finally {
    if (wrong !== undefined) appender.clear();
    appender.closeSync();
  }
  if (wrong !== undefined) return err(wrong);
  const findings = [...malformed].map(([{ name }, values]) => {
    const diagnostic = landingDiagnostics.create('landing-text-malformed', { column: name, count: values });
    return { column: name, diagnostic };
  });
  return ok({ rows: count, malformed: findings });
}
