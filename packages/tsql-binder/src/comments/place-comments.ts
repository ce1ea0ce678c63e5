import type { AstNode, Comment } from '@datamigrate/tsql-syntax';
import type { BoundComments } from '../tree/comments.js';
import { type Anchor, anchorsIn } from './anchors.js';
import { commentText } from './comment-text.js';

/**
 * The comments of a text by the nodes that they are about: behind something on its line about that, else about what
 * comes next, else about what came before. Comments about statements that are no queries stay where they are.
 */
export function placeComments(
  statement: AstNode,
  comments: readonly Comment[],
  text: string,
): ReadonlyMap<AstNode, BoundComments> {
  const placed = new Map<AstNode, { before: string[]; after: string[] }>();
  const said = comments.flatMap((comment) => {
    const words = comment.type === 'directive' ? undefined : commentText(comment);
    return words === undefined ? [] : [{ ...comment, words }];
  });
  if (said.length === 0) return placed;
  const { anchors, statements, withs } = anchorsIn(statement);
  const entry = ({ node }: Pick<Anchor, 'node'>): { before: string[]; after: string[] } => {
    const known = placed.get(node) ?? { before: [], after: [] };
    placed.set(node, known);
    return known;
  };
  // What stands above WITH is about the query, not about its first CTE.
  const ahead = (after: Anchor, comment: Place): Pick<Anchor, 'node'> => {
    const clause = withs.get(after.node);
    return clause && comment.end <= clause.start ? { node: clause.query } : after;
  };
  for (const comment of said) {
    const around = smallest(anchors.filter(({ start, end }) => start < comment.start && comment.end < end));
    const near = around ? anchors.filter((each) => each !== around && isInside(each, around)) : anchors;
    const before = nearestBefore(near, comment.start);
    const after = nearestAfter(near, comment.end);
    const behind = before && !/[\r\n]/.test(text.slice(before.end, comment.start));
    if (!comment.ownLine && behind) entry(before).after.push(comment.words);
    else if (after && isNext(statements, comment, after)) entry(ahead(after, comment)).before.push(comment.words);
    else if (before && statements.every((each) => isInside(before, each))) entry(before).before.push(comment.words);
    else if (around) entry(around).before.push(comment.words);
  }
  return placed;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const isInside = (inner: Place, outer: Place): boolean => outer.start <= inner.start && inner.end <= outer.end;

const smallest = (places: readonly Anchor[]): Anchor | undefined =>
  places.reduce<Anchor | undefined>(
    (best, each) => (best && best.end - best.start <= each.end - each.start ? best : each),
    undefined,
  );

/** Of several that end at one place the smallest one. */
function nearestBefore(anchors: readonly Anchor[], at: number): Anchor | undefined {
  const ended = anchors.filter(({ end }) => end <= at);
  const last = Math.max(...ended.map(({ end }) => end));
  return smallest(ended.filter(({ end }) => end === last));
}

/** Of several that start at one place the largest one. */
function nearestAfter(anchors: readonly Anchor[], at: number): Anchor | undefined {
  return anchors
    .filter(({ start }) => start >= at)
    .reduce<Anchor | undefined>((best, each) => {
      if (!best || each.start < best.start) return each;
      return each.start === best.start && each.end > best.end ? each : best;
    }, undefined);
}

/** Whether no other statement begins between the comment and the node. */
function isNext(statements: readonly AstNode[], comment: Place, anchor: Anchor): boolean {
  return statements.every((each) => each.start < comment.end || each.start > anchor.start || isInside(anchor, each));
}
