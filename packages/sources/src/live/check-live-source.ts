import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { addressOf } from './address/address-of.js';
import { serverText } from './address/live-address.js';
import { passwordFor, tokenFrom } from './address/secrets.js';
import { connectLive, greet } from './connection/connect.js';
import { readCatalog } from './extraction/read-catalog.js';
import type { LiveOptions } from './open-live-source.js';

/** One thing that was looked at on the way to a database. */
export interface CheckedStep {
  readonly step: 'address' | 'server' | 'encryption' | 'login' | 'database' | 'permissions' | 'objects';
  readonly ok: boolean;
  readonly text: string;
}

export interface CheckReport {
  readonly steps: readonly CheckedStep[];
  /** Where it ended, and what else is worth knowing. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Goes the way to a database step by step, up to the first that fails. */
export async function checkLiveSource(source: string, { environment, mayReach }: LiveOptions): Promise<CheckReport> {
  const steps: CheckedStep[] = [];
  const pass = (step: CheckedStep['step'], text: string): void => void steps.push({ step, ok: true, text });
  const stop = (
    step: CheckedStep['step'],
    { error }: Extract<Result<never, Diagnostic>, { ok: false }>,
  ): CheckReport => {
    return { steps: [...steps, { step, ok: false, text: error.message }], diagnostics: [error] };
  };
  const found = await addressOf(source, environment);
  if (!found.ok) return stop('address', found);
  const { address, password } = found.value;
  pass('address', `${serverText(address)}, user ${address.user === '' ? '(token)' : address.user}`);
  const greeting = await greet(address, mayReach);
  if (!greeting.ok) {
    const refused = greeting.error.code === 'live-encryption-refused';
    if (refused) pass('server', 'it answers');
    return stop(refused ? 'encryption' : 'server', greeting);
  }
  pass('server', `it answers as version ${greeting.value.version}`);
  pass('encryption', encryptionText(address.encrypt, address.trustServerCertificate));
  const secret = { password: password ?? passwordFor(source, environment), token: tokenFrom(environment) };
  const connected = await connectLive(address, secret, mayReach);
  if (!connected.ok) return stop('login', connected);
  const connection = connected.value;
  const read = await readCatalog(connection, address);
  const { roundTrips } = connection;
  await connection.close();
  if (!read.ok) return stop('database', read);
  const { facts, catalog, counts, gaps } = read.value;
  pass('login', facts.login);
  const { name, collation, compatibilityLevel } = facts.database;
  pass(
    'database',
    `${name} on ${facts.edition}, ${facts.version}; collation ${collation}, level ${compatibilityLevel}`,
  );
  steps.push({
    step: 'permissions',
    ok: facts.viewsDefinitions,
    text: facts.viewsDefinitions ? 'VIEW DEFINITION is there' : 'VIEW DEFINITION is missing',
  });
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  pass(
    'objects',
    `${catalog.tables.length} tables with ${rows} rows, ${catalog.modules.length} modules, in ${roundTrips} round trips`,
  );
  return { steps, diagnostics: gaps };
}

function encryptionText(encrypt: boolean, trusts: boolean): string {
  if (!encrypt) return 'off, as the address says';
  return trusts ? 'on; the certificate is not checked, as the address says' : 'on';
}
