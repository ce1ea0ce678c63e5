import type { Catalog } from '@datamigrate/catalog';
import { keepPassword, loadSource, openSource } from '@datamigrate/sources';
import { serveTds, type TdsServer, type TdsServerOptions } from '@datamigrate/tds';
import type { Database, LoadedTemplate } from '@datamigrate/tsql-engine';
import { afterAll } from 'vitest';

export const NOW = Date.UTC(2024, 5, 1);

const servers: TdsServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

export async function serve(database: Database, options: Partial<TdsServerOptions> = {}): Promise<TdsServer> {
  const started = await serveTds({ database, port: 0, ...options });
  if (!started.ok) throw new Error(started.error.message);
  servers.push(started.value);
  return started.value;
}

/** An address whose password nobody writes down. */
export function addressOf(server: TdsServer, database: string, more = ''): string {
  return keepPassword(`mssql://sa:any@127.0.0.1:${server.port}/${database}?encrypt=false${more}`);
}

export async function load(source: string): Promise<LoadedTemplate> {
  const opened = await openSource(source);
  if (!opened.ok) throw new Error(opened.error.message);
  const loaded = await loadSource(opened.value, source, { now: NOW });
  if (!loaded.ok) throw new Error(loaded.error.message);
  const diagnostics = [...opened.value.diagnostics, ...loaded.value.diagnostics];
  return { ...loaded.value, diagnostics };
}

/** Objects by kind and name. Where a text was read is no part of the database. */
export function objectsOf(catalog: Catalog): ReadonlyMap<string, unknown> {
  const kinds = ['tables', 'modules', 'aliasTypes', 'tableTypes', 'synonyms', 'sequences'] as const;
  return new Map(
    kinds.flatMap((kind) =>
      catalog[kind].map((object): [string, unknown] => {
        const { origin: _, ...rest } = { origin: undefined, ...object };
        return [`${kind} ${object.schema}.${object.name}`, rest];
      }),
    ),
  );
}

export const rowsOf = ({ catalog, database }: LoadedTemplate): ReadonlyMap<string, unknown> =>
  new Map(
    catalog.tables.map(({ schema, name }) => [
      `${schema}.${name}`,
      database.rows(schema, name)?.map((row) => [...row]),
    ]),
  );
