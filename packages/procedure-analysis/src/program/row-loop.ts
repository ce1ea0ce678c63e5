import type { Bound } from '@datamigrate/tsql-binder';
import { visitTree } from './rewrite-tree.js';

/** A loop over the rows of a cursor while its body is worked through: every statement of it is stated for all rows at once. */
export interface RowLoop {
  /** The cursor's rows, to stand in the FROM of what the body does. */
  readonly rows: Bound.BoundDerivedTable | Bound.BoundCteReference;
  /** The cursor's order, in terms of its columns; undefined when it cannot be said so. */
  readonly orderBy: readonly Bound.BoundOrderItem[] | undefined;
  /** Whether its rows are those of a cursor: FETCH has found one whenever the body runs. */
  readonly fetching: boolean;
  /** How many calls stood around the loop. */
  readonly depth: number;
  /** Tables that the body has written so far: their rows depend on the round. */
  readonly written: Set<string>;
}

const CARRIED = 'carried from one round to the next: ';

/** Stands for a variable whose value comes from the round before. */
export function carriedValue(
  name: string,
  type: Bound.BoundExpression['type'],
  span: Bound.BoundExpression['span'],
): Bound.BoundVariable {
  return { kind: 'variable', name: `${CARRIED}${name}`, type, nullable: true, span };
}

/** The variable whose former value an expression needs; undefined when it needs none. */
export function carriedIn(expression: Bound.BoundExpression): string | undefined {
  let found: string | undefined;
  visitTree(expression, (node) => {
    if (node.kind === 'variable' && 'name' in node && typeof node.name === 'string' && node.name.startsWith(CARRIED)) {
      found ??= node.name.slice(CARRIED.length);
    }
  });
  return found;
}
