import type { Bound } from '@datamigrate/tsql-binder';
import { visitTree } from '../program/rewrite-tree.js';

/** Variables that the body gives values to, at every depth, with their types. */
export function assignedIn(body: readonly Bound.BoundStatement[]): ReadonlyMap<string, Bound.BoundExpression['type']> {
  const assigned = new Map<string, Bound.BoundExpression['type']>();
  visitTree(body, (node) => {
    if (node.kind === 'set-variable') add((node as Bound.BoundSetVariable).variable);
    if (node.kind === 'select-variables') for (const each of (node as Bound.BoundSelectVariables).variables) add(each);
    if (node.kind === 'fetch-cursor') for (const each of (node as Bound.BoundFetchCursor).into ?? []) add(each);
    if (node.kind === 'declare-variable') {
      for (const each of (node as Bound.BoundDeclareVariable).declarations) if (each.value) add(each);
    }
    if (node.kind === 'execute-procedure') {
      const { arguments: args, status } = node as Bound.BoundExecuteProcedure;
      for (const { output } of args) if (output) add(output);
      if (status) add(status);
    }
  });
  function add({ name, type }: Bound.BoundVariableTarget): void {
    assigned.set(name.toLowerCase(), type);
  }
  return assigned;
}
