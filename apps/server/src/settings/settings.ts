import { resolve } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { serveDiagnostics } from '../diagnostics.js';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly demo: boolean;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly secretKey: string | undefined;
  /** As people reach it: links in mails, and whether cookies are Secure. */
  readonly publicUrl: string;
  readonly allowedOrigins: readonly string[];
  readonly registration: 'open' | 'invitation';
  readonly role: 'all' | 'api' | 'worker';
  /** Migrations at the same time in this process. */
  readonly workers: number;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Webhooks and connections may go to addresses that are not public. */
  readonly privateAddresses: boolean;
  readonly metricsToken: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly trustProxy: boolean;
}

export interface Flags {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly role?: string;
  readonly demo?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** Flags before environment before defaults; all faults at once. */
export function readSettings(flags: Flags, environment: Environment): Result<Settings, readonly Diagnostic[]> {
  const faults: Diagnostic[] = [];
  const fault = (setting: string, reason: string) =>
    void faults.push(serveDiagnostics.create('serve-setting-invalid', { setting, reason }));
  const text = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const whole = (setting: string, value: string | undefined, fallback: number, least: number, most: number): number => {
    if (value === undefined) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    fault(setting, `it must be a number from ${least} to ${most}`);
    return fallback;
  };
  const one = <T extends string>(setting: string, value: string | undefined, allowed: readonly T[], fallback: T): T => {
    if (value === undefined) return fallback;
    const found = allowed.find((name) => name === value);
    if (found === undefined) fault(setting, `allowed are ${allowed.join(', ')}`);
    return found ?? fallback;
  };
  const url = (setting: string, protocols: readonly string[]): string | undefined => {
    const value = text(setting);
    if (value === undefined) return undefined;
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || !protocols.includes(parsed.protocol)) {
      fault(setting, `it must start with ${protocols.map((name) => `${name}//`).join(' or ')}`);
    }
    return value;
  };

  const host = flags.host ?? text('HOST') ?? '127.0.0.1';
  const port = whole(flags.port === undefined ? 'PORT' : '--port', flags.port ?? text('PORT'), 8080, 0, 65535);
  const ownUrl = url('DATAMIGRATE_PUBLIC_URL', ['http:', 'https:']) ?? `http://${hostInUrl(host)}:${port}`;
  const publicUrl = ownUrl.replace(/\/+$/, '');
  const privateAddresses = one(
    'DATAMIGRATE_PRIVATE_ADDRESSES',
    text('DATAMIGRATE_PRIVATE_ADDRESSES'),
    ['yes', 'no'],
    // Whoever reaches a service of this computer only, reaches its network anyway.
    [host, URL.canParse(publicUrl) ? new URL(publicUrl).hostname : ''].every((one) => LOOPBACK.has(one)) ? 'yes' : 'no',
  );
  const settings: Settings = {
    host,
    port,
    data: resolve(flags.data ?? text('DATAMIGRATE_DATA') ?? 'datamigrate-data'),
    demo: flags.demo === true,
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    secretKey: text('DATAMIGRATE_SECRET_KEY'),
    publicUrl,
    allowedOrigins: (text('DATAMIGRATE_ALLOWED_ORIGINS') ?? '').split(/[\s,]+/).filter((origin) => origin !== ''),
    registration: one('DATAMIGRATE_REGISTRATION', text('DATAMIGRATE_REGISTRATION'), ['open', 'invitation'], 'open'),
    role: one('--role', flags.role ?? text('DATAMIGRATE_ROLE'), ['all', 'api', 'worker'], 'all'),
    workers: whole('DATAMIGRATE_WORKERS', text('DATAMIGRATE_WORKERS'), 2, 1, 64),
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text('DATAMIGRATE_MAIL_FROM') ?? 'DataMigrate <datamigrate@localhost>',
    privateAddresses: privateAddresses === 'yes',
    metricsToken: text('DATAMIGRATE_METRICS_TOKEN'),
    logLevel: one('LOG_LEVEL', text('LOG_LEVEL'), LEVELS, 'info'),
    trustProxy: one('DATAMIGRATE_TRUST_PROXY', text('DATAMIGRATE_TRUST_PROXY'), ['yes', 'no'], 'no') === 'yes',
  };
  for (const origin of settings.allowedOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      fault('DATAMIGRATE_ALLOWED_ORIGINS', `${origin} is no origin`);
  }
  if (settings.role !== 'all' && settings.databaseUrl === undefined) {
    fault('--role', 'separate processes need a database server (DATABASE_URL)');
  }
  return faults.length > 0 ? err(faults) : ok(settings);
}

export function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
