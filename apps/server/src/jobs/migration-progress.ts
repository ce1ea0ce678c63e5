import { AGENTS, type ProgressEvent, type Verdict } from '@datamigrate/contracts';
import type { MigrationChange, MigrationRow, OrganisationScope } from '@datamigrate/store';
import type { Services } from '../services.js';
import type { MigrationFolder } from './migration-folders.js';
import { readEvents } from './read-events.js';
import { objectsOfPlan } from './results-of-run.js';
import { eventsPath, readPlanned, readRunState } from './run-files.js';

/**
 * Takes what the run wrote into its folder over into the store: events by their place in the file, so that each comes over
 * once whoever is killed when, and the state of agents and objects.
 */
export async function importProgress(
  services: Services,
  scope: OrganisationScope,
  id: string,
  folder: MigrationFolder,
): Promise<void> {
  const { store, hub } = services;
  const state = await readRunState(folder.project);
  const row = await store.migrations.find(scope, id);
  if (row === undefined) return;
  const { events, offset } = await readEvents(eventsPath(folder.project), row.eventsOffset, folder.root);
  // The table of objects appears with the plan.
  const needsObjects =
    row.objectsTotal === 0 && state?.stages.some(({ agent, status }) => agent === 'planner' && status === 'done');
  const plan = needsObjects ? await readPlanned(folder.project) : undefined;
  const change: MigrationChange = {
    ...(state ? { agents: state.stages, database: state.source.database } : {}),
    ...(plan ? { objectsTotal: plan.objects.length } : {}),
  };
  if (events.length === 0 && !plan && isSame(row, change)) return;
  await store.transaction(async (tx) => {
    const locked = await tx.migrations.findLocked(scope, id);
    // Another process has been here in the meantime.
    if (locked === undefined || locked.eventsOffset !== row.eventsOffset) return;
    if (plan) await tx.results.replaceObjects(scope, id, objectsOfPlan(plan));
    const objects = events.filter(
      (event): event is Extract<ProgressEvent, { kind: 'object' }> => event.kind === 'object',
    );
    for (const { id: object, verdict, text } of objects) await tx.results.setVerdict(scope, id, object, verdict, text);
    await tx.events.append(scope, id, events, new Date());
    const last = objects.at(-1);
    await tx.migrations.change(scope, id, {
      ...change,
      eventsOffset: offset,
      ...(last
        ? { objectsTotal: last.total, objectsDone: last.index, verdicts: counted(locked.verdicts, objects) }
        : {}),
    });
  });
  hub.changed(id);
}

function isSame(row: MigrationRow, { agents, database }: MigrationChange): boolean {
  return (
    (agents === undefined || JSON.stringify(agents) === JSON.stringify(row.agents)) &&
    (database === undefined || database === row.database)
  );
}

function counted(former: MigrationRow['verdicts'], objects: readonly { verdict: Verdict }[]): MigrationRow['verdicts'] {
  const verdicts = { ...former };
  for (const { verdict } of objects) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return verdicts;
}

export const WAITING_AGENTS: MigrationRow['agents'] = AGENTS.map((agent) => ({ agent, status: 'waiting' }));
