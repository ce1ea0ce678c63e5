import type { AstNode } from '@datamigrate/tsql-syntax';

/** A part of the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A node that comments may belong to, and the text that counts as its own. */
export interface Anchor extends Place {
  readonly node: AstNode;
}

/** An anchor with those inside it, in the order of the text; they do not overlap. */
interface Branch extends Anchor {
  readonly inner: Branch[];
}

/** What lies around a place; of what lies in that, what ends before the place and what starts behind it. */
export interface Neighbours {
  readonly around: Anchor | undefined;
  /** Of several that end at one place the smallest one. */
  readonly before: Anchor | undefined;
  /** Of several that start at one place the largest one. */
  readonly after: Anchor | undefined;
}

export const isInside = (inner: Place, outer: Place): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** Anchors by the anchors around them, so that a comment looks at few of them. */
export class AnchorTree {
  readonly #roots: Branch[] = [];

  constructor(anchors: readonly Anchor[]) {
    const sorted = [...anchors].sort((a, b) => a.start - b.start || b.end - a.end);
    const open: Branch[] = [];
    for (const anchor of sorted) {
      const branch: Branch = { node: anchor.node, start: anchor.start, end: anchor.end, inner: [] };
      let outer = open.at(-1);
      while (outer && !isInside(anchor, outer)) {
        open.pop();
        outer = open.at(-1);
      }
      (outer?.inner ?? this.#roots).push(branch);
      open.push(branch);
    }
  }

  neighbours(place: Place): Neighbours {
    let around: Branch | undefined;
    let level = this.#roots;
    for (;;) {
      const next = firstAfter(level, place.start);
      const last = level[next - 1];
      if (last && last.start < place.start && place.end < last.end) {
        if (!around || last.end - last.start < around.end - around.start) around = last;
        level = last.inner;
      } else {
        return { around, before: last && smallestEnding(last), after: level[next] };
      }
    }
  }
}

/** The index of the first of `places`, which are in order, that does not start before a place. */
export function firstAfter(places: readonly Place[], start: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The smallest anchor that ends where a branch does. */
function smallestEnding(branch: Branch): Branch {
  let smallest = branch;
  for (let inner = branch; ; ) {
    const last = inner.inner.at(-1);
    if (last?.end !== branch.end) return smallest;
    if (last.start > smallest.start) smallest = last;
    inner = last;
  }
}
