import { displayName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { someNode } from '../program/rewrite-tree.js';
import { absorbAll } from './fates.js';
import type { Place } from './place.js';
import { anyWay } from './run-flow.js';

/**
 * TRY: the way that succeeds. A model that fails is not built at all, as after the CATCH of a load that rolls back, logs
 * and throws on. A CATCH that writes rows somewhere else means more than that. Where the procedure itself raises an error
 * and its CATCH does not throw it on, the CATCH is what it jumps to.
 */
export function runTryCatch(
  program: Program,
  statement: Bound.BoundTryCatch,
  { inTry }: Place,
  run: (statements: readonly Bound.BoundStatement[], inTry: boolean) => void,
): string {
  const written = writtenIn(program, statement.catch);
  if (written !== undefined) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: `CATCH that writes ${written}` }, statement.span),
    );
  }
  const { active: before, isCaught, raised } = program;
  const first = raised.length;
  const isOuterCaught = inTry && isCaught;
  program.isCaught = isOuterCaught || statement.catch.at(-1)?.kind !== 'throw';
  run(statement.try, true);
  const own = program.isCaught ? raised.splice(first) : [];
  program.isCaught = isOuterCaught;
  if (own.length === 0) {
    absorbAll(program, statement.catch, 'it runs after an error only, and then the model is not built');
    return 'dbt builds a model as a whole or not at all';
  }
  const ofTry = program.active;
  const caught = anyWay(program, own);
  runCatch(program, caught, () => run(statement.catch, inTry));
  const isWhole = program.active === caught && !someNode(statement.try, ({ kind }) => LEAVES.has(kind));
  program.active = isWhole ? before : anyWay(program, [ofTry, program.active]);
  return 'its CATCH runs where the procedure raises an error';
}

const LEAVES: ReadonlySet<string> = new Set(['break', 'continue', 'execute-procedure', 'goto', 'return']);

function runCatch(program: Program, caught: Condition, run: () => void): void {
  const { isCatching } = program;
  program.active = caught;
  program.isCatching = true;
  run();
  program.isCatching = isCatching;
}

/** A table that is no log, written after an error. */
function writtenIn(program: Program, statements: readonly Bound.BoundStatement[]): string | undefined {
  for (const statement of statements) {
    const inner =
      statement.kind === 'if'
        ? [...statement.then, ...(statement.otherwise ?? [])]
        : statement.kind === 'block'
          ? statement.statements
          : statement.kind === 'try-catch'
            ? [...statement.try, ...statement.catch]
            : statement.kind === 'while'
              ? statement.body
              : [];
    const target = targetOf(statement);
    if (target?.kind === 'table' && program.environment.keptElsewhere(target.object) === undefined)
      return displayName(target.object);
    const found = writtenIn(program, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function targetOf(statement: Bound.BoundStatement): Bound.BoundStoredTable | undefined {
  if (statement.kind === 'insert' || statement.kind === 'truncate-table') return statement.target;
  if (statement.kind === 'update' || statement.kind === 'delete' || statement.kind === 'merge')
    return statement.target.table;
  return undefined;
}
