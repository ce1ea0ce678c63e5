// DuckDB as the target of translated queries: rows of scripts, and answers as texts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landTables } from '@datamigrate/landing';
import { tableRows } from '@datamigrate/tsql-engine';
import { DuckDBInstance } from '@duckdb/node-api';

/** A database in memory; with the rows that a loaded source holds, landed as a migration lands them. */
export async function openTarget(loaded) {
  if (loaded === undefined) return connected(await DuckDBInstance.create(':memory:'));
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-score-'));
  const path = join(folder, 'target.duckdb');
  const tables = loaded.catalog.tables.map((table) => ({ table, rows: tableRows(loaded.database, table) ?? [] }));
  const landed = await landTables(path, tables);
  if (!landed.ok) throw new Error(landed.error.message);
  const target = await connected(await DuckDBInstance.create(path));
  const close = () => {
    target.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...target, close };
}

async function connected(instance) {
  const connection = await instance.connect();
  return {
    run: (statement) => connection.run(statement),
    answer: (sql) => answer(connection, sql),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Rows as texts, each value in the form of the conformance cases, with the types that DuckDB gives. */
async function answer(connection, sql) {
  const reader = await connection.runAndReadAll(sql);
  const types = reader.columnTypes().map((type) => String(type).toLowerCase());
  const rows = reader.getRowsJson().map((row) => row.map((value) => (value === null ? null : textOf(value))));
  if (!types.includes('blob')) return { types, rows };
  // JSON spells bytes as escapes: ask for them in hex.
  const columns = types.map((type, i) => (type === 'blob' ? `'0x' || hex(c${i})` : `c${i}`));
  const names = types.map((_, i) => `c${i}`);
  const again = await connection.runAndReadAll(`select ${columns.join(', ')} from (${sql}) as t(${names.join(', ')})`);
  return { types, rows: again.getRowsJson().map((row) => row.map((value) => (value === null ? null : textOf(value)))) };
}

function textOf(value) {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
