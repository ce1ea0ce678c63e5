import type { Bound } from '@datamigrate/tsql-binder';
import { someNode } from '../program/rewrite-tree.js';

/** What ends a run of statements in another way than a jump does. */
const ENDS: ReadonlySet<string> = new Set(['return', 'throw', 'break', 'continue']);

/**
 * Labels among statements to which only statements before them jump, by their position: GOTO then leaves out what stands
 * between, as IF would. Where a RETURN stands there as well, it is not told which of the two was reached.
 */
export function forwardLabels(statements: readonly Bound.BoundStatement[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  statements.forEach((statement, position) => {
    if (statement.kind !== 'label') return;
    const name = statement.name.toLowerCase();
    const jumps = (tree: unknown): boolean =>
      someNode(tree, (node) => isGoto(node) && node.label.toLowerCase() === name);
    const before = statements.slice(0, position);
    const first = before.findIndex(jumps);
    const between = before.slice(first);
    if (first < 0 || jumps(statements.slice(position))) return;
    if (!someNode(between, ({ kind }) => ENDS.has(kind) || kind === 'while')) found.set(position, name);
  });
  return found;
}

const isGoto = (node: { readonly kind: string }): node is Bound.BoundGoto => node.kind === 'goto';
