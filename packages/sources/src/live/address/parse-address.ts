import type { Diagnostic } from '@datamigrate/diagnostics';
import { closestName, err, ok, type Result } from '@datamigrate/foundation';
import { liveDiagnostics } from '../diagnostics.js';
import type { LiveAddress } from './live-address.js';

const SCHEME = /^(?:mssql|sqlserver):\/\//i;

export function isLiveAddress(source: string): boolean {
  return SCHEME.test(source);
}

const OPTIONS = [
  'encrypt',
  'trustServerCertificate',
  'authentication',
  'domain',
  'include',
  'exclude',
  'rows',
] as const;

/** `mssql://user@host:port/database?encrypt=false&include=sales.*` */
export function parseAddress(source: string): Result<LiveAddress, Diagnostic> {
  const fail = (reason: string): Result<never, Diagnostic> =>
    err(liveDiagnostics.create('live-address-invalid', { address: withoutPassword(source), reason }));
  if (!SCHEME.test(source)) return fail('it does not begin with mssql://');
  const url = urlFrom(source);
  if (!url) return fail('it is not written as a URL');
  if (url.hostname === '') return fail('the host is missing');
  for (const name of url.searchParams.keys()) {
    if (OPTIONS.some((option) => option === name)) continue;
    const near = closestName(name, OPTIONS);
    return fail(`it has no option ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}`);
  }
  const flag = (name: string, otherwise: boolean): boolean | undefined => {
    const value = url.searchParams.get(name);
    if (value === null) return otherwise;
    return value === 'true' ? true : value === 'false' ? false : undefined;
  };
  const encrypt = flag('encrypt', true);
  const trustServerCertificate = flag('trustServerCertificate', false);
  if (encrypt === undefined) return fail('encrypt is neither true nor false');
  if (trustServerCertificate === undefined) return fail('trustServerCertificate is neither true nor false');
  const authentication = url.searchParams.get('authentication') ?? 'sql';
  if (authentication !== 'sql' && authentication !== 'ntlm' && authentication !== 'token') {
    return fail('authentication is none of sql, ntlm and token');
  }
  const rows = url.searchParams.get('rows');
  if (rows !== null && !/^[1-9]\d{0,11}$/.test(rows)) return fail('rows is no number from 1');
  const user = decodeURIComponent(url.username);
  if (user === '' && authentication !== 'token') return fail('the user is missing');
  return ok({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 1433 : Number(url.port),
    user,
    database: decodeURIComponent(url.pathname.replace(/^\//, '')),
    encrypt,
    trustServerCertificate,
    authentication,
    domain: url.searchParams.get('domain') ?? '',
    include: patterns(url, 'include'),
    exclude: patterns(url, 'exclude'),
    rows: rows === null ? undefined : Number(rows),
  });
}

function urlFrom(source: string): URL | undefined {
  try {
    const url = new URL(source.replace(SCHEME, 'mssql://'));
    // Each of these throws where it is badly encoded.
    decodeURIComponent(`${url.username}${url.password}${url.pathname}`);
    return url;
  } catch {
    return undefined;
  }
}

function patterns(url: URL, name: string): readonly string[] {
  return url.searchParams
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

const USER_AND_PASSWORD = /^([a-z]+:\/\/[^:@/?#]*):([^@]*)@/i;

/** The address as it may be shown and kept. */
export function withoutPassword(source: string): string {
  return source.replace(USER_AND_PASSWORD, '$1@');
}

export function passwordIn(source: string): string | undefined {
  const written = USER_AND_PASSWORD.exec(source)?.[2];
  if (written === undefined) return undefined;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
