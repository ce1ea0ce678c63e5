import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindTop } from '../queries/bind-offset.js';
import { bindWith } from '../queries/bind-with.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundDelete } from '../tree/modification.js';
import { bindOutput } from './bind-output.js';
import { bindRowCondition } from './bind-row-condition.js';
import { bindFromWithTarget, rowTarget } from './bind-row-target.js';

/** learn.microsoft.com/sql/t-sql/statements/delete-transact-sql */
export function bindDelete(context: BinderContext, node: Ast.Delete): BoundDelete {
  const outer = new Scope(undefined);
  const ctes = bindWith(context, outer, node.with);
  const top = bindTop(context, outer, node.top);
  const scope = new Scope(outer);
  const { from, named } = bindFromWithTarget(context, scope, node.target, node.from);
  const { target } = rowTarget(context, ctes, named, [], node.target);
  const condition = bindRowCondition(context, scope, node.where);
  const output = node.output.map((clause) =>
    bindOutput(context, clause, target.table, { inserted: false, deleted: true, from: scope.relations }),
  );
  return { kind: 'delete', span: spanFrom(node), valid: true, ctes, top, target, from, ...condition, output };
}
