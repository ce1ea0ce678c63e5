import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindPredicate } from '../predicates/bind-predicate.js';
import { forbidIn } from '../queries/bind-select.js';
import { bindSubquery } from '../queries/bind-subquery.js';
import { relationsOf, Scope, type ScopeRelation } from '../scope/scope.js';
import { predicateOperands } from '../tree/inspect.js';
import { spanFrom } from '../tree/make.js';
import type { BoundDerivedTable, BoundErrorTable, BoundTable, BoundTemporaryTable } from '../tree/table.js';
import { bindFeedingTable } from './bind-feeding-table.js';
import { bindFunctionTable, bindMethodTable, bindOpenJson } from './bind-function-table.js';
import { bindInlineTable } from './bind-inline-table.js';
import { bindNamedTable } from './bind-named-table.js';
import { bindPivot, bindUnpivot } from './bind-pivot.js';
import { checkNames, renamed } from './column-names.js';

/** A member of FROM. Its relations are added to `scope` as they are bound; only APPLY lets the right side see the left. */
export function bindTable(context: BinderContext, scope: Scope, node: Ast.TableReference): BoundTable {
  return context.commented(bindMember(context, scope, node), node);
}

function bindMember(context: BinderContext, scope: Scope, node: Ast.TableReference): BoundTable {
  switch (node.kind) {
    case 'NamedTable':
      return exposed(
        context,
        scope,
        bindNamedTable(context, scope, node),
        node,
        node.alias ? undefined : (node.name.schema?.name ?? context.defaultSchema),
      );
    case 'VariableTable':
      return exposed(context, scope, bindVariableTable(context, node), node);
    case 'DerivedTable': {
      const isText = node.query.kind !== 'SetOperation' && node.query.for && node.query.for.kind !== 'ForBrowseClause';
      const query = bindSubquery(context, outerScope(scope), isText ? asText(node.query) : node.query);
      const alias = node.alias?.name ?? '';
      const columns = renamed(context, query.columns, node.columns, alias, node);
      checkNames(context, columns, alias, node);
      const relation = context.newRelation();
      const table: BoundDerivedTable = { kind: 'derived-table', relation, alias, columns, span: spanFrom(node), query };
      return exposed(context, scope, isText ? { ...table, isText: true } : table, node);
    }
    case 'InlineTable':
      return exposed(context, scope, bindInlineTable(context, outerScope(scope), node), node);
    case 'ParenthesizedTable':
    case 'OdbcJoinedTable':
      return bindTable(context, scope, node.table);
    case 'JoinedTable': {
      const left = bindTable(context, scope, node.left);
      const right = bindTable(context, scope, node.right);
      const on = bindPredicate(context, joinScope(scope, left, right), node.on);
      forbidIn(context, 'ON', predicateOperands(on), node.on);
      if (node.join === 'RIGHT' || node.join === 'FULL') scope.makeOptional(relationsOf(left));
      if (node.join === 'LEFT' || node.join === 'FULL') scope.makeOptional(relationsOf(right));
      return { kind: 'join', join: node.join, left, right, on, span: spanFrom(node) };
    }
    case 'UnqualifiedJoin': {
      const left = bindTable(context, scope, node.left);
      if (node.join === 'CROSS JOIN')
        return {
          kind: 'join',
          join: 'CROSS',
          left,
          right: bindTable(context, scope, node.right),
          span: spanFrom(node),
        };
      const right = bindApplied(context, scope, left, node.right);
      if (node.join === 'OUTER APPLY') scope.makeOptional(relationsOf(right));
      return { kind: 'apply', outer: node.join === 'OUTER APPLY', left, right, span: spanFrom(node) };
    }
    case 'FunctionTable':
      return exposed(context, scope, bindFunctionTable(context, outerScope(scope), node), node);
    case 'OpenJsonTable':
      return exposed(context, scope, bindOpenJson(context, outerScope(scope), node), node);
    case 'PivotedTable':
      return exposed(context, scope, bindPivot(context, scope, node), node);
    case 'UnpivotedTable':
      return exposed(context, scope, bindUnpivot(context, scope, node), node);
    case 'DataModificationTable':
      return exposed(context, scope, bindFeedingTable(context, node), node);
    case 'MethodTable':
      return exposed(context, scope, bindMethodTable(context, outerScope(scope), node), node);
    case 'BuiltInFunctionTable':
    case 'OpenXmlTable':
    case 'OpenQueryTable':
    case 'OpenRowsetTable':
    case 'OpenRowsetBulkTable':
    case 'OpenRowsetCosmosTable':
    case 'OpenDataSourceTable':
    case 'ChangeTable':
    case 'FullTextTable':
    case 'SemanticTable':
    case 'PredictTable':
    case 'VectorSearchTable':
    case 'GenerateChunksTable':
      context.report('bind-unsupported', { construct: CONSTRUCTS[node.kind], help: '' }, node);
      return exposed(context, scope, errorTable(context, node, node.alias?.name ?? ''), node);
    default:
      return assertUnreachable(node);
  }
}

