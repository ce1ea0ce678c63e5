import type { Bound } from '@datamigrate/tsql-binder';

type Leaving = 'break' | 'continue';

/** Whether a body has a BREAK or CONTINUE of its own, and not one of a loop inside it. */
export function leavesRounds(
  body: readonly Bound.BoundStatement[],
  kinds: readonly Leaving[] = ['break', 'continue'],
): boolean {
  return body.some((statement) => {
    switch (statement.kind) {
      case 'break':
      case 'continue':
        return kinds.includes(statement.kind);
      case 'if':
        return leavesRounds([...statement.then, ...(statement.otherwise ?? [])], kinds);
      case 'block':
        return leavesRounds(statement.statements, kinds);
      case 'try-catch':
        return leavesRounds([...statement.try, ...statement.catch], kinds);
      default:
        return false;
    }
  });
}
