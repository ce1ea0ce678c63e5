import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { convertForStore } from '../expressions/convert.js';
import { bindTop } from '../queries/bind-offset.js';
import { bindQuery } from '../queries/bind-query.js';
import { bindWith } from '../queries/bind-with.js';
import { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { nullLiteral, spanFrom } from '../tree/make.js';
import type { BoundInsert, BoundInsertQuery, BoundInsertSource } from '../tree/modification.js';
import type { BoundQuery } from '../tree/query.js';
import type { BoundStoredTable, StoredColumn } from '../tree/stored-table.js';
import { bindExecute } from './bind-execute.js';
import { bindOutput } from './bind-output.js';
import { bindTarget, reportGenerated } from './bind-target.js';
import { insertColumns } from './insert-columns.js';

/** learn.microsoft.com/sql/t-sql/statements/insert-transact-sql */
export function bindInsert(context: BinderContext, node: Ast.Insert): BoundInsert {
  const scope = new Scope(undefined);
  const ctes = bindWith(context, scope, node.with);
  const top = bindTop(context, scope, node.top);
  const target = bindTarget(context, node.target);
  const columns = node.source.kind === 'DefaultValuesSource' ? [] : insertColumns(context, target, node.columns);
  const outer = context.feed;
  context.feed = node.source.kind === 'QuerySource' ? 'none' : undefined;
  const source = bindSource(context, scope, node.source, target, columns);
  const feed = context.feed === 'none' ? undefined : context.feed;
  context.feed = outer;
  const output = node.output.map((clause) => bindOutput(context, clause, target, { inserted: true, deleted: false }));
  return { kind: 'insert', span: spanFrom(node), valid: true, ctes, top, target, columns, source, feed, output };
}

function bindSource(
  context: BinderContext,
  scope: Scope,
  node: Ast.InsertSource,
  target: BoundStoredTable,
  columns: readonly number[],
): BoundInsertSource {
  switch (node.kind) {
    case 'ValuesSource':
      return { kind: 'values', rows: node.rows.map((row) => insertRow(context, scope, row, target, columns)) };
    case 'DefaultValuesSource':
      return { kind: 'default-values' };
    case 'QuerySource': {
      const before = context.errorCount;
      const query = bindQuery(context, scope, node.query);
      const generated = columns.map((column) => target.columns[column]).find((column) => column?.generated);
      if (generated) reportGenerated(context, generated, 13536, node);
      // A query with errors may lack columns: their number says nothing then.
      if (context.errorCount === before) checkCount(context, target, columns.length, query.columns.length, node);
      return insertQuery(context, query, target, columns);
    }
    case 'ExecuteSource':
      return { kind: 'execute', execute: bindExecute(context, node.execute) };
  }
}

/** One row of VALUES, each value as its column stores it. */
export function insertRow(
  context: BinderContext,
  scope: Scope,
  row: Ast.RowValue,
  target: BoundStoredTable,
  columns: readonly number[],
): BoundExpression[] {
  checkCount(context, target, columns.length, row.values.length, row);
  return row.values.map((value, i) => {
    const column = target.columns[columns[i] ?? -1];
    if (value.kind === 'DefaultLiteral') return defaultOf(column, value);
    if (column?.generated) reportGenerated(context, column, 13536, value);
    const bound = bindExpression(context, scope, value);
    return column ? convertForStore(context, bound, column.type) : bound;
  });
}

/** DEFAULT as a value. */
export function defaultOf(column: StoredColumn | undefined, node: Ast.AstNode): BoundExpression {
  return column?.default ?? nullLiteral(column?.type ?? { name: 'null' }, spanFrom(node));
}

function insertQuery(
  context: BinderContext,
  query: BoundQuery,
  target: BoundStoredTable,
  columns: readonly number[],
): BoundInsertQuery {
  const row = context.newRelation();
  const values = query.columns.map((from, i): BoundExpression => {
    const value: BoundExpression = {
      kind: 'column',
      type: from.type,
      nullable: from.nullable,
      collation: from.collation,
      span: query.kind === 'select' ? (query.select[i]?.expression.span ?? query.span) : query.span,
      relation: row,
      ordinal: i,
      name: from.name ?? '',
      level: 0,
    };
    const column = target.columns[columns[i] ?? -1];
    return column ? convertForStore(context, value, column.type) : value;
  });
  return { kind: 'query', query, row, values };
}

function checkCount(
  context: BinderContext,
  target: BoundStoredTable,
  columns: number,
  values: number,
  node: Ast.AstNode,
): void {
  if (target.kind === 'unknown-table' || columns === values) return;
  context.report('bind-insert-count', { columns, values }, node);
}
