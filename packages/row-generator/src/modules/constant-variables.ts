import type { SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { objectsIn } from './objects-in.js';

/** A variable that has one value all along. */
export interface ConstantVariable {
  readonly value: Bound.BoundExpression;
  readonly type: SqlType;
  /** A parameter that nothing writes to: the value is what it has where a call leaves it out. */
  readonly isDefault: boolean;
}

/** Variables that a body writes to once, and parameters that it never writes to, by name in lower case. */
export function constantVariables(
  tree: object,
  parameters: readonly Bound.BoundParameter[],
): ReadonlyMap<string, ConstantVariable> {
  const writes = new Map<string, number>();
  const found = new Map<string, ConstantVariable>();
  const declarations = new Set<object>();
  for (const object of objectsIn(tree)) {
    const node = object as Bound.BoundStatement;
    if (node.kind === 'declare-variable') for (const each of node.declarations) declarations.add(each);
    if (node.kind === 'set-variable')
      found.set(node.variable.name.toLowerCase(), { value: node.value, type: node.variable.type, isDefault: false });
    if (!isTarget(object)) continue;
    const { name, type, value } = object;
    const key = name.toLowerCase();
    if (value) found.set(key, { value, type, isDefault: false });
    // Declared without a value it waits for one.
    if (value || !declarations.has(object)) writes.set(key, (writes.get(key) ?? 0) + 1);
  }
  for (const [name] of found) if (writes.get(name) !== 1) found.delete(name);
  for (const { name, type, default: value } of parameters) {
    const key = name.toLowerCase();
    found.delete(key);
    if (value && !writes.has(key)) found.set(key, { value, type, isDefault: true });
  }
  return found;
}

/** Every place that writes to a variable names it with its type. */
function isTarget(node: object): node is Bound.BoundVariableDeclaration {
  const { kind, name, type } = node as { readonly kind?: unknown; readonly name?: unknown; readonly type?: unknown };
  return kind === undefined && typeof name === 'string' && name.startsWith('@') && typeof type === 'object';
}
