import type { ControlFlowNode } from './control-flow.js';
import type { DataModificationNode } from './data-modification.js';
import type { ExecuteNode } from './execute.js';
import type { ExpressionNode } from './expressions.js';
import type { Literal } from './literals.js';
import type { NameNode } from './names.js';
import type { PredicateNode } from './predicates.js';
import type { QueryNode } from './queries.js';
import type { TableNode } from './tables.js';

/** Nodes with parse and print functions of their own. Described nodes carry their own knowledge in their rules. */
export type HandwrittenNode =
  | NameNode
  | Literal
  | ExpressionNode
  | PredicateNode
  | QueryNode
  | TableNode
  | DataModificationNode
  | ExecuteNode
  | ControlFlowNode;

/** Any node, when only its kind and place matter. */
export interface AstNode {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}
