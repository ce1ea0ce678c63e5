import { createHash } from 'node:crypto';
import type { Catalog } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { Script } from '@datamigrate/tsql-engine';
import { countedIn } from '../catalog/counted.js';
import { writeDefinitions } from '../catalog/write-definitions.js';
import type { Source } from '../source.js';
import { addressOf } from './address/address-of.js';
import { type LiveAddress, serverText } from './address/live-address.js';
import { type Environment, passwordFor, tokenFrom } from './address/secrets.js';
import { connectLive } from './connection/connect.js';
import type { LiveConnection } from './connection/live-connection.js';
import type { AddressRule } from './connection/open-socket.js';
import { readCatalog } from './extraction/read-catalog.js';
import { liveTable } from './rows/live-table.js';

export interface LiveOptions {
  readonly environment: Environment;
  /** Else the rule of the process (`reachOnly`), if there is one. */
  readonly mayReach?: AddressRule;
}

/** Reads the definitions of a database from its server; the rows follow when they are loaded. */
export async function openLiveSource(source: string, options: LiveOptions): Promise<Result<Source, Diagnostic>> {
  const found = await addressOf(source, options.environment);
  if (!found.ok) return found;
  const { address, password } = found.value;
  const secret = {
    password: password ?? passwordFor(source, options.environment),
    token: tokenFrom(options.environment),
  };
  const connected = await connectLive(address, secret, options.mayReach);
  if (!connected.ok) return connected;
  const connection = connected.value;
  const read = await readCatalog(connection, address);
  await connection.close();
  if (!read.ok) return err(read.error);
  const { catalog, counts, gaps, facts, dependencies } = read.value;
  const { name: _, ...settings } = facts.database;
  const scripts = writeDefinitions(catalog);
  const reconnect = lazyConnection(async () => {
    const again = await connectLive(address, secret, options.mayReach);
    if (!again.ok) throw new Error(again.error.message);
    return again.value;
  });
  const server = serverText(address);
  return ok({
    kind: 'server',
    database: facts.database.name,
    settings,
    scripts,
    files: moduleFiles(catalog),
    data: catalog.tables.map((table) => liveTable(table, server, address.rows, reconnect.open)),
    rowCount: [...counts.values()].reduce((sum, count) => sum + count, 0),
    folders: [],
    dependencies,
    rowCounts: counts,
    counted: countedIn(catalog),
    close: reconnect.close,
    fingerprint: fingerprint(address, scripts, counts),
    diagnostics: gaps,
  });
}

/** The texts of the modules: what diagnostics point into. */
function moduleFiles({ modules }: Catalog): Source['files'] {
  return modules.map(({ schema, name, definition, origin }) => ({
    path: origin?.file ?? `${schema}.${name}`,
    text: definition,
  }));
}

/** Of the definitions and of how many rows each table has; the rows themselves would have to be read for more. */
function fingerprint(address: LiveAddress, scripts: readonly Script[], counts: ReadonlyMap<string, number>): string {
  const hash = createHash('sha256');
  for (const { name, text } of scripts) hash.update(`${name}\0${text.length}\0${text}`);
  for (const [table, rows] of counts) hash.update(`${table}\0${rows}\0`);
  return hash.update(String(address.rows ?? '')).digest('hex');
}

/** One connection for the rows of all tables, made when the first one is read. */
function lazyConnection(connect: () => Promise<LiveConnection>) {
  let connection: Promise<LiveConnection> | undefined;
  return {
    open: (): Promise<LiveConnection> => {
      connection ??= connect();
      return connection;
    },
    close: async (): Promise<void> => {
      const open = await connection?.catch(() => undefined);
      connection = undefined;
      await open?.close();
    },
  };
}
