import { invariant } from '@datamigrate/foundation';
import type { AstNode } from '../ast/any-node.js';
import type { Statement } from '../ast/statement.js';
import type { NodeWriter } from '../grammar/rule.js';
import { reachableNodes } from '../grammar/statement.js';
import { statementRules } from '../grammar/statement-rules.js';
import type { Comment } from '../lexer/comments.js';
import { printDataModification } from './print-data-modification.js';
import { printExpressions } from './print-expressions.js';
import { printNames } from './print-names.js';
import { printPredicates } from './print-predicates.js';
import { printQueries } from './print-queries.js';
import { needsSemicolon, printControlFlow, printExecute } from './print-statements.js';
import { printTables } from './print-tables.js';
import { Writer } from './writer.js';

type PrintNode = (node: AstNode, w: NodeWriter) => void;

/** How to write each kind: hand-written functions first, then what the descriptions know. */
const PRINTERS: ReadonlyMap<string, PrintNode> = new Map<string, PrintNode>([
  ...[...reachableNodes(statementRules)].map(
    ([kind, rule]) => [kind, (node, w) => rule.write(node, w)] as [string, PrintNode],
  ),
  ...(Object.entries({
    ...printNames,
    ...printExpressions,
    ...printPredicates,
    ...printQueries,
    ...printTables,
    ...printDataModification,
    ...printExecute,
    ...printControlFlow,
  }) as [string, PrintNode][]),
]);

class AstWriter extends Writer implements NodeWriter {
  node(node: AstNode): this {
    const print = PRINTERS.get(node.kind);
    invariant(print, `no printer for ${node.kind}`);
    this.commentsBefore(node.start);
    print(node, this);
    return this.commentsAfter(node.end);
  }
}

/** Canonical T-SQL of one node: keywords in upper case, one clause a line. */
export function printNode(node: AstNode, comments: readonly Comment[] = []): string {
  return new AstWriter(comments).node(node).toString();
}

/** Canonical T-SQL of a batch, its comments in their places. */
export function printStatements(statements: readonly Statement[], comments: readonly Comment[] = []): string {
  const w = new AstWriter(comments);
  for (const statement of statements) {
    w.node(statement);
    if (needsSemicolon(statement)) w.tight(';');
    w.line();
  }
  return w.remainingComments().toString();
}
