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

/** The last verdict that the log tells of each object. */
export function verdictsIn(log: readonly MigrationEvent[]): ReadonlyMap<string, { verdict: Verdict; text: string }> {
  const found = new Map<string, { verdict: Verdict; text: string }>();
  for (const { data } of log)
    if (data.kind === 'object') found.set(data.id, { verdict: data.verdict, text: data.text });
  return found;
}
