import type { StatementState, TraceLine } from '@datamigrate/contracts';

/** Lines of a text, as numbered in it, and how they are shown. */
export interface LineMark {
  readonly from: number;
  readonly to: number;
  readonly kind: StatementState | 'chosen' | 'linked';
}

export function lastLine({ line, endLine }: TraceLine): number {
  return endLine ?? line;
}

/** The innermost statement on a line: the one that begins last; of several on one line the first. */
export function statementAt(trace: readonly TraceLine[], line: number): TraceLine | null {
  let found: TraceLine | null = null;
  for (const one of trace) {
    if (one.line > line || lastLine(one) < line) continue;
    if (found === null || one.line > found.line) found = one;
  }
  return found;
}

export function statementsOf(trace: readonly TraceLine[], model: string): TraceLine[] {
  return trace.filter(({ models }) => models.includes(model));
}

/** Each line in the state of its innermost statement, neighbours of one state together. */
export function stateMarks(trace: readonly TraceLine[]): LineMark[] {
  const states = new Map<number, StatementState>();
  // Outer statements begin earlier, so inner ones write over them.
  const outerFirst = [...trace].sort((a, b) => a.line - b.line || lastLine(b) - lastLine(a));
  for (const one of outerFirst) {
    for (let line = one.line; line <= lastLine(one); line += 1) states.set(line, one.state);
  }
  const marks: LineMark[] = [];
  for (const [line, kind] of [...states].sort(([a], [b]) => a - b)) {
    const before = marks.at(-1);
    if (before?.kind === kind && before.to === line - 1) marks[marks.length - 1] = { ...before, to: line };
    else marks.push({ from: line, to: line, kind });
  }
  return marks;
}

/** The lines of statements that became a model, without the outer ones that only hold others. */
export function linkMarks(trace: readonly TraceLine[], model: string): LineMark[] {
  const those = statementsOf(trace, model);
  const holds = (outer: TraceLine, inner: TraceLine) =>
    outer !== inner && outer.line <= inner.line && lastLine(outer) >= lastLine(inner) && outer.ordinal < inner.ordinal;
  return those
    .filter((one) => !trace.some((other) => holds(one, other)))
    .map((one) => ({ from: one.line, to: lastLine(one), kind: 'linked' as const }));
}
