import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindBinary } from '../expressions/bind-arithmetic.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { bindVariable } from '../expressions/bind-variable.js';
import { convertForStore, convertImplicitly } from '../expressions/convert.js';
import { forbidIn } from '../queries/bind-select.js';
import type { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type { BoundSetItem } from '../tree/modification.js';
import { defaultOf } from './bind-insert.js';
import { ordinalOf, type RowTarget, type SingleTable } from './bind-row-target.js';
import { checkWritable } from './bind-target.js';
import { variableTarget } from './variable-target.js';

/** The columns that SET clauses name, in their order. */
export function setColumns(clauses: readonly Ast.SetClause[]): Ast.ColumnReference[] {
  return clauses.flatMap((clause) => (clause.kind === 'AssignmentSetClause' && clause.column ? [clause.column] : []));
}

/** SET of UPDATE and of MERGE … THEN UPDATE. */
export function bindSetClauses(
  context: BinderContext,
  scope: Scope,
  rows: RowTarget,
  clauses: readonly Ast.SetClause[],
): BoundSetItem[] {
  const seen = new Set<number>();
  return clauses.flatMap((clause): BoundSetItem[] => {
    if (clause.kind === 'MethodSetClause') {
      context.report('bind-unsupported', { construct: 'A method in SET, such as WRITE or modify', help: '' }, clause);
      return [];
    }
    const item = bindSetClause(context, scope, rows, clause);
    if (item?.kind === 'set-column') {
      if (seen.has(item.column)) context.report('bind-column-written-twice', { name: `'${item.name}'` }, clause);
      seen.add(item.column);
    }
    if (item) forbidIn(context, 'the set list of an UPDATE statement', [item.value], clause);
    return item ? [item] : [];
  });
}

function bindSetClause(
  context: BinderContext,
  scope: Scope,
  rows: RowTarget,
  node: Ast.AssignmentSetClause,
): BoundSetItem | undefined {
  const variable = node.variable && variableTarget(context, node.variable);
  if (!node.column) {
    if (!variable || !node.variable) return undefined;
    const value = assigned(context, scope, node, bindVariable(context, node.variable));
    return { kind: 'set-row-variable', variable, value: convertImplicitly(context, value, variable.type) };
  }
  const { named, target } = rows;
  const { name } = node.column.column;
  const ordinal = named ? ordinalOf(context, named, name) : -1;
  const position = ordinal < 0 ? -1 : rows.position(ordinal);
  const column = target.table.columns[position];
  if (!named || !column) {
    reportColumn(context, node.column, named, ordinal, target.table.kind === 'unknown-table');
    bindExpression(context, scope, node.value);
    return undefined;
  }
  checkWritable(context, column, node.column, true);
  const value =
    node.value.kind === 'DefaultLiteral'
      ? defaultOf(column, node.value)
      : convertForStore(context, assigned(context, scope, node, columnOf(named, ordinal, node)), column.type);
  return { kind: 'set-column', column: position, name: column.name, value, variable };
}

function reportColumn(
  context: BinderContext,
  node: Ast.ColumnReference,
  named: SingleTable | undefined,
  ordinal: number,
  unknownTable: boolean,
): void {
  if (unknownTable || named?.kind === 'error-table') return;
  const name = `'${node.column.name}'`;
  if (ordinal < 0) context.report('bind-unknown-column', { name, help: '' }, node);
  else context.report('bind-not-insertable', { name, reason: 'derived from an expression or another table' }, node);
}

/** The value of an assignment; `c += x` is written out as `c + x`. */
function assigned(
  context: BinderContext,
  scope: Scope,
  node: Ast.AssignmentSetClause,
  before: BoundExpression,
): BoundExpression {
  const value = bindExpression(context, scope, node.value);
  if (node.operator === '=') return value;
  const operator = node.operator.slice(0, -1) as Ast.BinaryExpression['operator'];
  return bindBinary(context, operator, before, value, node);
}

function columnOf(table: SingleTable, ordinal: number, node: Ast.AstNode): BoundExpression {
  const column = table.columns[ordinal];
  return {
    kind: 'column',
    type: column?.type ?? { name: 'null' },
    nullable: column?.nullable ?? true,
    collation: column?.collation,
    span: spanFrom(node),
    relation: table.relation,
    ordinal,
    name: column?.name ?? '',
    level: 0,
  };
}
