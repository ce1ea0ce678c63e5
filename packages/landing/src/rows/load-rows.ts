import { type Column, type SqlType, typeText } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { DuckDBConnection } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import { quoted } from '../types/landed-names.js';
import { type LandedType, landedType } from '../types/landed-type.js';
import { checkText } from './check-text.js';
import { forEachRow, type TextRows } from './text-rows.js';

/** A column as far as loading is concerned. */
export type LoadedColumn = Pick<Column, 'name' | 'type' | 'nullable'>;

export interface LoadedRows {
  readonly rows: number;
  /** Warnings: columns left out, digits lost. */
  readonly diagnostics: readonly Diagnostic[];
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
    const checked = await checkText(connection, TEXTS, present);
    const found = [...refused, ...filled.value.malformed, ...checked];
    if (checked.some(({ severity }) => severity === 'error')) return err(found);
    const fields = present.map(
      ({ name, landed, nullable }) => `${quoted(name)} ${landed.type}${nullable ? '' : ' not null'}`,
    );
    await connection.run(`${target.creation} ${target.relation} (${fields.join(', ')})`);
    const values = present.map(({ landed, text }) => landed.read(text));
    await connection.run(`insert into ${target.relation} select ${values.join(', ')} from ${TEXTS}`);
    return ok({ rows: filled.value.rows, diagnostics: found });
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
): Promise<Result<{ readonly rows: number; readonly malformed: Diagnostic[] }, Diagnostic>> {
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
  const diagnostics = [...malformed].map(([column, values]) =>
    landingDiagnostics.create('landing-text-malformed', { column: column.name, count: values }),
  );
  return ok({ rows: count, malformed: diagnostics });
}
