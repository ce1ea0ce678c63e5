import { join } from 'node:path';
import type { Estimate } from '@datamigrate/contracts';
import type { Plan } from '../http/caller.js';
import { filesBelow, plainText, type ReceivedSource } from '../uploads/received-source.js';

const CREATES = /\bCREATE\s+(?:OR\s+ALTER\s+)?(TABLE|VIEW|PROC(?:EDURE)?|FUNCTION)\s+(?!#)/gi;

/** A price before the work: counted by the CREATE statements of the scripts, so an upper one. */
export async function estimateOf(
  source: ReceivedSource,
  plan: Pick<Plan, 'migrationCents' | 'modelCents'>,
): Promise<Estimate> {
  const counts = { TABLE: 0, VIEW: 0, PROC: 0, FUNCTION: 0 };
  for (const path of await filesBelow(source.folder)) {
    if (!path.toLowerCase().endsWith('.sql')) continue;
    const text = (await plainText(join(source.folder, path))).replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ');
    for (const [, kind = ''] of text.matchAll(CREATES)) {
      const name = kind.toUpperCase().startsWith('PROC') ? 'PROC' : (kind.toUpperCase() as keyof typeof counts);
      counts[name]++;
    }
  }
  const { migrationCents, modelCents } = plan;
  // A table is staged, and a procedure may write it or return a result.
  const models = counts.TABLE + counts.VIEW + counts.PROC;
  return {
    files: source.description.files,
    tables: counts.TABLE,
    views: counts.VIEW,
    procedures: counts.PROC,
    functions: counts.FUNCTION,
    models,
    migrationCents,
    modelCents,
    cents: migrationCents + models * modelCents,
  };
}
