import type { Migration, Organisation, User } from '@datamigrate/contracts';
import type { MigrationRow } from '@datamigrate/store';

/** Rows as the API shows them. */
export function migrationDocument(row: MigrationRow): Migration {
  const { objectsTotal, objectsDone, agents, state } = row;
  return {
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    state,
    checkpoint: row.checkpoint,
    source: row.source,
    database: row.database,
    target: row.target,
    options: row.options,
    progress: { objects: objectsTotal, done: objectsDone, share: shareOf(row) },
    agents,
    verdicts: row.verdicts,
    totals: row.totals,
    failure: row.failure,
    attempts: row.attempts,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Agents before the evaluator count half, finished objects the other half. */
function shareOf({ state, agents, objectsTotal, objectsDone }: MigrationRow): number {
  if (state === 'succeeded') return 1;
  const early = agents.filter(({ agent }) => agent !== 'evaluator');
  const done = early.filter(({ status }) => status === 'done').length;
  const first = early.length === 0 ? 0 : (0.5 * done) / early.length;
  const second = objectsTotal === 0 ? 0 : (0.5 * objectsDone) / objectsTotal;
  return Math.round(100 * Math.min(0.99, first + second)) / 100;
}

export function iso(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

export function userDocument(row: {
  id: string;
  name: string;
  email: string;
  emailVerifiedAt: Date | null;
  createdAt: Date;
}): User {
  const { id, name, email } = row;
  return { id, name, email, emailVerified: row.emailVerifiedAt !== null, createdAt: row.createdAt.toISOString() };
}

export function organisationDocument(row: { id: string; name: string; plan: string; createdAt: Date }): Organisation {
  return { id: row.id, name: row.name, plan: row.plan, createdAt: row.createdAt.toISOString() };
}
