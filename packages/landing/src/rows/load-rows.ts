import { totalmem } from 'node:os';
import { type Column, type SqlType, typeText } from '@datamigrate/catalog';
import { type Diagnostic, hasErrors } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { landingDiagnostics } from '../diagnostics.js';
import { quoted } from '../types/landed-names.js';
import { type LandedType, landedType } from '../types/landed-type.js';
import { type ColumnFindings, checkText, findingDiagnostics, isRefused, nothingFound } from './check-text.js';
import { portionsOf, type TextRow, type TextRows } from './text-rows.js';

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

/** So many values are in memory as text at a time; of five columns they make one group of rows in the database. */
const VALUES_AT_A_TIME = 614_400;
const FEWEST_ROWS = 2_048;
const LONGEST_AT_A_TIME = 8 * 1024 * 1024;
const LONGEST_USUAL = 64 * 1024;
const PORTION = 2_048;

/**
 * Creates `relation` (`create table …` follows `creation`) and fills it from rows of text, all of them or none. The rows
 * pass through a table of text, portion by portion, so that the database converts them and tables may have any size.
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

  const fields = present.map(
    ({ name, landed, nullable }) => `${quoted(name)} ${landed.type}${nullable ? '' : ' not null'}`,
  );
  await connection.run(`${target.creation} ${target.relation} (${fields.join(', ')})`);
  let whole = false;
  const load = new Load(connection, target.relation, kept);
  try {
    const wrong = await load.run(rows);
    if (wrong) return err([wrong]);
    const findings = [...load.findings];
    const found = [...refused, ...findings.flatMap(([column, each]) => findingDiagnostics(column, each))];
    if (hasErrors(found)) return err(found);
    const changed = findings.filter(([, { cut, malformed }]) => cut > 0 || malformed > 0).map(([{ name }]) => name);
    whole = true;
    return ok({ rows: load.rows, diagnostics: found, changedColumns: changed });
  } finally {
    // Not by a transaction around all of it: that would hold what every portion leaves behind.
    if (!whole) await connection.run(`drop table if exists ${target.relation}`).catch(() => undefined);
    await connection.run('drop table if exists temp.main.landing_texts').catch(() => undefined);
  }
}

/** Half of a surrogate pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Rows on their way into a table. */
class Load {
  rows = 0;
  readonly findings: ReadonlyMap<KeptColumn, ColumnFindings>;
  readonly #connection: DuckDBConnection;
  readonly #relation: string;
  readonly #columns: readonly (KeptColumn | undefined)[];
  #appender: DuckDBAppender | undefined;
  #waiting = 0;
  /** Of the texts that wait. */
  #length = 0;
  /** The longest value so far. */
  #longest = 0;
  readonly #atATime: number;

  constructor(connection: DuckDBConnection, relation: string, columns: readonly (KeptColumn | undefined)[]) {
    this.#connection = connection;
    this.#relation = relation;
    this.#columns = columns;
    this.#atATime = Math.max(FEWEST_ROWS, Math.floor(VALUES_AT_A_TIME / columns.length));
    this.findings = new Map(
      columns.filter((column) => column !== undefined).map((column) => [column, nothingFound()] as const),
    );
  }

  /** Something is returned when rows do not have the shape of the table. */
  async run(rows: TextRows): Promise<Diagnostic | undefined> {
    try {
      for await (const portion of portionsOf(rows, PORTION)) {
        for (const row of portion) {
          this.#appender ??= await this.#nextPortion();
          this.rows++;
          if (row.length !== this.#columns.length) {
            const widths = { row: this.rows, found: row.length, expected: this.#columns.length };
            return landingDiagnostics.create('landing-row-width', widths);
          }
          this.#append(this.#appender, row);
          this.#waiting++;
          if (this.#waiting >= this.#atATime || this.#length >= LONGEST_AT_A_TIME) await this.#convert();
        }
      }
      await this.#convert();
      return undefined;
    } finally {
      this.#appender?.clear();
      this.#appender?.closeSync();
    }
  }

  #append(appender: DuckDBAppender, row: TextRow): void {
    for (const [index, column] of this.#columns.entries()) {
      if (column === undefined) continue;
      const value = row[index] ?? null;
      if (value === null) appender.appendNull();
      else {
        const found = LONE_SURROGATE.test(value) ? this.findings.get(column) : undefined;
        if (found) found.malformed++;
        appender.appendVarchar(value);
        this.#length += value.length;
        this.#longest = Math.max(this.#longest, value.length);
      }
    }
    appender.endRow();
  }

  async #nextPortion(): Promise<DuckDBAppender> {
    const texts = [...this.findings.keys()].map(({ text }) => `${text} varchar`);
    await this.#connection.run(`create or replace temp table landing_texts (${texts.join(', ')})`);
    return this.#connection.createAppender('landing_texts', 'main', 'temp');
  }

  /** Checks the texts that wait, and converts them as long as nothing is wrong with any before. */
  async #convert(): Promise<void> {
    if (!this.#appender) return;
    this.#appender.closeSync();
    this.#appender = undefined;
    // The database keeps values whole: long ones need the memory that they need.
    if (this.#longest > LONGEST_USUAL)
      await this.#connection.run(`set memory_limit = '${Math.floor(totalmem() / 2e6)}MB'`);
    await checkText(this.#connection, TEXTS, this.findings, this.rows - this.#waiting);
    this.#waiting = 0;
    this.#length = 0;
    if ([...this.findings.values()].some(isRefused)) return;
    const values = [...this.findings.keys()].map(({ landed, text }) => landed.read(text));
    await this.#connection.run(`insert into ${this.#relation} select ${values.join(', ')} from ${TEXTS}`);
  }
}
