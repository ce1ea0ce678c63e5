import { type Ast, type AstNode, isStatementKind, walk } from '@datamigrate/tsql-syntax';
import type { Anchor } from './anchor-tree.js';

export interface Anchors {
  readonly anchors: readonly Anchor[];
  /** All statements, those around others first. */
  readonly statements: readonly AstNode[];
  /** By the first CTE of a WITH clause: where the clause starts, and the query behind it. */
  readonly withs: ReadonlyMap<AstNode, { readonly start: number; readonly query: AstNode }>;
}

const TABLES: ReadonlySet<string> = new Set([
  ...['NamedTable', 'VariableTable', 'DerivedTable', 'InlineTable', 'FunctionTable', 'MethodTable', 'OpenJsonTable'],
  ...['PivotedTable', 'UnpivotedTable'],
]);

/** Names and what they are made of: most of a tree. */
const LEAVES: ReadonlySet<string> = new Set(['ColumnReference', 'ObjectName', 'Identifier']);

/** Queries, their elements, tables, conditions and clauses: what a reader comments on, and what a query still has later. */
export function anchorsIn(roots: readonly AstNode[]): Anchors {
  const anchors: Anchor[] = [];
  const statements: AstNode[] = [];
  const withs = new Map<AstNode, { start: number; query: AstNode }>();
  /** A joined table reaches to the end of its condition. */
  const ends = new Map<AstNode, number>();
  const add = (node: AstNode): void => {
    anchors.push({ node, start: node.start, end: ends.get(node) ?? node.end });
  };
  const enter = (node: AstNode): boolean => {
    if (LEAVES.has(node.kind)) return false;
    if (isStatementKind(node.kind)) statements.push(node);
    if (node.kind === 'Select') {
      const { with: clause, query } = node as Ast.Select;
      const first = clause?.tables[0];
      if (clause && first) withs.set(first, { start: clause.start, query: firstBlock(query) });
    }
    if (node.kind === 'JoinedTable' || node.kind === 'UnqualifiedJoin') {
      const { right } = node as Ast.JoinedTable | Ast.UnqualifiedJoin;
      ends.set(right, node.end);
      if (!TABLES.has(right.kind)) add(right);
    } else if (TABLES.has(node.kind) || node.kind === 'CommonTableExpression') add(node);
    else if (node.kind === 'QuerySpecification') {
      add(node);
      const query = node as Ast.QuerySpecification;
      for (const each of query.select) add(each);
      if (query.where) for (const each of conjuncts(query.where.condition)) add(each);
      if (query.groupBy) add(query.groupBy);
      if (query.having) for (const each of conjuncts(query.having.condition)) add(each);
      if (query.orderBy) add(query.orderBy);
    }
    return true;
  };
  for (const root of roots) walk(root, enter);
  return { anchors, statements, withs };
}

function firstBlock(query: Ast.QueryExpression): AstNode {
  let first = query;
  while (first.kind !== 'QuerySpecification') first = first.kind === 'SetOperation' ? first.left : first.query;
  return first;
}

/** What AND ties together at the top of a condition. */
function conjuncts(condition: Ast.Expression): readonly Ast.Expression[] {
  const found: Ast.Expression[] = [];
  const open = [condition];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'LogicalExpression' && node.operator === 'AND') open.push(node.right, node.left);
    else found.push(node);
  }
  return found;
}
