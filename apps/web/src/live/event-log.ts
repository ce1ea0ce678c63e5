import type { MigrationEvent, MigrationState, Verdict } from '@datamigrate/contracts';

const OVER: readonly MigrationState[] = ['succeeded', 'failed', 'cancelled'];

export function isOver(state: MigrationState): boolean {
  return OVER.includes(state);
}

/** The log with what has arrived. After a new connection some events may come twice; they are numbered. */
export function append(log: readonly MigrationEvent[], arrived: readonly MigrationEvent[]): readonly MigrationEvent[] {
  let last = log.at(-1)?.id ?? 0;
  const fresh = [...arrived]
    .sort((a, b) => a.id - b.id)
    .filter(({ id }) => {
      const isNew = id > last;
      if (isNew) last = id;
      return isNew;
    });
  return fresh.length === 0 ? log : [...log, ...fresh];
}

export interface ObjectNews {
  readonly status: 'running' | 'done';
  readonly verdict: Verdict;
  readonly models?: readonly string[];
}

/** How far the log says that each object came. */
export function objectsIn(log: readonly MigrationEvent[]): ReadonlyMap<string, ObjectNews> {
  const found = new Map<string, ObjectNews>();
  for (const { data } of log) {
    if (data.kind === 'object') found.set(data.id, { ...found.get(data.id), status: 'done', verdict: data.verdict });
    if (data.kind !== 'converted') continue;
    const { id, verdict, models } = data;
    // A compared object keeps its verdict: the two come from different files of the run.
    const former = found.get(id);
    found.set(id, former?.status === 'done' ? { ...former, models } : { status: 'running', verdict, models });
  }
  return found;
}
