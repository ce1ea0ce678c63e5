import { join } from 'node:path';
import type { Estimate, Inventory, InventoryKind } from '@datamigrate/contracts';
import type { Plan } from '../http/caller.js';
import type { Call } from '../http/route-handler.js';
import { liveSource } from '../jobs/migration-source.js';
import { problem } from '../problems/api-problem.js';
import { filesBelow, plainText, type ReceivedSource } from '../uploads/received-source.js';

type Prices = Pick<Plan, 'migrationCents' | 'modelCents'>;
type Counts = Pick<Estimate, 'tables' | 'views' | 'procedures' | 'functions'>;

const CREATES = /\bCREATE\s+(?:OR\s+ALTER\s+)?(TABLE|VIEW|PROC(?:EDURE)?|FUNCTION)\s+(?!#)/gi;

/** A price before the work, and an upper one: counted by the CREATE statements of scripts, or at the server. */
export async function estimateOf(
  call: Pick<Call<'estimateMigration'>, 'services' | 'scope'>,
  { description, folder }: ReceivedSource,
): Promise<Estimate> {
  const counts = folder === undefined ? await countsAtServer(call, description) : await countsInScripts(folder);
  return priced(counts, description.files, await call.services.store.organisation.plan(call.scope));
}

function priced(counts: Counts, files: number, { migrationCents, modelCents }: Prices): Estimate {
  // A table is staged, and a procedure may write it or return a result.
  const models = counts.tables + counts.views + counts.procedures;
  return { files, ...counts, models, migrationCents, modelCents, cents: migrationCents + models * modelCents };
}

async function countsInScripts(folder: string): Promise<Counts> {
  const counts = { TABLE: 0, VIEW: 0, PROC: 0, FUNCTION: 0 };
  for (const path of await filesBelow(folder)) {
    if (!path.toLowerCase().endsWith('.sql')) continue;
    const text = (await plainText(join(folder, path))).replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ');
    for (const [, kind = ''] of text.matchAll(CREATES)) {
      const name = kind.toUpperCase().startsWith('PROC') ? 'PROC' : (kind.toUpperCase() as keyof typeof counts);
      counts[name]++;
    }
  }
  return { tables: counts.TABLE, views: counts.VIEW, procedures: counts.PROC, functions: counts.FUNCTION };
}

async function countsAtServer(
  { services, scope }: Pick<Call<'estimateMigration'>, 'services' | 'scope'>,
  { connection }: ReceivedSource['description'],
): Promise<Counts> {
  if (connection === undefined) throw problem('api-source-unsupported', { what: 'nothing', help: '' });
  const source = await liveSource({ services, scope }, connection);
  const found = source.ok ? await services.inspector.inspect(source.value) : source;
  if (found === undefined)
    throw problem('api-overloaded', { reason: 'too many estimates at once' }, { retryAfterSeconds: 15 });
  if (!found.ok) throw problem('api-connection-failed', { reason: `${found.error.message} [${found.error.code}]` });
  const sum = (...kinds: InventoryKind[]) => countOf(found.value, kinds);
  return {
    tables: sum('table'),
    views: sum('view'),
    procedures: sum('procedure'),
    functions: sum('scalar-function', 'inline-function', 'table-function'),
  };
}

function countOf(objects: Inventory['objects'], kinds: readonly InventoryKind[]): number {
  return objects.filter(({ kind }) => kinds.includes(kind)).reduce((total, { count }) => total + count, 0);
}
