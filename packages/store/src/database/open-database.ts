import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { storeDiagnostics } from '../diagnostics.js';
import * as schema from '../schema/index.js';
import { type DirectoryLock, lockDirectory } from './directory-lock.js';
import { PglitePool } from './pglite-pool.js';

export type Database = NodePgDatabase<typeof schema>;
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** What repositories work with: the database, or a transaction of it. */
export type Queryable = Database | Transaction;

/** Where rows are kept: a server, a directory of the embedded database, or memory (for tests). */
export type DatabasePlace =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'directory'; readonly folder: string }
  | { readonly kind: 'memory' };

export interface OpenDatabase {
  readonly database: Database;
  readonly kind: DatabasePlace['kind'];
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Several services may start at once: the first one migrates, the others wait. */
const MIGRATION_LOCK = 4_711_001;

export async function openDatabase(place: DatabasePlace): Promise<Result<OpenDatabase, Diagnostic>> {
  return place.kind === 'server' ? openServer(place.url) : openEmbedded(place);
}

async function openEmbedded(
  place: Exclude<DatabasePlace, { kind: 'server' }>,
): Promise<Result<OpenDatabase, Diagnostic>> {
  let lock: DirectoryLock | undefined;
  if (place.kind === 'directory') {
    await mkdir(dirname(place.folder), { recursive: true });
    const taken = await lockDirectory(place.folder);
    if (!taken.ok) return taken;
    lock = taken.value;
  }
  try {
    const pool = new PglitePool(place.kind === 'directory' ? place.folder : undefined);
    await pool.ready;
    const database = drizzle(pool as unknown as pg.Pool, { schema });
    await migrate(database, { migrationsFolder: MIGRATIONS });
    const close = async () => {
      await pool.end();
      await lock?.release();
    };
    return ok({ database, kind: place.kind, close });
  } catch (error) {
    await lock?.release();
    return err(unreachable(error));
  }
}

async function openServer(url: string): Promise<Result<OpenDatabase, Diagnostic>> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000 });
  // A connection that is lost while nobody uses it: the next query opens another one.
  pool.on('error', () => {});
  // One that is lost in a transaction: its query has failed already, and without a listener the process would end.
  pool.on('connect', (client) => void client.on('error', () => {}));
  try {
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
      const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
      if (version < 15) {
        await pool.end();
        return err(storeDiagnostics.create('store-server-too-old', { version }));
      }
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
      await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    } finally {
      client.release();
    }
    return ok({ database: drizzle(pool, { schema }), kind: 'server', close: () => pool.end() });
  } catch (error) {
    await pool.end().catch(() => {});
    return err(unreachable(error));
  }
}

function unreachable(error: unknown): Diagnostic {
  // Without its cause: drizzle's own message quotes the statement.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return storeDiagnostics.create('store-unreachable', { reason: reason.replace(/:\/\/[^@\s]*@/g, '://…@') });
}

/** Whether the database answers. */
export async function ping(database: Queryable): Promise<boolean> {
  try {
    await database.execute(sql`SELECT 1`);
    return true;
  } catch {
    return false;
  }
}
