import { existsSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type LandingReport, landTables, type TableToLand } from '../land-tables.js';
import { landedSchema, quoted } from '../types/landed-names.js';

/** A table or view of a DuckDB file, its names without quotes. */
export interface WarehouseRelation {
  readonly schema: string;
  readonly name: string;
}

/** A relation that gets the rows of another one. */
export interface RelationFill {
  readonly relation: WarehouseRelation;
  readonly from: WarehouseRelation;
  /** Names in `relation` by names in `from`. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Lands tables once more, beside whatever else a file holds by now; the landed rows of before are gone. */
export async function landAgain(
  path: string,
  tables: readonly TableToLand[],
): Promise<Result<LandingReport, Diagnostic>> {
  const fresh = `${path}.landed`;
  try {
    const report = await landTables(fresh, tables);
    if (!report.ok) return report;
    await onFile(path, async ({ connection, database }) => {
      await connection.run(`attach '${fresh.replaceAll("'", "''")}' as landed_again (read_only)`);
      for (const { schema, relation, status } of report.value.tables) {
        const place = `${database}.${relation}`;
        await connection.run(`create schema if not exists ${database}.${quoted(landedSchema(schema))}`);
        await connection.run(`drop table if exists ${place}`);
        if (status === 'landed') await connection.run(`create table ${place} as from landed_again.${relation}`);
      }
      await connection.run('detach landed_again');
    });
    return ok(report.value);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Makes each relation a table with the rows of another one, in place of what stood there. */
export async function fillRelations(path: string, fills: readonly RelationFill[]): Promise<void> {
  if (fills.length === 0) return;
  await onFile(path, async (file) => {
    const { connection, database } = file;
    for (const { relation, from, columns } of fills) {
      await connection.run(`create schema if not exists ${database}.${quoted(relation.schema)}`);
      await drop(file, relation);
      const values = Object.entries(columns).map(([name, as]) => `${quoted(name)} as ${quoted(as)}`);
      const query = `select ${values.join(', ')} from ${database}.${sqlOf(from)}`;
      await connection.run(`create table ${database}.${sqlOf(relation)} as ${query}`);
    }
  });
}

/** Removes relations that are there. */
export async function dropRelations(path: string, relations: readonly WarehouseRelation[]): Promise<void> {
  if (relations.length === 0) return;
  await onFile(path, async (file) => {
    for (const relation of relations) await drop(file, relation);
  });
}

/**
 * Copies a file under another name. Views hold the name of the file that they were made in and would not work in the
 * copy, so these become tables of their rows.
 */
export async function copyWarehouse(from: string, to: string, held: readonly WarehouseRelation[]): Promise<void> {
  await rm(`${to}.wal`, { force: true });
  await copyFile(from, to);
  if (existsSync(`${from}.wal`)) await copyFile(`${from}.wal`, `${to}.wal`);
  if (held.length === 0) return;
  await onFile(from, async ({ connection, database }) => {
    const kinds = await Promise.all(held.map((relation) => kindOf(connection, relation)));
    await connection.run(`attach '${to.replaceAll("'", "''")}' as kept_copy`);
    for (const [i, relation] of held.entries()) {
      if (kinds[i] !== 'view') continue;
      await connection.run(`drop view kept_copy.${sqlOf(relation)}`);
      await connection.run(`create table kept_copy.${sqlOf(relation)} as from ${database}.${sqlOf(relation)}`);
    }
    await connection.run('detach kept_copy');
  });
}

/** An open file; parts of names are given in full, as a schema may be called like the file. */
interface OpenFile {
  readonly connection: DuckDBConnection;
  readonly database: string;
}

async function drop({ connection, database }: OpenFile, relation: WarehouseRelation): Promise<void> {
  const kind = await kindOf(connection, relation);
  if (kind !== undefined) await connection.run(`drop ${kind} ${database}.${sqlOf(relation)}`);
}

async function kindOf(
  connection: DuckDBConnection,
  { schema, name }: WarehouseRelation,
): Promise<'table' | 'view' | undefined> {
  const reader = await connection.runAndReadAll(
    `select table_type from information_schema.tables
     where table_catalog = current_database() and lower(table_schema) = lower($1) and lower(table_name) = lower($2)`,
    [schema, name],
  );
  const type = reader.getRows()[0]?.[0];
  if (type === undefined) return undefined;
  return type === 'VIEW' ? 'view' : 'table';
}

const sqlOf = ({ schema, name }: WarehouseRelation): string => `${quoted(schema)}.${quoted(name)}`;

async function onFile(path: string, work: (file: OpenFile) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  try {
    const connection = await instance.connect();
    try {
      const rows = (await connection.runAndReadAll('select current_database()')).getRows();
      await work({ connection, database: quoted(String(rows[0]?.[0])) });
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
