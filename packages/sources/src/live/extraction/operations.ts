import type { AgentJob, AgentJobStep, ModuleUsage, QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Answer, LiveRow } from '../connection/live-connection.js';
import { liveDiagnostics } from '../diagnostics.js';
import type { Features } from './features.js';
import { groupedRows, RowReader } from './live-rows.js';
import type { AskedSet } from './storage.js';

/** What runs modules on a server, and how often they ran: nice to know, and nothing depends on it. */
export interface LiveOperations {
  readonly jobs: readonly AgentJob[];
  readonly usage: readonly ModuleUsage[];
  readonly gaps: readonly Diagnostic[];
}

/**
 * Of a procedure each of its statements is counted: the one that ran most often ran as often as the procedure.
 * Source: learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-query-store-runtime-stats-transact-sql
 */
const QUERY_STORE = `SELECT x.object_id AS stored_usage_of, MAX(x.executions) AS executions, SUM(x.microseconds) / 1000 AS milliseconds,
  CONVERT(varchar(19), MAX(x.last_execution), 126) AS last_execution
FROM (SELECT q.object_id, q.query_id, SUM(r.count_executions) AS executions,
    SUM(r.avg_duration * r.count_executions) AS microseconds, MAX(r.last_execution_time) AS last_execution
  FROM sys.query_store_query q
  JOIN sys.query_store_plan p ON p.query_id = q.query_id
  JOIN sys.query_store_runtime_stats r ON r.plan_id = p.plan_id
  WHERE q.object_id > 0 GROUP BY q.object_id, q.query_id) x
GROUP BY x.object_id;`;

const PROCEDURE_STATS = `SELECT s.object_id AS counted_usage_of, SUM(s.execution_count) AS executions,
  SUM(s.total_elapsed_time) / 1000 AS milliseconds, CONVERT(varchar(19), MAX(s.last_execution_time), 126) AS last_execution
FROM sys.dm_exec_procedure_stats s WHERE s.database_id = DB_ID() GROUP BY s.object_id;`;

/** Jobs with a step in this database, with all of their steps. */
const JOBS = `SELECT j.name AS job_name, j.enabled, j.description, s.step_name, s.subsystem, s.database_name, s.command
FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobsteps s ON s.job_id = j.job_id
WHERE j.job_id IN (SELECT w.job_id FROM msdb.dbo.sysjobsteps w WHERE w.database_name = DB_NAME())
ORDER BY j.name, s.step_id;`;

/** What is asked for, by the set that answers. Where a table cannot be read the rest of a batch is lost: msdb comes last. */
function asked(features: Features): ReadonlyMap<string, AskedSet> {
  const found = new Map<string, AskedSet>();
  if (features.has('query_store_runtime_stats.count_executions'))
    found.set('stored_usage_of', { query: QUERY_STORE, subject: 'the Query Store' });
  if (features.has('dm_exec_procedure_stats.execution_count'))
    found.set('counted_usage_of', { query: PROCEDURE_STATS, subject: 'sys.dm_exec_procedure_stats' });
  if (features.has('agent')) found.set('job_name', { query: JOBS, subject: 'the jobs of SQL Server Agent' });
  return found;
}

/** One round trip; undefined where the server has nothing of this. */
export function operationQueries(features: Features): string | undefined {
  const queries = [...asked(features).values()].map(({ query }) => query);
  return queries.length === 0 ? undefined : queries.join('\n');
}

export function operationsFrom(
  { sets, errors }: Answer,
  features: Features,
  modules: ReadonlyMap<string, QualifiedName>,
): LiveOperations {
  const gaps: Diagnostic[] = [];
  for (const [set, { subject }] of asked(features)) {
    if (sets.has(set)) continue;
    const reason = (errors[0] ?? 'the server gave no rows').replace(/\.$/, '');
    gaps.push(liveDiagnostics.create('live-operations-hidden', { subject, reason }));
  }
  const stored = usageFrom(sets.get('stored_usage_of'), modules, 'query-store');
  const counted = usageFrom(sets.get('counted_usage_of'), modules, 'procedure-stats');
  // What survives a restart says more.
  return { jobs: jobsFrom(sets.get('job_name')), usage: [...new Map([...counted, ...stored]).values()], gaps };
}

function usageFrom(
  rows: readonly LiveRow[] | undefined,
  modules: ReadonlyMap<string, QualifiedName>,
  from: ModuleUsage['from'],
): ReadonlyMap<string, ModuleUsage> {
  const found = new Map<string, ModuleUsage>();
  for (const row of rows ?? []) {
    const read = new RowReader(row);
    const id = read.text();
    const module = modules.get(id);
    if (!module) continue;
    const [executions, totalMilliseconds, lastExecution] = [read.number(), read.number(), read.optional()];
    found.set(id, {
      ...module,
      executions,
      totalMilliseconds: Math.round(totalMilliseconds),
      ...(lastExecution === undefined ? {} : { lastExecution }),
      from,
    });
  }
  return found;
}

function jobsFrom(rows: readonly LiveRow[] | undefined): readonly AgentJob[] {
  return [...groupedRows(rows).values()].map((steps): AgentJob => {
    const read = new RowReader(steps[0] ?? []);
    const [name, enabled, description] = [read.text(), read.number() === 1, read.optional()];
    return {
      name,
      enabled,
      ...(description === undefined ? {} : { description }),
      steps: steps.map(stepFrom),
    };
  });
}

function stepFrom(row: LiveRow): AgentJobStep {
  const read = new RowReader(row.slice(3));
  const [name, subsystem, database, command] = [read.text(), read.text(), read.optional(), read.text()];
  return { name, subsystem, ...(database === undefined ? {} : { database }), command };
}
