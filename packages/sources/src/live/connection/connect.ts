import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type sql from 'mssql';
import { type LiveAddress, serverText } from '../address/live-address.js';
import { liveDiagnostics } from '../diagnostics.js';
import { LiveConnection } from './live-connection.js';
import { loadDriver } from './load-driver.js';
import { type AddressRule, type Connector, connectorTo } from './open-socket.js';
import { probe, type ServerGreeting } from './probe.js';

/** Passwords and tokens travel apart from addresses. */
export interface Secret {
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

const CONNECT_TIMEOUT = 15_000;
/** One statement may take an hour: tables are large. */
const REQUEST_TIMEOUT = 3_600_000;

/** Looks whether the server is there and encrypts as it should; nothing secret is sent. */
export async function greet(address: LiveAddress, rule?: AddressRule): Promise<Result<ServerGreeting, Diagnostic>> {
  const server = serverText(address);
  const outcome = await probe(address.host, address.port, CONNECT_TIMEOUT, rule);
  if ('failure' in outcome) {
    return err(liveDiagnostics.create('live-unreachable', { server, reason: outcome.failure }));
  }
  if (address.encrypt && !outcome.greeting.encrypts) {
    return err(liveDiagnostics.create('live-encryption-refused', { server }));
  }
  return ok(outcome.greeting);
}

/** Connects. The driver would fall back to an open connection by itself: `greet` comes first, always. */
export async function connectLive(
  address: LiveAddress,
  secret: Secret,
  rule?: AddressRule,
): Promise<Result<LiveConnection, Diagnostic>> {
  const server = serverText(address);
  const needed = address.authentication === 'token' ? secret.token : secret.password;
  if (needed === undefined) {
    return err(liveDiagnostics.create('live-password-missing', { user: address.user, server }));
  }
  const greeting = await greet(address, rule);
  if (!greeting.ok) return greeting;
  const driver = await loadDriver();
  if (!driver.ok) return driver;
  const pool = new driver.value.ConnectionPool(configuration(address, secret, rule));
  // Errors of a connection that breaks come with the request at hand.
  pool.on('error', () => {});
  try {
    await pool.connect();
    const connection = new LiveConnection(driver.value, pool);
    await connection.ask(SESSION_SETTINGS);
    return ok(connection);
  } catch (error) {
    await pool.close().catch(() => {});
    return err(failureOf(error, server));
  }
}

/** Reading must not hold up those who write, nor wait for them for ever. */
const SESSION_SETTINGS = 'SET LOCK_TIMEOUT 30000; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET NOCOUNT ON';

/** What the types of the driver leave out. */
interface PoolConfig extends sql.config {
  readonly validateConnection: boolean;
  readonly options: NonNullable<sql.config['options']> & { readonly connector?: Connector };
}

function configuration(address: LiveAddress, secret: Secret, rule: AddressRule | undefined): PoolConfig {
  const { host, port, user, database, encrypt, trustServerCertificate } = address;
  const connector = connectorTo(address, rule);
  return {
    server: host,
    port,
    ...(database === '' ? {} : { database }),
    connectionTimeout: CONNECT_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    // The driver would ask before every request whether the connection still lives.
    validateConnection: false,
    // One connection: settings belong to it, and the server has others to serve.
    pool: { min: 1, max: 1 },
    options: {
      ...{ encrypt, trustServerCertificate, readOnlyIntent: true, useUTC: true, appName: 'datamigrate' },
      // The certificate is still asked for the name of `server`.
      ...(connector === undefined ? {} : { connector }),
    },
    ...authentication(address, secret, user),
  };
}

function authentication(
  { authentication: kind, domain }: LiveAddress,
  { password = '', token = '' }: Secret,
  user: string,
): Pick<sql.config, 'user' | 'password' | 'authentication'> {
  switch (kind) {
    case 'sql':
      return { user, password };
    case 'ntlm':
      return { authentication: { type: 'ntlm', options: { userName: user, password, domain } } };
    case 'token':
      return { authentication: { type: 'azure-active-directory-access-token', options: { token } } };
  }
}

const CERTIFICATE = /certificate|self.signed|altnames|unable to verify/i;

function failureOf(error: unknown, server: string): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ELOGIN') return liveDiagnostics.create('live-login-failed', { server, reason: message });
  // What the driver says in front of the reason names host and port once more.
  const reason = message.replace(/^Failed to connect to [^ ]+ (?:in \d+ms|- )/, '').trim();
  if (CERTIFICATE.test(message)) return liveDiagnostics.create('live-certificate-refused', { server, reason });
  return liveDiagnostics.create('live-unreachable', { server, reason: reason === '' ? code : reason });
}
