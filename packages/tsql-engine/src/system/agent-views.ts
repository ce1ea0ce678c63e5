import type { AgentJob } from '@datamigrate/catalog';
import type { SqlValue } from '../values/sql-value.js';
import type { FactSource } from './facts.js';

/** Jobs are counted, as nobody has given them numbers: 00000000-…-000000000001 */
const numberOf = (place: number): SqlValue => `00000000-0000-0000-0000-${String(place + 1).padStart(12, '0')}`;

const jobs: FactSource = ({ catalog }) =>
  (catalog.jobs ?? []).map(({ name, enabled, description }, i) => ({
    job_id: numberOf(i),
    name,
    enabled: enabled ? 1n : 0n,
    description: description ?? null,
    start_step_id: 1n,
  }));

const steps: FactSource = ({ catalog }) =>
  (catalog.jobs ?? []).flatMap((job: AgentJob, i) =>
    job.steps.map(({ name, subsystem, database, command }, place) => ({
      job_id: numberOf(i),
      step_id: BigInt(place + 1),
      step_name: name,
      subsystem,
      command,
      database_name: database ?? null,
    })),
  );

/** Tables of msdb. */
export const AGENT_VIEWS: Readonly<Record<string, FactSource | undefined>> = {
  'msdb.dbo.sysjobs': jobs,
  'msdb.dbo.sysjobsteps': steps,
};
