import { displayName, type Module, objectKey } from '@datamigrate/catalog';
import type { ModuleReader } from '../assessment/module-facts.js';
import type { TracedCall } from './reference-session.js';

/** By procedure: those that it called, itself or through others, as a run showed it. */
export function calledIn(calls: readonly TracedCall[]): ReadonlyMap<string, ReadonlySet<string>> {
  const called = new Map<string, Set<string>>();
  const around: TracedCall[] = [];
  for (const call of calls) {
    while ((around.at(-1)?.depth ?? -1) >= call.depth) around.pop();
    for (const { id } of around) called.get(id)?.add(call.id);
    if (!called.has(call.id)) called.set(call.id, new Set());
    around.push(call);
  }
  return called;
}

/** Procedures that a procedure calls by name, itself or through others, as their texts say. */
export function calledByText(
  procedure: Module,
  reader: ModuleReader,
  procedures: readonly Module[],
): ReadonlySet<string> {
  const byName = new Map(procedures.map((each) => [objectKey(each), each]));
  const found = new Set<string>();
  const open = [procedure];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    for (const name of namesCalled(reader.read(module).body?.statements)) {
      const callee = byName.get(name.toLowerCase());
      if (!callee || found.has(displayName(callee))) continue;
      found.add(displayName(callee));
      open.push(callee);
    }
  }
  return found;
}

/** The procedures of all EXEC statements, at any depth of a bound tree. */
function namesCalled(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesCalled);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'kind' in node && node.kind === 'execute-procedure' && 'procedure' in node ? nameOf(node.procedure) : [];
  return [...own, ...Object.values(node).flatMap(namesCalled)];
}

function nameOf(procedure: unknown): readonly string[] {
  if (typeof procedure !== 'object' || procedure === null) return [];
  const { schema, name } = procedure as { readonly schema?: unknown; readonly name?: unknown };
  return typeof schema === 'string' && typeof name === 'string' ? [displayName({ schema, name })] : [];
}
