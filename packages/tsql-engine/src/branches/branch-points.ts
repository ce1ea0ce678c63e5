import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';

export type BranchKind = 'IF' | 'WHILE' | 'CATCH' | 'CASE' | 'MERGE' | 'JOIN';

/** One way that a construct can go. */
export interface BranchPoint {
  readonly node: object;
  readonly kind: BranchKind;
  readonly side: string;
  readonly span: Span;
}

type Node =
  | Bound.BoundIf
  | Bound.BoundWhile
  | Bound.BoundTryCatch
  | Bound.BoundMerge
  | Bound.BoundCase
  | Bound.BoundJoin
  | Bound.BoundApply;

/** Every branch of a bound tree, in the order of the tree. */
export function branchPoints(tree: object): BranchPoint[] {
  const points: BranchPoint[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || seen.has(value)) return;
    seen.add(value);
    if ('kind' in value) points.push(...pointsOf(value as Node));
    for (const key in value) if (!LEAVES.has(key)) visit((value as Record<string, unknown>)[key]);
  };
  visit(tree);
  return points;
}

/** Facts and texts, not parts of the tree. */
const LEAVES: ReadonlySet<string> = new Set(['type', 'span', 'collation', 'columns', 'node', 'stored', 'input']);

function pointsOf(node: Node): BranchPoint[] {
  const point = (kind: BranchKind, side: string, at: object & { readonly span: Span } = node): BranchPoint => ({
    node: at,
    kind,
    side,
    span: at.span,
  });
  switch (node.kind) {
    case 'if':
      return [point('IF', 'then'), point('IF', 'else')];
    case 'while':
      return [point('WHILE', 'body')];
    case 'try-catch':
      return [point('CATCH', 'catch')];
    case 'case':
      return [...node.branches.map((_, i) => point('CASE', `when ${i + 1}`)), point('CASE', 'else')];
    case 'merge':
      return node.clauses.map((clause) => point('MERGE', 'applied', clause));
    case 'join':
      return JOIN_SIDES[node.join].map((side) => joinPoint(node, side));
    case 'apply':
      return node.outer ? JOIN_SIDES.LEFT.map((side) => joinPoint(node, side)) : [];
    default:
      return [];
  }
}

/** A join stands where its right side does: all joins of a FROM begin at the same place. */
function joinPoint(node: Bound.BoundJoin | Bound.BoundApply, side: string): BranchPoint {
  return { node, kind: 'JOIN', side, span: node.right.span };
}

const JOIN_SIDES: Readonly<Record<Bound.BoundJoin['join'], readonly string[]>> = {
  INNER: ['matched'],
  LEFT: ['matched', 'left alone'],
  RIGHT: ['matched', 'right alone'],
  FULL: ['matched', 'left alone', 'right alone'],
  CROSS: [],
};
