import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition, notTrue } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { rowsUnder, rowsWhere, unionAll } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';

/** IF: both branches are worked through, each under its condition. */
export function runIf(
  program: Program,
  statement: Bound.BoundIf,
  condition: Condition,
  run: (statements: readonly Bound.BoundStatement[], condition: Condition) => void,
): void {
  const test = program.named(program.resolve(statement.condition));
  run(statement.then, both(condition, test));
  if (statement.otherwise) run(statement.otherwise, both(condition, notTrue(test)));
}

/** RETURN and THROW: what follows runs only where they did not. */
export function runReturn(program: Program, condition: Condition): void {
  if (!condition) {
    program.active = never(program);
    return;
  }
  const active = both(program.active, notTrue(condition));
  program.active = active && program.named(active);
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
