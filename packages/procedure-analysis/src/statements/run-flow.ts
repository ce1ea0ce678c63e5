import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition, decided, notTrue } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { known } from '../program/known.js';
import type { Program } from '../program/program.js';
import type { UnrolledLoop } from '../program/unrolled-loop.js';
import type { ForwardLabel } from './forward-labels.js';

/** IF: both branches are worked through, each under its condition, which is resolved already. */
export function runIf(
  program: Program,
  statement: Bound.BoundIf,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[], condition: Condition) => void,
): void {
  const test = program.named(statement.condition);
  run(statement.then, both(condition, test));
  if (statement.otherwise) run(statement.otherwise, both(condition, notTrue(test)));
}

/** RETURN and THROW: what follows runs only where they did not, in the rounds to come too. */
export function runReturn(program: Program, condition: Condition): void {
  const { active } = program;
  const stays = unless(program, condition);
  runContinue(program, condition);
  const mark = (loop: UnrolledLoop): UnrolledLoop => ({
    ...left(program, loop, active),
    outer: loop.outer && mark(loop.outer),
    stays: both(loop.stays, stays ?? never(program)),
    isOver: loop.isOver || stays === undefined,
  });
  program.unrolled &&= mark(program.unrolled);
}

/** CONTINUE: what follows in the round runs only where the round goes on. */
export function runContinue(program: Program, condition: Condition): void {
  if (!condition) {
    program.active = never(program);
    return;
  }
  const active = both(program.active, notTrue(condition));
  program.active = active && program.named(active, program.unrolled && LONG_IN_ROUNDS);
}

/** GOTO: what stands before its label runs only where it does not jump. */
export function runGoto(program: Program, label: string, condition: Condition): void {
  const jumped = program.jumps.get(label) ?? [];
  program.jumps.set(label, [...jumped, both(program.active, condition)]);
  runContinue(program, condition);
}

/** What a label is reached by: the statements before it, and jumps. */
export function runLabel(program: Program, { name, isOnlyWay }: ForwardLabel, before: Condition): void {
  const ways = [program.active, ...(program.jumps.get(name) ?? [])];
  program.jumps.delete(name);
  // Whether it was jumped over or not, what follows runs.
  program.active = isOnlyWay ? before : anyWay(program, ways);
}

/** What is reached in one of several ways. */
export function anyWay(program: Program, all: readonly Condition[]): Condition {
  const ways = all.filter((way) => !way || known(way) !== false);
  const operands = ways.flatMap((way) => way ?? []);
  const [first, ...more] = operands;
  if (operands.length < ways.length) return undefined;
  if (!first || more.length === 0) return first ?? never(program);
  return program.named({ kind: 'logical', operator: 'OR', operands, span: first.span });
}

/** Every round of a loop that is written out has the conditions of those before it. */
export const LONG_IN_ROUNDS = 30;

/** BREAK in a loop that is written out: neither does the rest of the round run, nor do the rounds to come. */
export function runBreak(program: Program, loop: UnrolledLoop, condition: Condition): void {
  const { active } = program;
  const goesOn = unless(program, condition);
  runContinue(program, condition);
  // Where another round would follow, this BREAK has been reached.
  const isOver = loop.isOver || goesOn === undefined || (!condition && active === loop.certain);
  program.unrolled = { ...left(program, loop, active), goesOn: both(loop.goesOn, goesOn), isOver };
}

/** Where rounds follow, the loop has not been left here; but the round may have gone on to the next one before. */
function left({ active }: Program, loop: UnrolledLoop, before: Condition): UnrolledLoop {
  if (loop.certain !== before) return loop;
  return { ...loop, certain: active, implied: [...loop.implied, ...conjuncts(active)] };
}

/** That a statement is not reached; undefined where it is reached whatever the rows are. */
function unless(program: Program, condition: Condition): Condition {
  const reached = both(program.active, condition);
  return reached && program.named(notTrue(reached), program.unrolled && LONG_IN_ROUNDS);
}

const never = ({ active }: Program): Condition => decided(false, active?.span ?? { start: 0, end: 0 });
