import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { reportUnknownVariable } from '../expressions/bind-variable.js';
import type { BoundVariableTarget } from '../tree/statement-base.js';

/** A variable that is assigned to. One that was not declared takes a value of any type: it has been reported. */
export function variableTarget(context: BinderContext, node: Ast.Variable): BoundVariableTarget {
  const declaration = context.variable(node.name);
  if (declaration) return { name: declaration.name, type: declaration.type };
  reportUnknownVariable(context, node);
  return { name: node.name, type: { name: 'null' } };
}
