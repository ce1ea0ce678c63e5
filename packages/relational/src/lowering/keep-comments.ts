import type { Commented, RelComments } from '../tree/comments.js';
import type { RelQuery } from '../tree/query.js';
import { isLeaf } from '../tree/same-tree.js';

/** The comments of the source that lowering has met: each goes to one place. */
export class SeenComments {
  #seen: Set<RelComments> | undefined;

  /** The comments of a bound node for the node that it becomes; none where another one has them already. */
  take(comments: RelComments | undefined): RelComments | undefined {
    if (!comments || this.#seen?.has(comments)) return undefined;
    this.#seen ??= new Set();
    this.#seen.add(comments);
    return comments;
  }

  /** The query with all that was met: what was about parts that are gone stands on top. */
  keptIn(query: RelQuery): RelQuery {
    if (!this.#seen) return query;
    const kept = new Set<string>();
    collect(query, kept);
    const lost = [...this.#seen]
      .flatMap(({ before, after }) => [...before, ...after])
      .filter((text) => !kept.has(text));
    return lost.length === 0 ? query : { ...query, ...together({ comments: { before: lost, after: [] } }, query) };
  }
}

/** The comments of two nodes that become one. */
export function together(first: Commented, second: Commented): Commented {
  if (!first.comments || !second.comments)
    return first.comments ? { comments: first.comments } : { comments: second.comments };
  const { comments: a } = first;
  const { comments: b } = second;
  return { comments: { before: [...a.before, ...b.before], after: [...a.after, ...b.after] } };
}

/** Where no comments are. */
const UNCOMMENTED: ReadonlySet<string> = new Set(['type', 'columns', 'object', 'value', 'key']);

function collect(value: unknown, kept: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) collect(item, kept);
    return;
  }
  const node = value as Readonly<Record<string, unknown>> & Commented;
  const { comments } = node;
  if (isLeaf(node)) return;
  if (comments) for (const text of [...comments.before, ...comments.after]) kept.add(text);
  for (const key in node) {
    if (key === 'orderComments') collect({ comments: node[key] }, kept);
    else if (key !== 'comments' && !UNCOMMENTED.has(key)) collect(node[key], kept);
  }
}
