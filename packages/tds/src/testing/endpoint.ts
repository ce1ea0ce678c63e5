import { loadScripts } from '@datamigrate/tsql-engine';
import sql from 'mssql';
import { afterAll } from 'vitest';
import type { TdsServerOptions } from '../server/server-options.js';
import { serveTds, type TdsServer } from '../server/tds-server.js';

export interface Endpoint {
  readonly server: TdsServer;
  /** What the server has said. */
  readonly lines: readonly string[];
  connect(options?: Partial<sql.config>): Promise<sql.ConnectionPool>;
}

/** An endpoint over the database that a script makes; it ends with the tests of the file. */
export async function startEndpoint(script: string, options: Partial<TdsServerOptions> = {}): Promise<Endpoint> {
  const { database } = loadScripts([{ name: 'test.sql', text: script }], {
    name: 'Shop',
    now: () => Date.UTC(2024, 1, 29, 12),
    statementLimit: 3_000_000,
  });
  const lines: string[] = [];
  const started = await serveTds({ database, port: 0, log: (line) => lines.push(line), ...options });
  if (!started.ok) throw new Error(started.error.message);
  const server = started.value;
  const pools: sql.ConnectionPool[] = [];
  afterAll(async () => {
    for (const pool of pools) await pool.close();
    await server.close();
  });
  return {
    server,
    lines,
    async connect(more = {}) {
      const { options: clientOptions, ...rest } = more;
      const pool = new sql.ConnectionPool({
        server: server.host,
        port: server.port,
        user: 'sa',
        password: 'secret',
        pool: { max: 1 },
        ...rest,
        options: { encrypt: false, ...clientOptions },
      });
      pools.push(pool);
      return pool.connect();
    },
  };
}
