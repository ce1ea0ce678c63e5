import type { ConnectionSettings, Migration } from '@datamigrate/contracts';

type Selection = Pick<NonNullable<Migration['source']['connection']>, 'include' | 'exclude' | 'rows'>;

const EVERYTHING: Selection = { include: [], exclude: [], rows: null };

/** A connection as the address of a source, without its password. */
export function addressOf(
  { host, port, database, user, encrypt, trustServerCertificate }: Omit<ConnectionSettings, 'password'>,
  { include, exclude, rows }: Selection = EVERYTHING,
): string {
  const server = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  const query = [
    `encrypt=${encrypt}`,
    `trustServerCertificate=${trustServerCertificate}`,
    ...include.map((pattern) => `include=${encodeURIComponent(pattern)}`),
    ...exclude.map((pattern) => `exclude=${encodeURIComponent(pattern)}`),
    ...(rows === null ? [] : [`rows=${rows}`]),
  ].join('&');
  return `mssql://${encodeURIComponent(user)}@${server}:${port}/${encodeURIComponent(database)}?${query}`;
}

/** The same address for the one call that takes its password out of it again. */
export function withPassword(address: string, password: string): string {
  return address.replace('@', () => `:${encodeURIComponent(password)}@`);
}
