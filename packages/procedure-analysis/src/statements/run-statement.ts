import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, integer } from '../program/conditions.js';
import { known } from '../program/known.js';
import { limitRecursion } from '../program/limit-recursion.js';
import { nameOfKey } from '../program/name-of-key.js';
import { openedCtes } from '../program/open-ctes.js';
import type { Program } from '../program/program.js';
import { StatementRefusal } from '../program/refusal.js';
import { isRename } from '../program/renamed-names.js';
import { someNode } from '../program/rewrite-tree.js';
import { carriedValue } from '../program/row-loop.js';
import { countOf, rowsUnder } from '../program/rows.js';
import { setWeekStart } from '../program/week-start.js';
import { assign } from './assign.js';
import { declareCursor } from './current-row.js';
import { absorbAll, namesOf, touchedSince } from './fates.js';
import { forwardLabels } from './forward-labels.js';
import { harmless } from './harmless.js';
import { noteFetch } from './note-fetch.js';
import { lateDefault } from './parameter-defaults.js';
import type { Place } from './place.js';
import { firstRows, isCutOff, setRowLimit } from './row-limit.js';
import { runAlterTable } from './run-alter-table.js';
import type { CallOptions } from './run-call.js';
import { runDefinition } from './run-definition.js';
import { runDelete } from './run-delete.js';
import { runError } from './run-error.js';
import { runExecute } from './run-execute.js';
import { runBreak, runContinue, runGoto, runIf, runLabel, runReturn } from './run-flow.js';
import { runInsert } from './run-insert.js';
import { noteRunKey } from './run-key.js';
import { runLoop } from './run-loop.js';
import { runMerge } from './run-merge.js';
import { runRename } from './run-rename.js';
import { runSystemCall } from './run-system-call.js';
import { runCreateTable, runDropTable, runSelectInto } from './run-tables.js';
import { runBegin, runCommit, runRollback, runSave } from './run-transaction.js';
import { runTruncate } from './run-truncate.js';
import { runTryCatch } from './run-try.js';
import { runUpdate } from './run-update.js';
import { runDeclare, runSelectVariables, runSet } from './run-variables.js';
import { checkSideEffects } from './side-effects.js';
import { statementName } from './statement-name.js';

/** Works through statements in their order; each gets its fate, whatever becomes of the others. */
export function runStatements(program: Program, statements: readonly Bound.BoundStatement[], place: Place): void {
  const labels = forwardLabels(statements);
  const before: Condition[] = [];
  for (const { name } of labels.values()) program.jumps.set(name, []);
  for (const [i, statement] of statements.entries()) {
    before.push(program.active);
    const label = labels.get(i);
    if (label) runLabel(program, label, before[label.from]);
    if (program.active && known(program.active) === false) absorbAll(program, [statement], 'it is never reached');
    else runStatement(program, statement, place);
  }
}

function runStatement(program: Program, statement: Bound.BoundStatement, place: Place): void {
  const { span } = statement;
  const at = program.fates.length;
  const note = (fate: Program['fates'][number]): void => {
    program.fates.splice(at, 0, fate);
  };
  if (program.isCatching && !OF_CATCH.has(statement.kind) && !writesRows(statement)) {
    absorbAll(program, [statement], 'it only tells of an error');
    return;
  }
  const effect = harmless(statement);
  if (effect !== undefined) {
    if (statement.kind === 'begin-transaction') runBegin(program, place.condition);
    if (statement.kind === 'commit-transaction') runCommit(program, place.condition);
    program.tell(0, span);
    note({ span, state: 'absorbed', reason: effect, tables: [] });
    return;
  }
  try {
    if (!statement.valid) {
      program.refuse(analysisDiagnostics.create('analyse-unbound', { reason: 'a name in it is unknown.' }, span));
    }
    const { maxRecursion } = statement;
    program.maxRecursion = maxRecursion;
    const limited = maxRecursion === undefined ? statement : limitRecursion(statement, maxRecursion);
    const outcome = run(program, openedCtes(program, limited), place);
    if (typeof outcome === 'string') note({ span, state: 'absorbed', reason: outcome, tables: [] });
    else note({ span, state: 'converted', tables: namesOf(program, outcome) });
  } catch (error) {
    if (!(error instanceof StatementRefusal)) throw error;
    note({ span, state: 'refused', diagnostic: error.diagnostic, tables: [] });
  }
}

