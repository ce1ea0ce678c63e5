import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { displayName, type Table } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { landingDiagnostics } from './diagnostics.js';
import { LandingProgress } from './landing-progress.js';
import { loadRows } from './rows/load-rows.js';
import type { TextRows } from './rows/text-rows.js';
import { landedSchema, quoted } from './types/landed-names.js';

export interface TableToLand {
  readonly table: Table;
  /** As many values as the table has columns, in their order. A function is asked only if the table is to be landed. */
  readonly rows: TextRows | (() => TextRows);
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

export interface LandingOptions {
  readonly onTable?: ((table: LandedTable) => void) | undefined;
  /**
   * Says which source this is. A landing of the same one that broke off goes on behind its last whole table; without it,
   * and for another source, everything is landed anew.
   */
  readonly resume?: string | undefined;
}

/** Thrown by rows that cannot be read to their end: their table is refused, the others land. */
export class RowsFault extends Error {
  override name = 'RowsFault';
}

/**
 * Writes tables into a new DuckDB file, which takes the place of `path` when it is complete. A table whose rows do not fit
 * its columns is refused as a whole; the others land. The file is closed at the end, so that dbt can open it.
 */
export async function landTables(
  path: string,
  tables: readonly TableToLand[],
  options: LandingOptions = {},
): Promise<Result<LandingReport, Diagnostic>> {
  const partial = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const opened = await openPartial(partial, options.resume);
    if (!opened.ok) return err(failed(path, opened.error));
    const report = await landAll(opened.value, tables, options);
    // A log of the former file would be replayed into the new one.
    await rm(`${path}.wal`, { force: true });
    await rename(partial, path);
    return ok(report);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err(failed(path, error.message));
  } finally {
    if (options.resume === undefined) await removeDatabase(partial).catch(() => undefined);
  }
}

async function landAll(
  instance: DuckDBInstance,
  tables: readonly TableToLand[],
  { onTable, resume }: LandingOptions,
): Promise<LandingReport> {
  try {
    const connection = await instance.connect();
    try {
      const landed: LandedTable[] = [];
      const database = await databaseName(connection);
      const progress = resume === undefined ? undefined : await LandingProgress.open(connection, database, resume);
      const taken = new Set<string>();
      for (const each of tables) {
        const known = progress?.landed(each.table);
        if (known) taken.add(known.relation.toLowerCase());
        const result = known ?? (await landTable(connection, database, each, taken, progress));
        landed.push(result);
        onTable?.(result);
      }
      await progress?.end();
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
  progress: LandingProgress | undefined,
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
  await connection.run(`set memory_limit = '${memoryLimit(table)}'`);
  // Of a landing that was killed in the middle of it.
  if (progress) await connection.run(`drop table if exists ${target.relation}`);
  try {
    const loaded = await loadRows(connection, target, table.columns, typeof rows === 'function' ? rows() : rows);
    if (!loaded.ok) return outcome('refused', 0, loaded.error);
    const landed = outcome('landed', loaded.value.rows, loaded.value.diagnostics);
    await progress?.note(landed);
    taken.add(relation.toLowerCase());
    return landed;
  } catch (error) {
    if (!(error instanceof RowsFault)) throw error;
    return outcome('refused', 0, [landingDiagnostics.create('landing-rows-broken', { reason: error.message })]);
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

/** What is larger goes to a file beside the database's for a while. Every column has buffers of its own, in each thread. */
const memoryLimit = ({ columns }: Pick<Table, 'columns'>): string => `${Math.ceil(120 + 1.5 * columns.length)}MB`;
const THREADS = '2';

/** The file that is being written: the one of a landing that broke off, where there is such a landing to go on with. */
async function openPartial(path: string, resume: string | undefined): Promise<Result<DuckDBInstance, string>> {
  if (resume !== undefined && existsSync(path)) {
    const former = await openDatabase(path);
    if (former.ok && (await LandingProgress.belongsTo(former.value, resume))) return former;
    if (former.ok) former.value.closeSync();
  }
  await removeDatabase(path);
  return openDatabase(path);
}

async function openDatabase(path: string): Promise<Result<DuckDBInstance, string>> {
  try {
    return ok(await DuckDBInstance.create(path, { memory_limit: memoryLimit({ columns: [] }), threads: THREADS }));
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
