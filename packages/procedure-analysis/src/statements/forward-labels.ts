import type { Bound } from '@datamigrate/tsql-binder';
import { someNode } from '../program/rewrite-tree.js';

export interface ForwardLabel {
  /** In lower case. */
  readonly name: string;
  /** Position of the first statement that jumps to it. */
  readonly from: number;
  /** What runs there, and nothing else, comes to the label: in between nothing ends, jumps elsewhere or is jumped to. */
  readonly isOnlyWay: boolean;
}

/** What ends a run of statements in another way than a jump does. */
const ENDS: ReadonlySet<string> = new Set(['return', 'throw', 'raiserror', 'execute-procedure', 'execute-text']);
const LEAVES: ReadonlySet<string> = new Set(['break', 'continue']);

/**
 * Labels among statements to which only statements before them jump, by their position: GOTO then leaves out what stands
 * between, as IF would.
 */
export function forwardLabels(statements: readonly Bound.BoundStatement[]): ReadonlyMap<number, ForwardLabel> {
  const found = new Map<number, ForwardLabel>();
  statements.forEach((statement, position) => {
    if (statement.kind !== 'label') return;
    const name = statement.name.toLowerCase();
    const jumps = (tree: unknown): boolean =>
      someNode(tree, (node) => isGoto(node) && node.label.toLowerCase() === name);
    const from = statements.slice(0, position).findIndex(jumps);
    if (from < 0 || jumps(statements.slice(position))) return;
    const between = statements.slice(from, position);
    const ends = someNode(
      between,
      (node) => ENDS.has(node.kind) || node.kind === 'label' || (isGoto(node) && !jumps(node)),
    );
    if (!leavesLoops(between)) found.set(position, { name, from, isOnlyWay: !ends });
  });
  return found;
}

/** Rounds that are left: of a loop around the statements, or of one among them that something else than BREAK ends. */
function leavesLoops(statements: readonly Bound.BoundStatement[]): boolean {
  return someNode(statements, (node) => {
    if (node.kind === 'while')
      return someNode(node, (inner) => ENDS.has(inner.kind) || isGoto(inner) || LEAVES.has(inner.kind));
    return LEAVES.has(node.kind);
  });
}

const isGoto = (node: { readonly kind: string }): node is Bound.BoundGoto => node.kind === 'goto';
