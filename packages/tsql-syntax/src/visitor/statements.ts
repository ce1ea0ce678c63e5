import type { AstNode } from '../ast/any-node.js';
import type { DataModificationTable } from '../ast/tables.js';
import { statementRules } from '../grammar/statement-rules.js';
import { walk } from './walk.js';

/** Statements with a grammar of their own; blocks only group and are none. */
const HANDWRITTEN = [
  'Select',
  'Insert',
  'Update',
  'Delete',
  'Merge',
  'Execute',
  'If',
  'While',
  'TryCatch',
  'InvalidStatement',
];

const STATEMENT_KINDS: ReadonlySet<string> = new Set([...HANDWRITTEN, ...statementRules.map((rule) => rule.kind)]);

export function isStatementKind(kind: string): boolean {
  return STATEMENT_KINDS.has(kind);
}

/** How many statements stand in these trees, at every depth, by kind. A data modification that feeds a FROM is none. */
export function countStatements(roots: readonly AstNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const root of roots) {
    const inTables = new Set<AstNode>();
    walk(root, (node) => {
      if (node.kind === 'DataModificationTable') inTables.add((node as DataModificationTable).statement);
      if (STATEMENT_KINDS.has(node.kind) && !inTables.has(node))
        counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
    });
  }
  return counts;
}
