import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, notTrue } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { rowsUnder, rowsWhere, unionAll } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';
import { excludes, isOpposite, type Transaction } from '../program/transaction.js';

type Tables = Transaction['tables'];

/** BEGIN TRANSACTION: only the outermost one is what a ROLLBACK goes back to. */
export function runBegin(program: Program, condition: Condition): void {
  const { transaction: open, active, row } = program;
  if (!open) {
    program.transaction = {
      tables: new Map(program.tables),
      savepoints: new Map(),
      active,
      depth: 1,
      ended: condition ? [notTrue(condition)] : [],
      isUnsure: row !== undefined,
    };
  } else if (condition || row || open.ended.length > 0) program.transaction = { ...open, isUnsure: true };
  else program.transaction = { ...open, depth: open.depth + 1 };
}

/** COMMIT: what has happened since the outermost BEGIN stays. */
export function runCommit(program: Program, placed: Condition): void {
  const { transaction: open, active, row } = program;
  if (!open) return;
  const isCertain = !placed && (active === open.active || (program.jumps.size === 0 && !program.isCaught));
  if (isCertain && row && open.isUnsure) program.transaction = undefined;
  else if (row || (open.depth > 1 && !isCertain)) program.transaction = { ...open, isUnsure: true };
  else if (open.depth > 1) program.transaction = { ...open, depth: open.depth - 1 };
  else end(program, open, isCertain ? undefined : both(active, placed));
}

/** SAVE TRANSACTION: where a ROLLBACK with its name goes back to. */
export function runSave({ transaction, tables }: Program, { name }: Bound.BoundTransaction): Transaction | undefined {
  if (!transaction || !name || !('name' in name)) return transaction;
  return { ...transaction, savepoints: new Map(transaction.savepoints).set(name.name, new Map(tables)) };
}

/** ROLLBACK: tables are again as they were when the transaction began, or at the savepoint. */
export function runRollback(program: Program, condition: Condition, name?: Bound.BoundTransaction['name']): void {
  const { transaction: open } = program;
  if (!open) return;
  const refuse = (statement: string): never => {
    const span = condition?.span ?? { start: 0, end: 0 };
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
  };
  if (program.renamed.size > 0) refuse('ROLLBACK behind sp_rename');
  if (open.isUnsure) refuse('ROLLBACK of a transaction that rounds or branches begin or end');
  if (name && 'variable' in name && open.savepoints.size > 0) refuse('ROLLBACK to a variable');
  const saved = name && 'name' in name ? open.savepoints.get(name.name) : undefined;
  const reached = open.ended.filter((each) => !excludes(condition, each)).reduce<Condition>(unless, condition);
  goBack(program, saved ?? open.tables, reached);
  if (!saved) end(program, open, condition);
}

const unless = (condition: Condition, not: Bound.BoundPredicate): Condition => both(condition, notTrue(not));

function end(program: Program, open: Transaction, condition: Condition): void {
  if (!condition || open.ended.some((each) => isOpposite(each, condition))) program.transaction = undefined;
  else program.transaction = { ...open, ended: [...open.ended, condition] };
}

/** What a table variable holds is not part of a transaction. */
function goBack(program: Program, before: Tables, condition: Condition): void {
  for (const table of [...program.tables.values()]) {
    const { key, object } = table;
    if (key.startsWith('@')) continue;
    const former = before.get(key);
    if (!object && !former) {
      if (!condition) program.tables.delete(key);
      continue;
    }
    const old = former ?? { ...table, version: { kind: 'before' as const }, written: false, added: [] };
    if (old.version === table.version) continue;
    program.set(condition ? either(program, condition, old, table) : old);
  }
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
