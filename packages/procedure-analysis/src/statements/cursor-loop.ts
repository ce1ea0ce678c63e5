import type { Bound } from '@datamigrate/tsql-binder';
import { integer } from '../program/conditions.js';
import { known } from '../program/known.js';
import { type AnyNode, rewriteTree, someNode } from '../program/rewrite-tree.js';
import { harmless } from './harmless.js';
import { leavesRounds } from './leaves-rounds.js';
import { sameTargets } from './run-cursor-loop.js';

/** A loop over a cursor that fetches before it and at the end of its body, and nowhere else. */
export interface CursorLoop {
  readonly loop: Bound.BoundWhile;
  /** The FETCH of the first row, where the loop has it inside. */
  readonly fetch: Bound.BoundFetchCursor | undefined;
  /** What stood in the loop to fetch rows and to find their end. */
  readonly fetching: readonly Bound.BoundStatement[];
}

/** Undefined for a loop that does not run as long as a cursor gives rows. */
export function cursorLoop(loop: Bound.BoundWhile): CursorLoop | undefined {
  if (goesOnWithRows(loop.condition)) return withLastFetch({ loop, fetch: undefined, fetching: [] });
  return known(loop.condition) === true ? endlessLoop(loop) : undefined;
}

/**
 * `WHILE 1 = 1 BEGIN FETCH …; IF @@FETCH_STATUS <> 0 BREAK; … END`, with the work in the IF as `IF @@FETCH_STATUS = 0
 * BEGIN … END ELSE BREAK`, or with the IF first and the FETCH at the end.
 */
function endlessLoop(loop: Bound.BoundWhile): CursorLoop | undefined {
  const [first, second, ...work] = loop.body;
  if (first?.kind === 'fetch-cursor' && second?.kind === 'if') {
    const end = { ...second, then: [], otherwise: undefined };
    if (endsWithRows(second)) {
      const rounds = { ...loop, body: [...work, first] };
      return { loop: rounds, fetch: first, fetching: [second] };
    }
    const { condition, then, otherwise } = second;
    if (!goesOnWithRows(condition) || !otherwise || !isEnd(otherwise)) return undefined;
    return { loop: { ...loop, body: [...then, ...work, first] }, fetch: first, fetching: [end, ...otherwise] };
  }
  if (first?.kind !== 'if' || !endsWithRows(first)) return undefined;
  const rounds = { ...loop, body: loop.body.slice(1) };
  return withLastFetch({ loop: rounds, fetch: undefined, fetching: [first] });
}

/** Whether a condition holds behind a FETCH that has found a row, and not behind one that has found none. */
function goesOnWithRows(condition: Bound.BoundPredicate): boolean {
  return asksForStatus(condition) && holdsAt(condition, 0) === true && holdsAt(condition, -1) === false;
}

function endsWithRows({ condition, then, otherwise }: Bound.BoundIf): boolean {
  if (otherwise || !isEnd(then) || !asksForStatus(condition)) return false;
  return holdsAt(condition, 0) === false && holdsAt(condition, -1) === true;
}

/** BREAK, at most behind CLOSE and DEALLOCATE. */
function isEnd(statements: readonly Bound.BoundStatement[]): boolean {
  return (
    statements.at(-1)?.kind === 'break' &&
    statements
      .slice(0, -1)
      .every(
        (each) => each.kind === 'close-cursor' || each.kind === 'deallocate-cursor' || harmless(each) !== undefined,
      )
  );
}

function asksForStatus(condition: Bound.BoundPredicate): boolean {
  return someNode(condition, (node) => isStatus(node));
}

const isStatus = (node: AnyNode): boolean =>
  node.kind === 'system-variable' && 'name' in node && node.name === '@@FETCH_STATUS';

function holdsAt(condition: Bound.BoundPredicate, status: number): boolean | undefined {
  return known(rewriteTree(condition, (node) => (isStatus(node) ? integer(status, condition.span) : undefined)));
}

/**
 * The loop without the FETCH that stands before a CONTINUE: as at the end of the body, it gives the row of the next
 * round. Undefined where a CONTINUE would stay on its row.
 */
function withLastFetch(found: CursorLoop): CursorLoop | undefined {
  const { loop } = found;
  const last = loop.body.at(-1);
  if (!leavesRounds(loop.body, ['continue'])) return found;
  if (last?.kind !== 'fetch-cursor') return undefined;
  const fetching = [...found.fetching];
  const without = (statements: readonly Bound.BoundStatement[]): readonly Bound.BoundStatement[] | undefined => {
    const kept: Bound.BoundStatement[] = [];
    for (const statement of statements) {
      if (statement.kind === 'continue') {
        const before = kept.pop();
        if (before?.kind !== 'fetch-cursor' || !sameTargets(before, last)) return undefined;
        fetching.push(before);
        kept.push(statement);
      } else if (statement.kind === 'if') {
        const then = without(statement.then);
        const otherwise = statement.otherwise && without(statement.otherwise);
        if (!then || (statement.otherwise && !otherwise)) return undefined;
        kept.push({ ...statement, then, otherwise });
      } else if (statement.kind === 'try-catch' || statement.kind === 'block') {
        if (leavesRounds([statement])) return undefined;
        kept.push(statement);
      } else kept.push(statement);
    }
    return kept;
  };
  const body = without(loop.body);
  return body && { ...found, loop: { ...loop, body }, fetching };
}
