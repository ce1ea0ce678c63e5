import type { PlannedObject } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { ModuleFacts } from '../assessment/module-facts.js';
import { issueOf } from '../cores/estate.js';
import type { ObjectEvaluation } from '../evaluator/object-evaluation.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import { refusedFor, traceOf } from '../executor/trace.js';

/** An object that the executor could not finish: nothing of it is converted, and it stays in the report. */
export function failedExecution(
  { id }: PlannedObject,
  facts: ModuleFacts | undefined,
  failure: Diagnostic,
): ObjectExecution {
  return {
    id,
    status: 'refused',
    fidelity: 'refused',
    models: [],
    macros: [],
    vars: {},
    trace: facts ? traceOf(facts, () => refusedFor(failure.code, failure.message)) : [],
    issues: [issueOf(failure)],
    assumptions: [],
    dataAssumptions: [],
    columns: {},
  };
}

/** The end of an object that was never compared. `reached` is how far it had come before. */
export function failedEvaluation(
  { id }: PlannedObject,
  reached: ObjectEvaluation['verdict'],
  issues: readonly Diagnostic[],
): ObjectEvaluation {
  return { id, verdict: reached, evidence: [], issues: issues.map((issue) => issueOf(issue)) };
}
