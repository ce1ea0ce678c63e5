import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { loadSource, openSource, type Source } from '@datamigrate/sources';
import { type Certificate, type Credentials, serveTds } from '@datamigrate/tds';
import { type LoadedScripts, ROW_LIMIT } from '@datamigrate/tsql-engine';
import type { CliIo } from '../../cli-io.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { readScript } from '../../input/read-script.js';
import type { Log } from '../../logging/log.js';
import { sqlServerDiagnostics } from './diagnostics.js';

export interface ServeWork {
  readonly load: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly user: string;
  readonly passwordEnv?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** Statements that one request may run: a client may well loop over more than a script that is loaded. */
const STATEMENT_LIMIT = 3_000_000;

const LOOPBACK = /^(127\.|::1$|localhost$)/;

/** `datamigrate sqlserver`: serves until it is interrupted. */
export async function serveScripts(work: ServeWork, io: CliIo, log: Log): Promise<ExitCode> {
  const ready = await prepare(work, io);
  if (!ready.ok) {
    log.diagnostic(ready.error);
    return EXIT.failed;
  }
  const { loaded, credentials, certificate } = ready.value;
  for (const diagnostic of loaded.diagnostics) log.diagnostic(diagnostic);
  if (!credentials && !LOOPBACK.test(work.host)) {
    log.diagnostic(sqlServerDiagnostics.create('cli-endpoint-open', { host: work.host }));
  }
  const started = await serveTds({
    database: loaded.database,
    port: work.port,
    host: work.host,
    ...(credentials ? { credentials } : {}),
    ...(certificate ? { certificate } : {}),
    log: (text) => log.event({ kind: 'note', level: 'warning', text }),
  });
  if (!started.ok) {
    log.diagnostic(started.error);
    return EXIT.failed;
  }
  const server = started.value;
  const interrupted = new Promise<void>((resolve) => {
    const release = io.onInterrupt(() => {
      release();
      resolve();
    });
  });
  io.stdout.write(readyText(work, loaded, server.host, server.port));
  await interrupted;
  await server.close();
  return EXIT.ok;
}

interface Prepared {
  readonly loaded: LoadedScripts;
  readonly credentials: Credentials | undefined;
  readonly certificate: Certificate | undefined;
}

async function prepare(work: ServeWork, io: CliIo): Promise<Result<Prepared, Diagnostic>> {
  const credentials = credentialsFrom(work, io);
  if (!credentials.ok) return credentials;
  const certificate = await certificateFrom(work);
  if (!certificate.ok) return certificate;
  const source = await openAll(work.load);
  if (!source.ok) return source;
  const clock = (): number => io.now().getTime();
  const loaded = await loadSource(source.value, work.load.join(', '), { now: clock(), clock });
  if (!loaded.ok) return loaded;
  const { database, diagnostics } = loaded.value;
  database.statementLimit = STATEMENT_LIMIT;
  database.rowLimit = ROW_LIMIT;
  return ok({
    loaded: { ...loaded.value, diagnostics: [...source.value.diagnostics, ...diagnostics] },
    credentials: credentials.value,
    certificate: certificate.value,
  });
}

/** Several sources as one database: each builds on those before it. */
async function openAll(paths: readonly string[]): Promise<Result<Source, Diagnostic>> {
  let all: Source | undefined;
  for (const path of paths) {
    const opened = await openSource(path);
    if (!opened.ok) return opened;
    const next = opened.value;
    all = all
      ? {
          ...all,
          scripts: [...all.scripts, ...next.scripts],
          files: [...all.files, ...next.files],
          data: [...all.data, ...next.data],
          diagnostics: [...all.diagnostics, ...next.diagnostics],
        }
      : next;
  }
  if (!all) throw new Error('no source was named');
  return ok(all);
}

function credentialsFrom({ user, passwordEnv }: ServeWork, io: CliIo): Result<Credentials | undefined, Diagnostic> {
  if (passwordEnv === undefined) return ok(undefined);
  const password = io.env[passwordEnv];
  if (password !== undefined && password !== '') return ok({ user, password });
  return err(sqlServerDiagnostics.create('cli-environment-variable', { name: passwordEnv, option: '--password-env' }));
}

async function certificateFrom({ cert, key }: ServeWork): Promise<Result<Certificate | undefined, Diagnostic>> {
  if (cert === undefined || key === undefined) return ok(undefined);
  const [certText, keyText] = [await readScript(cert), await readScript(key)];
  if (!certText.ok) return certText;
  if (!keyText.ok) return keyText;
  return ok({ cert: certText.value, key: keyText.value });
}

function readyText(work: ServeWork, { catalog }: LoadedScripts, host: string, port: number): string {
  const { name } = catalog.database;
  const url = `mssql://${encodeURIComponent(work.user)}@${host}:${port}/${encodeURIComponent(name)}${work.cert ? '' : '?encrypt=false'}`;
  if (work.json) {
    const counts = { tables: catalog.tables.length, modules: catalog.modules.length };
    return `${JSON.stringify({ ready: true, host, port, user: work.user, database: name, url, ...counts })}\n`;
  }
  return `Listening on ${host}, port ${port}: database ${name}\n${url}\n`;
}
