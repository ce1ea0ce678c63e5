import type { Plan } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { z } from 'zod';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { RunContext } from '../graph/agent-cores.js';
import { withdrawn } from '../rebuilder/withdrawals.js';
import { payloadOf } from './payload.js';

const WITHDRAWALS = 'withdrawals.json';

const withdrawalsSchema = z.record(
  z.string(),
  z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      message: z.string(),
      help: z.string().optional(),
    }),
  ),
);

export type Withdrawals = z.infer<typeof withdrawalsSchema>;

export async function readWithdrawals(run: RunContext): Promise<Withdrawals> {
  const read = await run.state.readJson(WITHDRAWALS, withdrawalsSchema);
  return (read.ok && read.value) || {};
}

export function writeWithdrawals(run: RunContext, withdrawals: Withdrawals): Promise<void> {
  return run.state.writeJson(WITHDRAWALS, withdrawalsSchema, withdrawals);
}

/** What the executor made of the plan's objects, those that left the project since as refused. */
export async function storedExecutions(run: RunContext, plan: Plan): Promise<Executions> {
  const withdrawals = await readWithdrawals(run);
  const executions = new Map<string, ObjectExecution>();
  for (const { id } of plan.objects) {
    const record = await run.objects.read(id, 'executor');
    const execution = record.ok && record.value ? payloadOf<ObjectExecution>(record.value.outcome) : undefined;
    if (!execution) continue;
    const reasons = withdrawals[id] as readonly Diagnostic[] | undefined;
    executions.set(id, reasons ? withdrawn(execution, reasons) : execution);
  }
  return executions;
}

export type Executions = ReadonlyMap<string, ObjectExecution>;
