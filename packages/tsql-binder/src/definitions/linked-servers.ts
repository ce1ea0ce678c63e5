import type { LinkedServer } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import { type SystemCall, systemCall } from './system-call.js';

/** Parameters in their order, for calls that do not name them. Source: learn.microsoft.com, sp_addlinkedserver */
const PARAMETERS = tableByName<readonly string[]>({
  sp_addlinkedserver: ['@server', '@srvproduct', '@provider', '@datasrc', '@location', '@provstr', '@catalog'],
  sp_dropserver: ['@server'],
});

/** How a linked server is logged in to, and how it behaves: passwords among it, and nothing about rows. */
const BESIDE = /^sp_(addlinkedsrvlogin|droplinkedsrvlogin|serveroption|setnetname)$/;

/** The linked servers that scripts make. Connection strings are passed over, since passwords stand in them. */
export class LinkedServers {
  readonly #servers = new Map<string, LinkedServer>();

  /** Whether a call is about linked servers; it is taken in then. */
  apply(execute: Ast.ExecuteSpecification): boolean {
    const name = systemCall(execute, [])?.procedure;
    if (name === undefined) return false;
    const call = systemCall(execute, PARAMETERS.get(name) ?? []);
    const server = call?.texts.get('@server');
    if (name === 'sp_addlinkedserver' && call && server !== undefined)
      this.#servers.set(server.toLowerCase(), serverFrom(server, call));
    else if (name === 'sp_dropserver' && server !== undefined) this.#servers.delete(server.toLowerCase());
    else return BESIDE.test(name) || PARAMETERS.get(name) !== undefined;
    return true;
  }

  /** By name: the order in which they were made means nothing. */
  list(): readonly LinkedServer[] {
    return [...this.#servers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function serverFrom(name: string, { texts }: SystemCall): LinkedServer {
  const [product, provider, dataSource, catalog] = ['@srvproduct', '@provider', '@datasrc', '@catalog'].map(
    (parameter) => texts.get(parameter) || undefined,
  );
  return {
    name,
    ...(product === undefined ? {} : { product }),
    ...(provider === undefined ? {} : { provider }),
    ...(dataSource === undefined ? {} : { dataSource }),
    ...(catalog === undefined ? {} : { catalog }),
  };
}