/** FOR XML and FOR JSON give all rows as one text: a column of one row. */
function asText(query: Ast.QueryExpression): Ast.QuerySpecification {
  const { start, end } = query;
  const expression: Ast.Expression = { kind: 'ScalarSubquery', start, end, query };
  return { kind: 'QuerySpecification', start, end, select: [{ kind: 'SelectColumn', start, end, expression }] };
}

const CONSTRUCTS = {
  BuiltInFunctionTable: 'A built-in table function with ::',
  OpenXmlTable: 'OPENXML',
  OpenQueryTable: 'OPENQUERY',
  OpenRowsetTable: 'OPENROWSET',
  OpenRowsetBulkTable: 'OPENROWSET(BULK …)',
  OpenRowsetCosmosTable: 'OPENROWSET',
  OpenDataSourceTable: 'OPENDATASOURCE',
  ChangeTable: 'CHANGETABLE',
  FullTextTable: 'A full-text table',
  SemanticTable: 'A semantic search table',
  PredictTable: 'PREDICT',
  VectorSearchTable: 'VECTOR_SEARCH',
  GenerateChunksTable: 'AI_GENERATE_CHUNKS',
} as const;

/** Makes a relation's columns visible to the query. */
function exposed<T extends Exclude<BoundTable, { kind: 'join' | 'apply' }>>(
  context: BinderContext,
  scope: Scope,
  table: T,
  node: Ast.AstNode,
  schema?: string,
): T {
  const clash = scope.relations.find(
    (other) =>
      table.alias !== '' &&
      context.catalog.sameName(other.alias, table.alias) &&
      sameSchema(context, other.schema, schema),
  );
  if (clash) context.report('bind-duplicate-exposed-name', { name: `'${table.alias}'` }, node);
  scope.relations.push(scopeRelation(table, schema));
  return table;
}

function sameSchema(context: BinderContext, a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || context.catalog.sameName(a, b);
}

function scopeRelation(
  table: Exclude<BoundTable, { kind: 'join' | 'apply' }>,
  schema: string | undefined,
): ScopeRelation {
  return {
    relation: table.relation,
    alias: table.alias,
    schema,
    columns: table.columns,
    optional: false,
    known: table.kind !== 'error-table',
  };
}

/** What a derived table sees: the queries around this one, not its neighbours in FROM. */
function outerScope(scope: Scope): Scope {
  if (scope.lateral) return scope;
  const outer = new Scope(scope.parent);
  outer.borrowCtes(scope);
  return outer;
}

/** ON sees the tables of its own join only. */
function joinScope(scope: Scope, left: BoundTable, right: BoundTable): Scope {
  const visible = new Set([...relationsOf(left), ...relationsOf(right)].map((relation) => relation.relation));
  const inner = new Scope(scope.parent);
  inner.borrowCtes(scope);
  inner.relations.push(...scope.relations.filter((relation) => visible.has(relation.relation)));
  return inner;
}

/** The right side of APPLY is a query level below the left: its columns are correlations. */
function bindApplied(context: BinderContext, scope: Scope, left: BoundTable, node: Ast.TableReference): BoundTable {
  const leftIds = new Set(relationsOf(left).map((relation) => relation.relation));
  const correlation = new Scope(scope.parent);
  correlation.borrowCtes(scope);
  correlation.relations.push(...scope.relations.filter((relation) => leftIds.has(relation.relation)));
  const inner = new Scope(correlation);
  inner.lateral = true;
  const right = bindTable(context, inner, node);
  scope.relations.push(...inner.relations);
  return right;
}

function bindVariableTable(context: BinderContext, node: Ast.VariableTable): BoundTemporaryTable | BoundErrorTable {
  const table = context.temporaryTable(node.variable.name);
  const alias = node.alias?.name ?? node.variable.name;
  if (!table) {
    context.report('bind-unknown-variable', { name: `'${node.variable.name}'`, help: '' }, node.variable);
    return errorTable(context, node, alias);
  }
  return {
    kind: 'temporary-table',
    relation: context.newRelation(),
    alias,
    columns: table.columns,
    span: spanFrom(node),
    name: table.name,
  };
}

export function errorTable(context: BinderContext, node: Ast.AstNode, alias: string): BoundErrorTable {
  return { kind: 'error-table', relation: context.newRelation(), alias, columns: [], span: spanFrom(node) };
}
