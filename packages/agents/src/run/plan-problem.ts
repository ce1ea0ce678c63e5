/** A fault of an edited plan, with the line of the file where there is one. */
export interface PlanProblem {
  readonly line?: number;
  readonly text: string;
}

/** `objects[3].action (dbo.Orders): invalid option …`: the field as the file nests it, and the object it is about. */
export function locatedProblem(
  path: readonly PropertyKey[],
  fault: string,
  line: number | undefined,
  object: string | undefined,
): PlanProblem {
  const field = path.map((key, i) => (typeof key === 'number' ? `[${key + 1}]` : `${i > 0 ? '.' : ''}${String(key)}`));
  const about = object === undefined ? '' : ` (${object})`;
  const text = path.length === 0 ? fault : `${field.join('')}${about}: ${fault}`;
  return line === undefined ? { text } : { line, text };
}

export function unlocatedProblem(text: string): PlanProblem {
  return { text };
}

const SHOWN = 5;

/** All problems as one text. */
export function describeProblems(problems: readonly PlanProblem[]): string {
  const shown = problems.slice(0, SHOWN).map(({ line, text }) => (line === undefined ? text : `line ${line}, ${text}`));
  if (problems.length > SHOWN) shown.push(`and ${problems.length - SHOWN} more`);
  return shown.join('; ');
}
