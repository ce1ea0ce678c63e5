import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { bindTop } from '../queries/bind-offset.js';
import { bindWith } from '../queries/bind-with.js';
import { relationsOf, Scope } from '../scope/scope.js';
import { bindTable } from '../tables/bind-table.js';
import type { RelationId } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type { BoundMerge, BoundMergeAction, BoundMergeClause } from '../tree/modification.js';
import { insertRow } from './bind-insert.js';
import { bindOutput } from './bind-output.js';
import { ordinalOf, type RowTarget, rowTarget, type SingleTable } from './bind-row-target.js';
import { bindSetClauses, setColumns } from './bind-set-clause.js';
import { targetAsTable } from './bind-target.js';
import { insertColumns } from './insert-columns.js';

/** learn.microsoft.com/sql/t-sql/statements/merge-transact-sql */
export function bindMerge(context: BinderContext, node: Ast.Merge): BoundMerge {
  const outer = new Scope(undefined);
  const ctes = bindWith(context, outer, node.with);
  const top = bindTop(context, outer, node.top);
  const scope = new Scope(outer);
  const written = targetAsTable(context, node.target) as Ast.NamedTable | Ast.VariableTable;
  const targetTable = bindTable(context, scope, { ...written, alias: node.targetAlias }) as SingleTable;
  const source = bindTable(context, scope, node.source);
  const on = bindPredicate(context, scope, node.on);
  const rows = rowTarget(context, ctes, targetTable, updatedColumns(node), node.target);
  const clauses = node.clauses.map((clause) => bindClause(context, scope, rows, clause));
  const sources = relationsOf(source).map((relation) => relation.relation);
  const output = node.output.map((clause) =>
    bindOutput(context, clause, rows.target.table, {
      inserted: true,
      deleted: true,
      from: scope.relations.filter((relation) => sources.includes(relation.relation)),
      merge: true,
    }),
  );
  const { target } = rows;
  return {
    kind: 'merge',
    span: spanFrom(node),
    valid: true,
    ctes,
    top,
    target,
    targetTable,
    source,
    on,
    clauses,
    output,
  };
}

function updatedColumns(node: Ast.Merge): Ast.ColumnReference[] {
  return node.clauses.flatMap((clause) => (clause.action.kind === 'MergeUpdate' ? setColumns(clause.action.set) : []));
}

/** What a WHEN clause can see: a row that only one side has gives no columns of the other. */
function sightOf(both: Scope, target: RelationId, when: BoundMergeClause['when']): Scope {
  if (when === 'matched') return both;
  const scope = new Scope(both.parent);
  const wantsTarget = when === 'not-matched-by-source';
  scope.relations.push(...both.relations.filter((relation) => (relation.relation === target) === wantsTarget));
  return scope;
}

const WHEN = {
  MATCHED: 'matched',
  'NOT MATCHED': 'not-matched-by-target',
  'NOT MATCHED BY TARGET': 'not-matched-by-target',
  'NOT MATCHED BY SOURCE': 'not-matched-by-source',
} as const;

function bindClause(context: BinderContext, both: Scope, rows: RowTarget, node: Ast.MergeClause): BoundMergeClause {
  const when = WHEN[node.when];
  const scope = sightOf(both, rows.target.relation, when);
  const condition = node.condition && bindPredicate(context, scope, node.condition);
  return { when, condition, action: bindAction(context, scope, rows, node.action), span: spanFrom(node) };
}

function bindAction(context: BinderContext, scope: Scope, rows: RowTarget, node: Ast.MergeAction): BoundMergeAction {
  switch (node.kind) {
    case 'MergeDelete':
      return { kind: 'delete' };
    case 'MergeUpdate':
      return { kind: 'update', set: bindSetClauses(context, scope, rows, node.set) };
    case 'MergeInsert': {
      const { table } = rows.target;
      const columns = insertColumns(
        context,
        table,
        node.columns.map((name) => stored(context, rows, name)),
      );
      return { kind: 'insert', columns, values: node.values && insertRow(context, scope, node.values, table, columns) };
    }
  }
}

/** A column of a table expression over the target by the target's own name for it. */
function stored(
  context: BinderContext,
  { named, target, position }: RowTarget,
  written: Ast.ColumnReference,
): Ast.ColumnReference {
  if (!named || target.relation === target.base) return written;
  const ordinal = ordinalOf(context, named, written.column.name);
  const column = ordinal < 0 ? undefined : target.table.columns[position(ordinal)];
  return column ? { ...written, column: { ...written.column, name: column.name } } : written;
}
