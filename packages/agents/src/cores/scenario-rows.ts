import { displayName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { ok, type Result } from '@datamigrate/foundation';
import { landTables } from '@datamigrate/landing';
import type { RunContext } from '../graph/agent-cores.js';
import { ReferenceSession } from '../scenario/reference-session.js';
import { freshDatabase } from './scenario-run.js';
import { profilePath, type Workspace } from './workspace.js';

/**
 * Lands all rows with which the steps of a given scenario begin, for those who ask what values there are: what a
 * conversion assumes about the data has to hold for the changes that somebody describes, too.
 */
export async function landScenarioRows(run: RunContext, workspace: Workspace): Promise<Result<void, Diagnostic>> {
  const steps = run.options.scenario?.steps ?? [];
  if (!steps.some(({ mutate }) => mutate !== undefined)) return ok(undefined);
  const session = new ReferenceSession(freshDatabase(workspace));
  const { tables } = workspace.catalog.catalog;
  const rows = new Map(tables.map((table) => [displayName(table), new Map<string, readonly (string | null)[]>()]));
  for (const { mutate, exec } of steps) {
    if (mutate !== undefined) session.run(mutate);
    for (const table of tables) {
      const present = session.rows(table);
      if ('skipped' in present) continue;
      for (const row of present.rows as Iterable<readonly (string | null)[]>) {
        rows.get(displayName(table))?.set(JSON.stringify(row), row);
      }
    }
    if (exec !== undefined) session.run(exec);
  }
  const landed = await landTables(
    profilePath(run),
    tables.map((table) => ({ table, rows: [...(rows.get(displayName(table))?.values() ?? [])] })),
  );
  return landed.ok ? ok(undefined) : landed;
}
