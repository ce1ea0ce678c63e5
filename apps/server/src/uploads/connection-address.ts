import type { ConnectionSettings } from '@datamigrate/contracts';

/** A connection as the address of a source, without its password. */
export function addressOf({
  host,
  port,
  database,
  user,
  encrypt,
  trustServerCertificate,
}: Omit<ConnectionSettings, 'password'>): string {
  const server = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  const query = `encrypt=${encrypt}&trustServerCertificate=${trustServerCertificate}`;
  return `mssql://${encodeURIComponent(user)}@${server}:${port}/${encodeURIComponent(database)}?${query}`;
}
