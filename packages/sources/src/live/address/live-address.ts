/** Where a database is, and how it is to be read. Holds no password. */
export interface LiveAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Empty for the login's default. */
  readonly database: string;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  /** `sql`: user and password; `ntlm`: the same of a Windows domain; `token`: an access token of Entra ID. */
  readonly authentication: 'sql' | 'ntlm' | 'token';
  readonly domain: string;
  /** Patterns of `schema.name`; `*` stands for anything. Without any all objects are meant. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Rows that are read from each table at most. */
  readonly rows: number | undefined;
}

/** For messages: the password was never part of it. */
export function serverText({ host, port }: Pick<LiveAddress, 'host' | 'port'>): string {
  return port === 1433 ? host : `${host}, port ${port}`;
}
