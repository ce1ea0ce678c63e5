import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { attempt } from '../program/attempt.js';
import { both, type Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { carriedValue } from '../program/row-loop.js';
import { emptied } from '../program/table-state.js';
import { setsWeekStart } from '../program/week-start.js';
import { assignedIn } from './assigned-in.js';
import { cursorLoop } from './cursor-loop.js';
import { absorbAll, namesOf, touchedSince } from './fates.js';
import { noteFetch } from './note-fetch.js';
import { numberedRows } from './numbered-rows.js';
import type { Place, RunInPlace } from './place.js';
import { hasBatches, runBatchLoop } from './run-batch-loop.js';
import { attemptCount, countLoop } from './run-count-loop.js';
import { lastFetch, runCursorLoop } from './run-cursor-loop.js';
import { keyWalk, runKeyWalk } from './run-key-walk.js';
import { runLevelLoop } from './run-level-loop.js';
import { rangeLoop, runRangeLoop } from './run-range-loop.js';
import { runStateLoop } from './run-state-loop.js';
import { runUnrolled } from './run-unrolled.js';
import { runStatedCursor } from './stated-cursor.js';
import { todoRows } from './todo-rows.js';

/** WHILE: the first family of loops that it belongs to states all of its rounds at once. */
export function runLoop(
  program: Program,
  given: Bound.BoundWhile,
  place: Place,
  runAll: RunInPlace,
): readonly string[] {
  const before = program.fates.length;
  if (setsWeekStart(given.body)) {
    const params = { statement: 'SET DATEFIRST in a loop' };
    return program.refuse(analysisDiagnostics.create('analyse-statement', params, given.span));
  }
  const cursor = cursorLoop(given);
  const statement = cursor?.loop ?? given;
  if (cursor) {
    if (cursor.fetch) program.fetched = cursor.fetch;
    const { reading, fetched } = program;
    const read = fetched && reading.get(fetched.cursor.name.toLowerCase());
    if (read && (read.fetches !== (cursor.fetch ? 0 : 1) || read.condition !== place.condition)) {
      const carried = 'the row of the cursor with which it begins';
      return program.refuse(analysisDiagnostics.create('analyse-loop', { carried }, given.span));
    }
    absorbAll(program, cursor.fetching, 'the rows of the cursor are read as a whole');
    runCursorLoop(program, statement, place.condition, (inner) => runAll(inner, { ...place, condition: undefined }));
    if (fetched) noteFetch(program, fetched.cursor, Number.POSITIVE_INFINITY);
    const last = lastFetch(statement.body);
    if (last)
      program.fates.push({
        span: last.span,
        state: 'absorbed',
        reason: 'the rows of the cursor are read as a whole',
        tables: [],
      });
  } else {
    if (runBatches(program, statement, place, runAll)) return touchedSince(program, before);
    const range = rangeLoop(statement);
    const inRound = (inner: readonly Bound.BoundStatement[]): void => runAll(inner, { ...place, condition: undefined });
    const levels = range ? undefined : runLevelLoop(program, statement, both(program.active, place.condition));
    if (levels) {
      program.fates.push(...insertFates(program, statement, levels.key));
      absorbAll(program, levels.counting, 'all levels are worked through at once');
      return touchedSince(program, before);
    }
    const counted = range ? undefined : countLoop(statement);
    if (counted && !attemptCount(program, statement, counted, place.condition, inRound)) {
      absorbAll(program, counted.counting, 'all rounds are worked through at once');
      return touchedSince(program, before);
    }
    const unrolled = range ? false : runUnrolled(program, statement, place.condition, (inner) => runAll(inner, place));
    if (unrolled) return touchedSince(program, before);
    const stated = range ? undefined : runStated(program, statement, place.condition, inRound);
    if (stated === true) return touchedSince(program, before);
    if (!range && runUnrolled(program, statement, place.condition, (inner) => runAll(inner, place), 'rows'))
      return touchedSince(program, before);
    const walk = range ? undefined : keyWalk(statement);
    if (walk && !attempt(program, () => runKeyWalk(program, walk, place.condition, inRound))) {
      absorbAll(program, [walk.advance], 'all keys are worked through at once');
      return touchedSince(program, before);
    }
    if (!range) {
      const refusal = attempt(program, () => runStateLoop(program, statement, place.condition, inRound));
      if (!refusal) return touchedSince(program, before);
      const carried = 'which rows a batch takes, as the loop may end before none is left, or take some of them again';
      return program.refuse(
        hasBatches(statement)
          ? analysisDiagnostics.create('analyse-loop', { carried }, statement.span)
          : (stated ?? refusal),
      );
    }
    runRangeLoop(program, range, statement.condition, place.condition, (inner, condition) =>
      runAll(inner, { ...place, condition }),
    );
    absorbAll(program, range.counting, 'all batches are worked through at once');
    for (const [name, type] of assignedIn(statement.body))
      program.variables.set(name, carriedValue(name, type, statement.span));
  }
  return touchedSince(program, before);
}

/** A loop that goes through rows without a cursor: true where it could be stated, else why not, if it is one. */
function runStated(
  program: Program,
  loop: Bound.BoundWhile,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[]) => void,
): true | Diagnostic | undefined {
  let isOne = false;
  const refusal = attempt(program, () => {
    const todo = todoRows(program, loop);
    const stated = todo ?? numberedRows(program, loop);
    isOne = stated !== undefined;
    if (!stated) return;
    const { active } = program;
    runStatedCursor(program, loop, stated, condition, run);
    if (todo?.emptied && !condition && !active) program.set(emptied(todo.emptied));
    absorbAll(program, stated.fetching, 'the rows are read as those of a cursor');
  });
  return isOne ? (refusal ?? true) : undefined;
}

/** All rows of the batches of a loop at once; false where it is no such loop. */
function runBatches(program: Program, loop: Bound.BoundWhile, place: Place, runAll: RunInPlace): boolean {
  let work: Bound.BoundStatement | undefined;
  const refused = attempt(program, () => {
    work = runBatchLoop(program, loop, (inner, condition) =>
      runAll(inner, { ...place, condition: both(place.condition, condition) }),
    );
  });
  if (refused || !work) return false;
  const told = new Set(program.fates.map(({ span }) => span));
  absorbAll(program, loop.body, 'all batches are worked through at once', told);
  return true;
}

function insertFates(program: Program, { body }: Bound.BoundWhile, key: string): Program['fates'] {
  const tables = namesOf(program, [key]);
  return body.filter(({ kind }) => kind === 'insert').map(({ span }) => ({ span, state: 'converted', tables }));
}
