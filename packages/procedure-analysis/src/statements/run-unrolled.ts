import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { attempt } from '../program/attempt.js';
import { constantRows } from '../program/constant-rows.js';
import { known } from '../program/known.js';
import type { Program } from '../program/program.js';

/** A loop that goes on longer is not written out. */
const MOST_ROUNDS = 200;

/**
 * A loop whose rounds are known beforehand, each with values of its own, as over a list of table names: its body, once a
 * round. False where the end of the loop depends on rows or parameters.
 */
export function runUnrolled(
  program: Program,
  loop: Bound.BoundWhile,
  run: (body: Bound.BoundWhile['body']) => void,
): boolean {
  if (known(program.resolve(loop.condition)) === undefined) return false;
  return !attempt(program, () => {
    for (let round = 0; ; round++) {
      const goesOn = known(program.resolve(loop.condition));
      if (goesOn === false) return;
      if (goesOn === undefined || round === MOST_ROUNDS) refuse(program, loop);
      once(program, round, () => run(loop.body));
    }
  });
}

/** A cursor over rows that are the same for every run: the body once a row. */
export function runListed(
  program: Program,
  loop: Bound.BoundWhile,
  { query, into }: { readonly query: Bound.BoundQuery; readonly into: readonly Bound.BoundVariableTarget[] },
  run: (body: Bound.BoundWhile['body']) => void,
): boolean {
  const rows = constantRows(program, query);
  if (!rows || rows.length > MOST_ROUNDS) return false;
  return !attempt(program, () => {
    for (const [round, row] of rows.entries()) {
      into.forEach(({ name }, i) => {
        const value = row[i];
        if (value) program.variables.set(name.toLowerCase(), value);
      });
      once(program, round, () => run(loop.body));
    }
  });
}

/** Each statement has one fate, that of its first round; one that is refused in a later round is refused. */
function once(program: Program, round: number, run: () => void): void {
  const before = program.fates.length;
  run();
  if (round === 0) return;
  const later = program.fates.splice(before);
  const refused = later.find(({ state }) => state === 'refused');
  if (refused?.diagnostic) program.refuse(refused.diagnostic);
  for (const fate of later) {
    const at = program.fates.findIndex(({ span }) => span === fate.span);
    const first = program.fates[at];
    if (!first) program.fates.push(fate);
    else if (fate.tables.length > 0) {
      program.fates[at] = { ...first, tables: [...new Set([...first.tables, ...fate.tables])] };
    }
  }
}

function refuse(program: Program, { span }: Bound.BoundWhile): never {
  return program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'when the loop ends' }, span));
}
