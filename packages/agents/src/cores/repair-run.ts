import type { Plan } from '@datamigrate/contracts';
import type { RepairOutcome, RunContext } from '../graph/agent-cores.js';
import { withdrawals } from '../rebuilder/withdrawals.js';
import { readWithdrawals, storedExecutions, writeWithdrawals } from './stored-executions.js';
import { readTestOutcome } from './test-run.js';

/** Takes out of the project what the target refused. There are no other repairs yet: a wrong model is never kept. */
export async function repairRun(run: RunContext, plan: Plan): Promise<RepairOutcome> {
  const outcome = await readTestOutcome(run);
  const executions = [...(await storedExecutions(run, plan)).values()];
  const found = outcome ? withdrawals(outcome, executions) : [];
  if (found.length === 0) return { changed: false, text: 'nothing to repair', payload: {} };
  const known = await readWithdrawals(run);
  const added = Object.fromEntries(
    found.map(({ id, diagnostics }) => [
      id,
      diagnostics.map(({ code, severity, message, help }) => ({ code, severity, message, ...(help ? { help } : {}) })),
    ]),
  );
  await writeWithdrawals(run, { ...known, ...added });
  const text = `${found.length} ${found.length === 1 ? 'object was' : 'objects were'} taken out of the project`;
  return { changed: true, text, payload: { withdrawn: found.map(({ id }) => id) } };
}
