import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FOLDER } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import type { MigrationRow } from '@datamigrate/store';
import { serveDiagnostics } from '../diagnostics.js';
import { ApiProblem } from '../problems/api-problem.js';
import { addressOf } from '../uploads/connection-address.js';
import { refusePrivateHost } from '../uploads/connection-source.js';
import type { Failure } from '../worker/messages.js';
import type { EndContext } from './migration-ends.js';
import type { MigrationFolder } from './migration-folders.js';

export interface WorkerSource {
  /** A path, or an address without its password. */
  readonly source: string;
  readonly password?: string;
  readonly publicOnly?: true;
}

type Context = Pick<EndContext, 'services' | 'scope'>;

/** What the process of a migration reads. Here a password is unsealed: it goes to that process over its pipe. */
export async function sourceOf(
  context: Context,
  folder: MigrationFolder,
  { source: { connection } }: Pick<MigrationRow, 'source'>,
): Promise<Result<WorkerSource, Failure>> {
  if (connection === undefined) return ok({ source: await uploadedSource(folder) });
  return liveSource(context, connection, folder);
}

/** With `folder` it must be the server that a run in it has begun with. */
export async function liveSource(
  { services, scope }: Context,
  connection: NonNullable<MigrationRow['source']['connection']>,
  folder?: MigrationFolder,
): Promise<Result<WorkerSource, Failure>> {
  const { connections } = services.store;
  const row = await connections.find(scope, connection.id);
  if (row === undefined) return failed(serveDiagnostics.create('serve-connection-missing', {}));
  const password = await connections.openPassword(scope, row.id);
  if (password === undefined) return failed(serveDiagnostics.create('serve-connection-sealed', { name: row.name }));
  try {
    await refusePrivateHost(services, row.settings.host);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return err({ code: error.code, message: error.message, help: null });
  }
  const source = addressOf(row.settings, connection);
  const former = folder && (await formerSource(folder));
  // What was read from one server must not be mixed with another's, nor a new password be sent to the old one.
  if (former !== undefined && former !== source) {
    return failed(serveDiagnostics.create('serve-connection-changed', { name: row.name }));
  }
  return ok({ source, password, ...(services.settings.privateAddresses ? {} : { publicOnly: true }) });
}

function failed({ code, message, help }: Diagnostic): Result<never, Failure> {
  return err({ code, message, help: help ?? null });
}

/** What a run that stands in the folder was given. */
async function formerSource({ project }: MigrationFolder): Promise<string | undefined> {
  try {
    const options = JSON.parse(await readFile(join(project, RUN_FOLDER, 'options.json'), 'utf8')) as {
      source?: string;
    };
    return options.source;
  } catch {
    // None, or damaged: then the agents say so.
    return undefined;
  }
}

/** One package or catalog is a source of itself; scripts are a folder. */
async function uploadedSource({ source }: MigrationFolder): Promise<string> {
  // Without it the agents say what is missing.
  const names: string[] = await readdir(source).catch(() => []);
  const [only] = names;
  return names.length === 1 && only !== undefined && !only.endsWith('.sql') && /\.\w+$/.test(only)
    ? join(source, only)
    : source;
}
