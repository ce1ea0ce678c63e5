import type { TraceLine } from '@datamigrate/contracts';

/** Lines of the T-SQL that a model was made from, as `16-22, 34`; empty when the trace names none. */
export function tsqlLines(trace: readonly TraceLine[], model: string): string {
  const made = trace.filter(({ state, models }) => state === 'converted' && models.includes(model));
  // CREATE holds all the others.
  const statements = made.length > 1 ? made.filter(({ ordinal }) => ordinal > 1) : made;
  const ranges: [number, number][] = [];
  for (const { line, endLine = line } of [...statements].sort((a, b) => a.line - b.line)) {
    const last = ranges.at(-1);
    if (last && line <= last[1] + 1) last[1] = Math.max(last[1], endLine);
    else ranges.push([line, endLine]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
