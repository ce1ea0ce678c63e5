import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, notTrue } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import type { Program } from '../program/program.js';
import { rowsUnder, rowsWhere, unionAll } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';
import type { UnrolledLoop } from '../program/unrolled-loop.js';

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

function never({ active }: Program): Condition {
  const span = active?.span ?? { start: 0, end: 0 };
  const literal = (value: bigint): Bound.BoundLiteral => ({
    kind: 'literal',
    type: { name: 'int' },
    nullable: false,
    value,
    span,
  });
  return { kind: 'comparison', operator: '=', left: literal(1n), right: literal(0n), span };
}

export function runBegin(program: Program): void {
  program.transaction ??= new Map(program.tables);
}

/** ROLLBACK: tables are again as they were when the transaction began. */
export function runRollback(program: Program, condition: Condition): void {
  const before = program.transaction;
  if (!before) return;
  if (program.renamed.size > 0) {
    const statement = 'ROLLBACK behind sp_rename';
    program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement }, condition?.span ?? { start: 0, end: 0 }),
    );
  }
  for (const table of [...program.tables.values()]) {
    if (!table.object) continue;
    const old = before.get(table.key) ?? { ...table, version: { kind: 'before' as const }, written: false, added: [] };
    if (old.version === table.version) continue;
    program.set(condition ? either(program, condition, old, table) : old);
  }
  if (!condition) program.transaction = undefined;
}

/** One of two versions of a table, by a condition. */
function either(program: Program, condition: Bound.BoundPredicate, a: TableState, b: TableState): TableState {
  const { span } = condition;
  const rows = (table: TableState, under: Bound.BoundPredicate): Bound.BoundQuery | undefined =>
    table.version.kind === 'empty'
      ? undefined
      : rowsUnder(program, rowsWhere(table, program.newId(), undefined, span), under);
  const left = rows(a, condition);
  const right = rows(b, notTrue(condition));
  const query = left && right ? unionAll(left, right) : (left ?? right);
  if (!query) return b;
  const keys = a.keys.filter((key) => b.keys.some((other) => other.join() === key.join()));
  return program.write(b, query, { keys }, [' chosen']);
}
