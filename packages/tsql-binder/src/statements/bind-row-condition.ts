import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { forbidIn } from '../queries/bind-select.js';
import type { Scope } from '../scope/scope.js';
import { predicateOperands } from '../tree/inspect.js';
import type { BoundUpdate } from '../tree/modification.js';

/** WHERE of UPDATE and DELETE: a condition, or CURRENT OF a cursor. */
export function bindRowCondition(
  context: BinderContext,
  scope: Scope,
  node: Ast.WhereClause | undefined,
): Pick<BoundUpdate, 'where' | 'currentOf'> {
  if (!node) return {};
  const { condition } = node;
  if (condition.kind === 'CurrentOfPredicate') {
    const { cursor, global } = condition;
    return { currentOf: { name: cursor.name, variable: cursor.kind === 'Variable', global } };
  }
  const where = bindPredicate(context, scope, condition);
  forbidIn(context, 'WHERE', predicateOperands(where), node);
  return { where };
}
