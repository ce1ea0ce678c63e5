import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result, tableByName } from '@datamigrate/foundation';
import { openBacpac } from './bacpac/open-bacpac.js';
import { openCatalog } from './catalog/open-catalog.js';
import { sourceDiagnostics } from './diagnostics.js';
import { openScripts } from './files/open-scripts.js';
import { unreadable } from './files/read-file.js';
import { isGuarded } from './files/source-root.js';
import { isLiveSource } from './live/address/address-of.js';
import { openLiveSource } from './live/open-live-source.js';
import { type NamedSource, nameOfSource } from './named-source.js';
import { openSeveral, splitSources } from './open-several.js';
import { openDacpac } from './package/open-dacpac.js';
import { openProject } from './project/open-project.js';
import type { Source } from './source.js';

type Opener = (path: string, database?: string) => Promise<Result<Source, Diagnostic>>;

const OPENERS = tableByName<Opener>({
  '.sqlproj': openProject,
  '.dacpac': openDacpac,
  '.bacpac': openBacpac,
  '.json': openCatalog,
});

/** Files that only a server can read. */
const SERVER_FILES = tableByName<string>({
  '.bak': 'database backup',
  '.mdf': 'database file',
  '.ldf': 'log file',
  '.trn': 'log backup',
});

/** Reads a source of whatever kind, or several of them; nothing in it is run yet. */
export function openSource(source: string): Promise<Result<Source, Diagnostic>> {
  const paths = isGuarded() ? [source] : splitSources(source);
  return paths.length > 1 ? openSeveral(paths, openOne) : openOne(source);
}

async function openOne(text: string): Promise<Result<Source, Diagnostic>> {
  const { database, path }: NamedSource = isGuarded() ? { path: text } : nameOfSource(text);
  const opened = await openNamed(path, database);
  if (!opened.ok || database === undefined) return opened;
  const fingerprint = createHash('sha256').update(`${database}\0${opened.value.fingerprint}`).digest('hex');
  return ok({ ...opened.value, database, fingerprint });
}

async function openNamed(path: string, database: string | undefined): Promise<Result<Source, Diagnostic>> {
  if (isLiveSource(path)) return openLiveSource(path, { environment: process.env });
  const extension = extname(path).toLowerCase();
  const found = await stat(path).catch((error: unknown) => error);
  if (!isStats(found)) return err(await unreadable(path, found));
  const kind = SERVER_FILES.get(extension);
  if (kind !== undefined && !found.isDirectory()) return err(sourceDiagnostics.create('source-kind', { path, kind }));
  const opener = found.isDirectory() ? undefined : OPENERS.get(extension);
  return (opener ?? openScripts)(path, database);
}

function isStats(value: unknown): value is Awaited<ReturnType<typeof stat>> {
  return typeof value === 'object' && value !== null && 'isDirectory' in value;
}
