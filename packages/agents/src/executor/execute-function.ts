import { displayName, type Module } from '@datamigrate/catalog';
import { agentDiagnostics } from '../diagnostics.js';
import { type ExecutorInputs, nothing, refuseModule } from './execute-object.js';
import type { ObjectExecution } from './object-execution.js';
import { converted, traceOf } from './trace.js';

/** An inline function is written out where it is called: it is converted when one of its callers is. */
export async function executeFunction(inputs: ExecutorInputs, module: Module): Promise<ObjectExecution> {
  const models: string[] = [];
  for (const planned of inputs.plan.objects) {
    const caller = inputs.catalog.catalog.modules.find((each) => displayName(each) === planned.id);
    if (planned.action !== 'convert' || !caller || caller === module) continue;
    const { view, body } = inputs.reader.read(caller);
    if (!callsFunction([view?.query, body?.statements], displayName(module))) continue;
    const lowered = await inputs.lowered.of(caller);
    if (lowered.length > 0 && lowered.every(({ query }) => query))
      models.push(...planned.models.map(({ name }) => name));
  }
  if (models.length === 0) return refuseModule(inputs, module, [agentDiagnostics.create('plan-function-unused', {})]);
  return {
    ...nothing(displayName(module)),
    trace: traceOf(inputs.reader.read(module), () => converted(models)),
  };
}

function callsFunction(tree: unknown, id: string): boolean {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...(value as readonly unknown[]));
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) continue;
    if (isFunctionTable(value) && displayName(value.object) === id) return true;
    if (isScalarCall(value) && displayName(value) === id) return true;
    open.push(...Object.values(value));
  }
  return false;
}

function isFunctionTable(
  value: object,
): value is { readonly object: { readonly schema: string; readonly name: string } } {
  return 'kind' in value && value.kind === 'user-function-table';
}

function isScalarCall(value: object): value is { readonly schema: string; readonly name: string } {
  return 'kind' in value && value.kind === 'user-call';
}
