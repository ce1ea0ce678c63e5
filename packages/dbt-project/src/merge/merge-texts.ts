export interface MergedText {
  readonly text: string;
  /** Both sides changed the same lines in different ways; the text is then the one of the people, unchanged. */
  readonly conflict: boolean;
}

/** Beyond this, a table of all pairs of lines would cost more than a look at two files. */
const MOST_PAIRS = 16_000_000;

/**
 * What people made of a generated text, and what it is generated as today, in one: a merge by lines with the text as it
 * was generated before as common ground. What only one side changed is taken over; the same change counts once.
 */
export function mergeTexts(base: string, edited: string, generated: string): MergedText {
  if (edited === base || edited === generated) return { text: generated, conflict: false };
  if (generated === base) return { text: edited, conflict: false };
  const [b, e, g] = [base, edited, generated].map(linesOf) as [string[], string[], string[]];
  const [toEdited, toGenerated] = [matches(b, e), matches(b, g)];
  if (toEdited === undefined || toGenerated === undefined) return { text: edited, conflict: true };
  const merged: string[] = [];
  let [atB, atE, atG] = [0, 0, 0];
  while (atB <= b.length) {
    const next = nextCommon(atB, b.length, toEdited, toGenerated);
    const ends = [
      next,
      next === b.length ? e.length : at(toEdited, next),
      next === b.length ? g.length : at(toGenerated, next),
    ];
    const [endB = 0, endE = 0, endG = 0] = ends;
    const chosen = chooseChunk(b.slice(atB, endB), e.slice(atE, endE), g.slice(atG, endG));
    if (chosen === undefined) return { text: edited, conflict: true };
    merged.push(...chosen);
    if (next === b.length) break;
    merged.push(b[next] ?? '');
    [atB, atE, atG] = [next + 1, endE + 1, endG + 1];
  }
  return { text: merged.join('\n'), conflict: false };
}

const linesOf = (text: string): string[] => text.split('\n');
const at = (map: Int32Array, index: number): number => map[index] ?? -1;

/** The next line of the base that both sides still have; the number of lines when there is none. */
function nextCommon(from: number, length: number, a: Int32Array, b: Int32Array): number {
  let next = from;
  while (next < length && (at(a, next) < 0 || at(b, next) < 0)) next++;
  return next;
}

function chooseChunk(base: readonly string[], edited: readonly string[], generated: readonly string[]) {
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((line, i) => line === b[i]);
  if (same(edited, base)) return generated;
  if (same(generated, base) || same(edited, generated)) return edited;
  return undefined;
}

/** For each line of `from` its place in `to` in a longest common subsequence, or -1. */
function matches(from: readonly string[], to: readonly string[]): Int32Array | undefined {
  const result = new Int32Array(from.length).fill(-1);
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) result[start] = start++;
  let [endFrom, endTo] = [from.length, to.length];
  while (endFrom > start && endTo > start && from[endFrom - 1] === to[endTo - 1]) result[--endFrom] = --endTo;
  const [rows, columns] = [endFrom - start, endTo - start];
  if (rows * columns > MOST_PAIRS) return undefined;
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const [down, right] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0];
      const equal = from[start + i] === to[start + j];
      lengths[i * width + j] = equal ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (from[start + i] === to[start + j]) result[start + i++] = start + j++;
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return result;
}
