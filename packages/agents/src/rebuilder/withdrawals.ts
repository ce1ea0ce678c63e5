import type { Diagnostic } from '@datamigrate/diagnostics';
import { agentDiagnostics } from '../diagnostics.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import { tsqlLines } from '../project/tsql-lines.js';
import type { TestOutcome } from '../tester/test-outcome.js';

/** An object whose models leave the project, with the reason. */
export interface Withdrawal {
  readonly id: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Which objects must leave the project because the target refused a model of theirs, or of what they read. Staging models
 * stay: a table that does not even land is reported as it is. Without anything to withdraw another try would be the same.
 */
export function withdrawals(outcome: TestOutcome, executions: readonly ObjectExecution[]): readonly Withdrawal[] {
  const bad = new Map(
    outcome.models.filter(({ status }) => status === 'failed' || status === 'skipped').map((m) => [m.name, m]),
  );
  const direct = executions.flatMap((execution): Withdrawal[] => {
    const own = execution.models.filter(({ layer }) => layer !== 'staging').flatMap(({ name }) => bad.get(name) ?? []);
    if (own.length === 0) return [];
    const diagnostics = own.map(({ name, status, message }) =>
      status === 'failed'
        ? agentDiagnostics.create('test-model-failed', {
            model: name,
            reason: `${firstLines(message ?? 'no reason given')}${placeOf(execution, name)}`,
          })
        : agentDiagnostics.create('test-model-skipped', { model: name }),
    );
    return [{ id: execution.id, diagnostics }];
  });
  return [...direct, ...madeByOthers(executions, new Set(direct.map(({ id }) => id)))];
}

/** Procedures without models of their own whose work stands in a model that leaves. */
function madeByOthers(executions: readonly ObjectExecution[], leaving: ReadonlySet<string>): readonly Withdrawal[] {
  const owners = new Map(
    executions
      .filter(({ id }) => leaving.has(id))
      .flatMap(({ id, models }) => models.map(({ name }) => [name, id] as const)),
  );
  return executions.flatMap(({ id, status, models, trace }): Withdrawal[] => {
    if (status !== 'converted' || models.length > 0) return [];
    const owner = trace.flatMap((line) => line.models).flatMap((name) => owners.get(name) ?? [])[0];
    if (owner === undefined) return [];
    return [{ id, diagnostics: [agentDiagnostics.create('plan-owner-refused', { object: id, procedure: owner })] }];
  });
}

/** dbt names a line of its own SQL; people look for that of theirs. */
function placeOf({ trace }: ObjectExecution, model: string): string {
  const lines = tsqlLines(trace, model);
  return lines === '' ? '' : ` (made from line ${lines} of the T-SQL)`;
}

/** dbt's message without the compiled path and the stack under it. */
function firstLines(message: string): string {
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('compiled code at'))
    .slice(0, 4)
    .join(' ');
}

/** The same execution as one that was refused: its statements are in no model any more. */
export function withdrawn(execution: ObjectExecution, diagnostics: readonly Diagnostic[]): ObjectExecution {
  const [first] = diagnostics;
  const code = first?.code ?? 'test-model-failed';
  const reason = first?.message ?? '';
  return {
    ...execution,
    status: 'refused',
    fidelity: 'refused',
    models: [],
    macros: [],
    vars: {},
    dataAssumptions: [],
    assumptions: [],
    trace: execution.trace.map((line) =>
      line.state === 'converted' ? { ...line, state: 'refused' as const, code, reason, models: [] } : line,
    ),
    issues: [
      ...execution.issues,
      ...diagnostics.map(({ code: issue, severity, message, help }) => ({
        code: issue,
        severity,
        message,
        ...(help ? { help } : {}),
      })),
    ],
  };
}