const VALUES: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'set-variable',
  'select-variables',
  'declare-variable',
  'execute-procedure',
  'execute-text',
]);

/** What matters of a CATCH; logs that it writes are told apart elsewhere. */
const OF_CATCH: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'begin-transaction',
  'block',
  'commit-transaction',
  'declare-variable',
  'goto',
  'if',
  'raiserror',
  'return',
  'rollback-transaction',
  'select-variables',
  'set-variable',
  'throw',
  'try-catch',
]);

/** They would stand for one round alone. */
const NOT_IN_LOOPS: ReadonlySet<Bound.BoundStatement['kind']> = new Set([
  'select',
  'select-into',
  'create-table',
  'alter-table',
  'declare-table-variable',
  'rollback-transaction',
  'declare-cursor',
  'set-cursor',
  'unbound',
]);

/** Tables that the statement writes, or why it is absorbed. */
function run(program: Program, statement: Bound.BoundStatement, place: Place): readonly string[] | string {
  const inside = both(program.active, place.condition);
  // Variables belong to the round; what is done to tables is done only where the loop runs at all.
  const condition = VALUES.has(statement.kind) ? inside : both(program.row?.outer, inside);
  if (program.row && NOT_IN_LOOPS.has(statement.kind))
    return refuseFlow(program, statement, `${statementName(statement)} in a loop`);
  if (isCutOff(program, statement))
    return refuseFlow(program, statement, `${statementName(statement)} behind SET ROWCOUNT`);
  if (writesRows(statement)) checkSideEffects(program, statement);
  switch (statement.kind) {
    case 'insert': {
      const reason = program.absorb(statement.target);
      if (reason === undefined) return runInsert(program, statement, calling(program, place, condition));
      noteRunKey(program, statement, condition);
      return reason;
    }
    case 'update':
      return program.absorb(statement.target.table) ?? runUpdate(program, statement, condition);
    case 'delete':
      return program.absorb(statement.target.table) ?? runDelete(program, statement, condition);
    case 'merge':
      return program.absorb(statement.target.table) ?? runMerge(program, statement, condition);
    case 'truncate-table':
      return program.absorb(statement.target) ?? runTruncate(program, statement, condition);
    case 'select-into':
      return runSelectInto(program, statement, condition);
    case 'select': {
      if (tellsOfRun(program, statement.query)) {
        program.tell(1, statement.span);
        return 'it tells the caller of the run, and what tables hold is not in it';
      }
      const query = firstRows(program, program.resolve(statement.query));
      if (!query) return refuseFlow(program, statement, 'SELECT with TOP behind SET ROWCOUNT');
      const rows = rowsUnder(program, query, condition);
      program.reports.push(rows);
      program.rowCount = rows.ctes.length > 0 ? undefined : countOf(program, rows);
      return [];
    }
    case 'set-option-value':
      return (
        setRowLimit(program, statement, condition) ??
        setWeekStart(program, statement, condition) ??
        refuseFlow(program, statement, `SET ${statement.option} here`)
      );
    case 'declare-variable':
      runDeclare(program, statement, condition);
      if (statement.declarations.some(({ value }) => value)) program.tell(1, statement.span);
      return [];
    case 'declare-table-variable':
      // It is there already, and one that is passed again keeps its rows.
      return [];
    case 'create-table':
      runCreateTable(program, statement.name, statement.table, statement.columns);
      return [];
    case 'alter-table':
      // Behind a RETURN nobody looks at the table any more.
      return runAlterTable(program, statement, place.condition);
    case 'drop-table':
      runDropTable(program, statement);
      return 'the table is not used behind it';
    case 'set-variable':
      runSet(program, statement, condition);
      program.tell(1, statement.span);
      return [];
    case 'select-variables':
      runSelectVariables(program, statement, condition);
      return [];
    case 'block':
      runStatements(program, statement.statements, place);
      return 'a block only groups';
    case 'if':
      return runCondition(program, statement, place);
    case 'try-catch':
      return runTryCatch(program, statement, place, (inner, inTry) =>
        runStatements(program, inner, { ...place, inTry }),
      );
    case 'continue':
      if ((program.unrolled ?? program.row)?.depth !== program.calls.length)
        return refuseFlow(program, statement, 'CONTINUE');
      runContinue(program, place.condition);
      return 'what follows runs only where the round goes on';
    case 'break':
      return leaveLoop(program, statement, place.condition);
    case 'return':
      if (program.row?.depth === program.calls.length) return refuseFlow(program, statement, 'RETURN in a loop');
      program.returns.push({ condition, value: statement.value && program.resolve(statement.value) });
      runReturn(program, place.condition);
      return 'what follows runs only where it does not return';
    case 'throw':
    case 'raiserror':
      return runError(program, statement, place);
    case 'rollback-transaction':
      runRollback(program, condition, statement.name);
      return [];
    case 'save-transaction':
      program.transaction = runSave(program, statement);
      return 'dbt builds a model as a whole or not at all';
    case 'unbound':
      return runDefinition(program, statement, condition);
    case 'execute-procedure':
    case 'execute-text':
      if (statement.kind === 'execute-procedure' && isRename(statement))
        return runRename(program, statement, condition);
      return (
        (statement.kind === 'execute-procedure' && runSystemCall(program, statement, condition)) ||
        runCalled(program, statement, calling(program, place, condition))
      );
    case 'declare-cursor':
      declareCursor(program, statement);
      return [];
    case 'set-cursor':
      declareCursor(program, { ...statement, kind: 'declare-cursor', name: statement.variable });
      return [];
    case 'open-cursor':
      program.reading.set(statement.cursor.name.toLowerCase(), { fetches: 0, condition: place.condition });
      return 'the rows of the cursor are read as a whole';
    case 'close-cursor':
    case 'deallocate-cursor':
      return 'the rows of the cursor are read as a whole';
    case 'fetch-cursor':
      program.fetched = statement;
      noteFetch(program, statement.cursor, 1);
      // Only a loop over the cursor knows which row this is.
      for (const { name, type } of statement.into ?? [])
        program.variables.set(name.toLowerCase(), carriedValue(name, type, statement.span));
      return 'the rows of the cursor are read as a whole';
    case 'while':
      return runLoop(program, statement, place, (inner, at) => runStatements(program, inner, at));
    case 'set-identity-insert':
      return 'the keys that follow are written as they are stated';
    case 'label':
      return 'a label does nothing';
    case 'goto':
      if (!program.jumps.has(statement.label.toLowerCase())) return refuseFlow(program, statement, 'GOTO');
      runGoto(program, statement.label.toLowerCase(), place.condition);
      return 'what stands before its label runs only where it does not jump';
    case 'waitfor':
      return 'waiting changes no rows';
    default:
      return program.refuse(
        analysisDiagnostics.create('analyse-statement', { statement: statementName(statement) }, statement.span),
      );
  }
}

