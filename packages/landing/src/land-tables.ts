import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { displayName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { landingDiagnostics } from './diagnostics.js';
import { loadRows } from './rows/load-rows.js';
import type { TextRows } from './rows/text-rows.js';
import { landedSchema, quoted } from './types/landed-names.js';

export interface TableToLand {
  readonly table: Table;
  /** As many values as the table has columns, in their order. */
  readonly rows: TextRows;
}

export interface LandedTable {
  /** Of SQL Server. */
  readonly schema: string;
  readonly name: string;
  readonly status: 'landed' | 'refused';
  /** `schema.table` in DuckDB, quoted. */
  readonly relation: string;
  readonly rows: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LandingReport {
  readonly tables: readonly LandedTable[];
}

/**
 * Writes tables into a new DuckDB file, which takes the place of `path` when it is complete. A table whose rows do not fit
 * its columns is refused as a whole; the others land. The file is closed at the end, so that dbt can open it.
 */
export async function landTables(
  path: string,
  tables: readonly TableToLand[],
  onTable?: (table: LandedTable) => void,
): Promise<Result<LandingReport, Diagnostic>> {
  const partial = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await removeDatabase(partial);
    const opened = await openDatabase(partial);
    if (!opened.ok) return err(failed(path, opened.error));
    const report = await landAll(opened.value, tables, onTable);
    // A log of the former file would be replayed into the new one.
    await rm(`${path}.wal`, { force: true });
    await rename(partial, path);
    return ok(report);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err(failed(path, error.message));
  } finally {
    await removeDatabase(partial).catch(() => undefined);
  }
}

async function landAll(
  instance: DuckDBInstance,
  tables: readonly TableToLand[],
  onTable?: (table: LandedTable) => void,
): Promise<LandingReport> {
  try {
    const connection = await instance.connect();
    try {
      const landed: LandedTable[] = [];
      const database = await databaseName(connection);
      const taken = new Set<string>();
      for (const each of tables) {
        const result = await landTable(connection, database, each, taken);
        landed.push(result);
        onTable?.(result);
      }
      await connection.run('checkpoint');
      return { tables: landed };
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function landTable(
  connection: DuckDBConnection,
  database: string,
  { table, rows }: TableToLand,
  taken: Set<string>,
): Promise<LandedTable> {
  const schema = quoted(landedSchema(table.schema));
  const relation = `${schema}.${quoted(table.name)}`;
  const target = { relation: `${database}.${relation}`, creation: 'create table' } as const;
  const { schema: from, name } = table;
  const outcome = (status: LandedTable['status'], count: number, diagnostics: readonly Diagnostic[]): LandedTable => {
    const object = displayName(table);
    return {
      schema: from,
      name,
      status,
      relation,
      rows: count,
      diagnostics: diagnostics.map((d) => ({ ...d, object })),
    };
  };

  const clash = nameTaken(table, relation, taken);
  if (clash !== undefined) return outcome('refused', 0, [clash]);
  await connection.run(`create schema if not exists ${database}.${schema}`);
  await connection.run('begin transaction');
  let kept = false;
  try {
    const loaded = await loadRows(connection, target, table.columns, rows);
    if (!loaded.ok) return outcome('refused', 0, loaded.error);
    await connection.run('commit');
    kept = true;
    taken.add(relation.toLowerCase());
    return outcome('landed', loaded.value.rows, loaded.value.diagnostics);
  } finally {
    if (!kept) await connection.run('rollback').catch(() => undefined);
  }
}

/** A schema may be called like the file, and then `schema.table` says too little. */
async function databaseName(connection: DuckDBConnection): Promise<string> {
  const rows = (await connection.runAndReadAll('select current_database()')).getRows();
  return quoted(String(rows[0]?.[0]));
}

function nameTaken(table: Table, relation: string, taken: ReadonlySet<string>): Diagnostic | undefined {
  if (taken.has(relation.toLowerCase())) {
    return landingDiagnostics.create('landing-name-taken', { name: displayName(table), kind: 'table' });
  }
  const columns = new Set<string>();
  for (const { name } of table.columns) {
    if (columns.has(name.toLowerCase()))
      return landingDiagnostics.create('landing-name-taken', { name, kind: 'column' });
    columns.add(name.toLowerCase());
  }
  return undefined;
}

async function openDatabase(path: string): Promise<Result<DuckDBInstance, string>> {
  try {
    return ok(await DuckDBInstance.create(path));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

async function removeDatabase(path: string): Promise<void> {
  for (const file of [path, `${path}.wal`]) if (existsSync(file)) await rm(file, { force: true });
}

function failed(path: string, reason: string): Diagnostic {
  return landingDiagnostics.create('landing-file-failed', { path, reason: reason.split('\n')[0] ?? '' });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
