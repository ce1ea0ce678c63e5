import { AGENTS, type ProgressEvent } from '@datamigrate/contracts';
import type { MigrationChange, MigrationRow, OrganisationScope } from '@datamigrate/store';
import type { Services } from '../services.js';
import type { MigrationFolder } from './migration-folders.js';
import { readEvents } from './read-events.js';
import { objectsOfPlan } from './results-of-run.js';
import { eventsPath, readRunState } from './run-files.js';
import { type RunningObjects, runningObjects } from './running-objects.js';

/**
 * Takes what the run wrote into its folder over into the store: events by their place in the file, so that each comes over
 * once whoever is killed when, and the state of agents and objects. Says whether there was something.
 */
export async function importProgress(
  services: Services,
  scope: OrganisationScope,
  id: string,
  folder: MigrationFolder,
  running: RunningObjects = runningObjects(folder.project),
): Promise<boolean> {
  const { store, hub } = services;
  const state = await readRunState(folder.project);
  const row = await store.migrations.find(scope, id);
  if (row === undefined) return false;
  const { events, offset } = await readEvents(eventsPath(folder.project), row.eventsOffset, folder.root);
  // The table of objects appears with the plan.
  const isPlanned = state?.stages.some(({ agent, status }) => agent === 'planner' && status === 'done') === true;
  const needsObjects = row.objectsTotal === 0 && isPlanned;
  const plan = isPlanned ? await running.plan() : undefined;
  const table = needsObjects ? plan : undefined;
  const news = plan && state ? await running.read(state, () => store.results.allObjects(scope, id)) : [];
  const change: MigrationChange = {
    ...(state ? { agents: state.stages, database: state.source.database } : {}),
    ...(table ? { objectsTotal: table.objects.length } : {}),
  };
  if (events.length === 0 && news.length === 0 && !table && isSame(row, change)) return false;
  await store.transaction(async (tx) => {
    const locked = await tx.migrations.findLocked(scope, id);
    // Another process has been here in the meantime.
    if (locked === undefined || locked.eventsOffset !== row.eventsOffset) return;
    if (table) await tx.results.replaceObjects(scope, id, objectsOfPlan(table));
    await running.store(tx, scope, id, news);
    const objects = events.filter(
      (event): event is Extract<ProgressEvent, { kind: 'object' }> => event.kind === 'object',
    );
    for (const { id: object, verdict, text } of objects) await tx.results.setVerdict(scope, id, object, verdict, text);
    await tx.events.append(scope, id, events, new Date());
    const last = objects.at(-1);
    await tx.migrations.change(scope, id, {
      ...change,
      eventsOffset: offset,
      ...(last ? { objectsTotal: last.total, objectsDone: last.index } : {}),
      ...(last || news.length > 0 ? { verdicts: await tx.results.countVerdicts(scope, id) } : {}),
    });
    running.stored(news);
  });
  hub.changed(id);
  return true;
}

function isSame(row: MigrationRow, { agents, database }: MigrationChange): boolean {
  return (
    (agents === undefined || JSON.stringify(agents) === JSON.stringify(row.agents)) &&
    (database === undefined || database === row.database)
  );
}

export const WAITING_AGENTS: MigrationRow['agents'] = AGENTS.map((agent) => ({ agent, status: 'waiting' }));
