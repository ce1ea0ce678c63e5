import { withFields } from '@datamigrate/foundation';
import type { AstNode, Comment } from '@datamigrate/tsql-syntax';
import type { BoundComments } from '../tree/comments.js';
import { type Anchor, AnchorTree, firstAfter, isInside, type Place } from './anchor-tree.js';
import { anchorsIn } from './anchors.js';
import { commentText } from './comment-text.js';
import { isCommentedOut } from './commented-out.js';

/**
 * The comments of a text by the nodes that they are about: behind something on its line about that, else about what
 * comes next, else about what came before. Comments about statements that are no queries stay where they are;
 * code that is switched off is left out.
 */
export function placeComments(
  roots: readonly AstNode[],
  comments: readonly Comment[],
  text: string,
): ReadonlyMap<AstNode, BoundComments> {
  if (comments.length === 0) return NONE;
  const placed = new Map<AstNode, { before: string[]; after: string[] }>();
  const said = comments.flatMap((comment) => {
    const words = comment.type === 'directive' ? undefined : commentText(comment);
    return words === undefined || isCommentedOut(words) ? [] : [withFields(comment, { words })];
  });
  if (said.length === 0) return placed;
  const { anchors, statements, withs } = anchorsIn(roots);
  const tree = new AnchorTree(anchors);
  const inAll = commonPart(statements);
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
    const { around, before, after } = tree.neighbours(comment);
    const behind = before && !/[\r\n]/.test(text.slice(before.end, comment.start));
    if (!comment.ownLine && behind) entry(before).after.push(comment.words);
    else if (after && isNext(statements, comment, after)) entry(ahead(after, comment)).before.push(comment.words);
    else if (before && isInside(before, inAll)) entry(before).before.push(comment.words);
    else if (around) entry(around).before.push(comment.words);
  }
  return placed;
}

const NONE: ReadonlyMap<AstNode, BoundComments> = new Map();

/** What lies in each of the statements. */
function commonPart(statements: readonly AstNode[]): Place {
  let start = Number.NEGATIVE_INFINITY;
  let end = Number.POSITIVE_INFINITY;
  for (const each of statements) {
    start = Math.max(start, each.start);
    end = Math.min(end, each.end);
  }
  return { start, end };
}

/** Whether no other statement begins between the comment and the node. `statements` are in the order of the text. */
function isNext(statements: readonly AstNode[], comment: Place, anchor: Anchor): boolean {
  for (let i = firstAfter(statements, comment.end); i < statements.length; i++) {
    const each = statements[i];
    if (!each || each.start > anchor.start) return true;
    if (!isInside(anchor, each)) return false;
  }
  return true;
}
