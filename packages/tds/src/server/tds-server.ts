import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { tdsDiagnostics } from '../diagnostics.js';
import { ClientConnection } from './client-connection.js';
import { Relay } from './relay.js';
import type { TdsServerOptions } from './server-options.js';

/** An endpoint that listens. */
export interface TdsServer {
  readonly host: string;
  readonly port: number;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Serves a database of the reference engine to clients of SQL Server. */
export async function serveTds(options: TdsServerOptions): Promise<Result<TdsServer, Diagnostic>> {
  const host = options.host ?? LOOPBACK;
  const connections = new Set<ClientConnection>();
  let relay: Relay | undefined;
  const server = createServer((socket) => {
    const connection = new ClientConnection(socket, options, () => relay?.hasUnread(socket) === true);
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  // Clients come in by the relay; behind it nobody listens but this process.
  const behind = await listen(server, LOOPBACK, 0);
  const opened = behind
    ? { failed: behind }
    : await Relay.open(host, options.port, (server.address() as AddressInfo).port);
  if ('failed' in opened) {
    server.close();
    const reason = REASONS[opened.failed] ?? opened.failed;
    return err(tdsDiagnostics.create('tds-cannot-listen', { host, port: options.port, reason }));
  }
  relay = opened.relay;
  return ok({
    host,
    port: opened.port,
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await opened.relay.close();
    },
  });
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'there is no such host',
};

/** Why listening failed. */
function listen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(REASONS[error.code ?? ''] ?? error.code ?? error.message);
    });
    server.listen({ host, port }, () => resolve(undefined));
  });
}
