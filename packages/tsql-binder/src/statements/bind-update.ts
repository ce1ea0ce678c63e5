import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindTop } from '../queries/bind-offset.js';
import { bindWith } from '../queries/bind-with.js';
import { Scope } from '../scope/scope.js';
import { spanFrom } from '../tree/make.js';
import type { BoundUpdate } from '../tree/modification.js';
import { bindOutput } from './bind-output.js';
import { bindRowCondition } from './bind-row-condition.js';
import { bindFromWithTarget, rowTarget } from './bind-row-target.js';
import { bindSetClauses, setColumns } from './bind-set-clause.js';

/** learn.microsoft.com/sql/t-sql/queries/update-transact-sql */
export function bindUpdate(context: BinderContext, node: Ast.Update): BoundUpdate {
  const outer = new Scope(undefined);
  const ctes = bindWith(context, outer, node.with);
  const top = bindTop(context, outer, node.top);
  const scope = new Scope(outer);
  const { from, named } = bindFromWithTarget(context, scope, node.target, node.from);
  const rows = rowTarget(context, ctes, named, setColumns(node.set), node.target);
  const set = bindSetClauses(context, scope, rows, node.set);
  const condition = bindRowCondition(context, scope, node.where);
  const output = node.output.map((clause) =>
    bindOutput(context, clause, rows.target.table, { inserted: true, deleted: true, from: scope.relations }),
  );
  const { target } = rows;
  return { kind: 'update', span: spanFrom(node), valid: true, ctes, top, target, from, set, ...condition, output };
}