const writesRows = (statement: Bound.BoundStatement): statement is Parameters<typeof checkSideEffects>[1] =>
  ['insert', 'update', 'delete', 'merge'].includes(statement.kind);

/** BREAK: of rounds that are stated at once nobody can say which the last one is. */
function leaveLoop(program: Program, { span }: Bound.BoundBreak, condition: Condition): string {
  const { unrolled, row } = program;
  const depth = program.calls.length;
  if (unrolled?.depth === depth) runBreak(program, unrolled, condition);
  else if (row?.depth === depth && row.ending !== undefined) {
    assign(program, row.ending, integer(1, span), both(program.active, condition));
    runContinue(program, condition);
  } else program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'whether BREAK has ended it' }, span));
  return 'what follows runs only where the loop goes on';
}

function refuseFlow(program: Program, { span }: Bound.BoundStatement, statement: string): never {
  return program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
}

/** What a call returns goes to the client. */
function runCalled(program: Program, statement: Bound.BoundExecute, options: CallOptions): readonly string[] {
  const { written, results } = runExecute(program, statement, options);
  if (results.length > 0 && program.row) refuseFlow(program, statement, 'a call that returns rows in a loop');
  program.reports.push(...results);
  return written;
}

function calling(program: Program, { inTry }: Place, condition: Condition): CallOptions {
  return {
    condition,
    run: (inner, innerCondition) => runStatements(program, inner, { condition: innerCondition, inTry }),
  };
}

