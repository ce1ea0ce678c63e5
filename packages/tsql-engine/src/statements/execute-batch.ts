import { bindStatements, inOneCatalog } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { sqlError } from '../errors/sql-error.js';
import { refuseBatch, refuseWrongTypes } from './compile-errors.js';
import { declareAhead } from './declare-ahead.js';
import { executeBody } from './execute-statement.js';
import { inDatabase } from './in-database.js';
import type { Flow, Run } from './run.js';

/** The statements of a batch, each bound when it is its turn: one may define what the next one names. */
export function executeBatch(run: Run, statements: readonly Ast.Statement[]): Flow | undefined {
  const steps = batchSteps(run, statements);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, to be driven from outside: it stops behind each statement. */
export function* batchSteps(run: Run, statements: readonly Ast.Statement[]): Generator<void, Flow | undefined> {
  refuseBatch(run, statements);
  let current = run;
  for (let i = 0; i < statements.length; i++) {
    const node = statements[i] as Ast.Statement;
    const flow = executeNode(current, node);
    if (node.kind === 'Use') current = { ...run, defaultSchema: run.session.schema };
    yield;
    if (!flow) continue;
    if (flow.kind !== 'goto') return flow;
    const wanted = flow.label.toLowerCase();
    const at = statements.findIndex((node) => node.kind === 'Label' && node.name.name.toLowerCase() === wanted);
    if (at < 0) throw sqlError(133, flow.label);
    declarePassed(current, statements.slice(i + 1, at));
    i = at;
  }
  return undefined;
}

/** One statement of a batch, bound and run. */
export function executeNode(run: Run, written: Ast.Statement): Flow | undefined {
  const { session, frame } = run;
  const node = inDatabase(run, written);
  const context = session.binderContext(frame, run.defaultSchema);
  const bound = bindStatements(context, [node]);
  const current: Run = { ...run, diagnostics: context.diagnostics };
  refuseWrongTypes(current, bound);
  return executeBody(current, bound);
}

/** What GOTO passes by is declared all the same. */
function declarePassed(run: Run, statements: readonly Ast.Statement[]): void {
  for (const written of statements) {
    const node = inOneCatalog(run.session.database.binder.catalog, written, run.defaultSchema);
    declareAhead(run.frame, bindStatements(run.session.binderContext(run.frame, run.defaultSchema), [node]));
  }
}
