import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landTables } from '@datamigrate/landing';
import { type Database, executeSql, loadScripts, tableRows } from '@datamigrate/tsql-engine';
import { parseScript } from '@datamigrate/tsql-syntax';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalValue } from '../../testing/canonical-value.js';
import { expressionCases, expressionFiles } from '../../testing/expression-cases.js';
import { liftedQueries } from '../../testing/lifted-constants.js';
import type { Definition } from './read-schema.js';
import { translateBatch } from './translate-batch.js';

/** Rows are landed with six digits of a second. */
const KNOWN: ReadonlySet<string> = new Set(['date-part-nanosecond', 'date-dt2-round-7']);

/** What raises an error on purpose: rather that than another value. */
const RAISED = /^Invalid Input Error/;

interface Question {
  readonly id: string;
  readonly sql: string;
  readonly schema: Definition;
}

/** The lifted queries of a file, and a database with their tables; constants that do not convert are left out. */
function loadedQuestions(file: string): { readonly questions: readonly Question[]; readonly database: Database } {
  const lifted = expressionCases(file).flatMap(({ id, sql }, i) =>
    KNOWN.has(id) ? [] : [...liftedQueries(sql, (n) => `t${i}_${n}`)].map((query) => ({ ...query, id })),
  );
  const text = lifted.map(({ table, rows }) => `${table}\n${rows}`).join('\n');
  const { database, catalog } = loadScripts([{ name: 'rows.sql', text }]);
  const filled = new Set(
    catalog.tables.filter((table) => tableRows(database, table)?.length === 3).map(({ name }) => name),
  );
  const questions = lifted.flatMap(({ id, sql, table }) => {
    const [statement] = [...parseScript(table)].flatMap(({ statements }) => statements);
    const name = /^CREATE TABLE (\w+)/.exec(table)?.[1] ?? '';
    if (!statement || !filled.has(name)) return [];
    const schema = { statement, text: table };
    return [1, 2, 3].map((row) => ({ id, schema, sql: `${sql} WHERE t.id = ${row}` }));
  });
  return { questions, database };
}

describe('constants as columns: the target computes what the engine computes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'datamigrate-lifted-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function landed(file: string, database: Database): Promise<DuckDBConnection> {
    const tables = database.catalog.tables.map((table) => ({ table, rows: tableRows(database, table) ?? [] }));
    const path = join(folder, `${file}.duckdb`);
    expect((await landTables(path, tables)).ok).toBe(true);
    return (await DuckDBInstance.create(path)).connect();
  }

  async function answer(connection: DuckDBConnection, sql: string, types: readonly string[]): Promise<string> {
    const wrapped = types.map((type, i) => (/^(var)?binary/.test(type) ? `hex(v${i})` : `v${i}`)).join(', ');
    const list = types.map((_, i) => `v${i}`).join(', ');
    const reader = await connection.runAndReadAll(`select ${wrapped} from (${sql}) as q(${list})`);
    return shown(
      reader.getRowsJson().map((row) => row.map((value) => (value === null ? null : String(value)))),
      types,
    );
  }

  const shown = (rows: readonly (readonly (string | null)[])[], types: readonly string[]): string =>
    JSON.stringify(rows.map((row) => row.map((value, i) => canonicalValue(value, types[i] ?? ''))));

  it.each(expressionFiles())('%s', async (file) => {
    const { questions, database } = loadedQuestions(file);
    if (questions.length === 0) return;
    const connection = await landed(file, database);
    const defined = new Set<string>();
    const wrong: string[] = [];
    let right = 0;
    for (const { id, sql, schema } of questions) {
      const { resultSets, error, refusal } = executeSql(database, sql);
      const line = translateBatch(id, sql, { schema: [schema], fidelity: 'exact' });
      if (line.sql === null || refusal) continue;
      const types = (resultSets[0]?.columns ?? []).map(({ type }) => String(type));
      const wanted = error ? 'an error' : shown(resultSets[0]?.rows ?? [], types);
      let found: string;
      try {
        for (const statement of line.prelude.filter((each) => !defined.has(each))) await connection.run(statement);
        for (const statement of line.prelude) defined.add(statement);
        found = error
          ? String((await connection.runAndReadAll(line.sql)).getRowsJson())
          : await answer(connection, line.sql, types);
      } catch (fault) {
        const message = fault instanceof Error ? fault.message : String(fault);
        found = error || RAISED.test(message) ? 'an error' : message;
      }
      if (found === wanted) right++;
      else if (found !== 'an error') wrong.push(`${id}: ${sql}: ${found} instead of ${wanted}`);
    }
    connection.closeSync();
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(questions.length / 4);
  });
});