function runCondition(program: Program, statement: Bound.BoundIf, place: Place): readonly string[] | string {
  const late = place.condition ? undefined : lateDefault(statement);
  if (late && program.takeDefault(late.parameter, late.default)) {
    const reason = `it is the default of ${late.parameter}, now a variable of the project`;
    for (const { span } of statement.then) program.fates.push({ span, state: 'absorbed', reason, tables: [] });
    return reason;
  }
  const test = program.resolve(statement.condition);
  const certain = known(test);
  // What the condition asks of @@ROWCOUNT is said; behind IF it is 0.
  program.tell(0, statement.span);
  if (certain !== undefined) {
    runStatements(program, certain ? statement.then : (statement.otherwise ?? []), place);
    const dead = certain ? (statement.otherwise ?? []) : statement.then;
    absorbAll(program, dead, 'its condition is never true');
    return certain ? 'its condition is always true' : 'its condition is never true';
  }
  if (isDropIfThere(statement)) {
    runStatements(program, statement.then, { ...place, condition: place.condition });
    return 'the table is dropped where it is there';
  }
  const before = program.fates.length;
  runIf(program, { ...statement, condition: test }, place.condition, (inner, condition) =>
    runStatements(program, inner, { ...place, condition }),
  );
  // Rows that a branch counts are none where it does not run; of two branches nobody knows which has counted.
  if (statement.otherwise || !countsNone(program.rowCount)) program.rowCount = undefined;
  return touchedSince(program, before);
}

/** `SELECT @inserted AS Inserted` of a procedure that writes tables: variables, which whoever schedules the load may log. */
function tellsOfRun(program: Program, query: Bound.BoundQuery): boolean {
  if (program.calls.length > 0 || query.kind !== 'select' || query.from.length > 0) return false;
  if (someNode(query, (node) => node !== query && node.kind === 'select')) return false;
  return [...program.writing].some(
    (key) => !/^[#@]/.test(key) && program.environment.keptElsewhere(nameOfKey(key)) === undefined,
  );
}

/** A number that is 0 where nothing has run. */
function countsNone(count: Bound.BoundExpression | undefined): boolean {
  if (count?.kind === 'arithmetic') return countsNone(count.left) && countsNone(count.right);
  return count?.kind === 'scalar-subquery' || (count?.kind === 'literal' && count.value === 0n);
}

/** `IF OBJECT_ID('t') IS NOT NULL DROP TABLE t`: the table is gone behind it, whether it was there or not. */
function isDropIfThere({ condition, then, otherwise }: Bound.BoundIf): boolean {
  const [only, ...more] = then;
  if (otherwise || !only || more.length > 0 || condition.kind !== 'is-null' || !condition.negated) return false;
  const isDrop = only.kind === 'drop-table' || (only.kind === 'unbound' && only.node.kind === 'DropTable');
  return isDrop && condition.operand.kind === 'call' && condition.operand.function === 'OBJECT_ID';
}
