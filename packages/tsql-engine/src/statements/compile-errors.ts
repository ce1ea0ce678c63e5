import { type Bound, bindStatements, statementLists } from '@datamigrate/tsql-binder';
import type { Ast } from '@datamigrate/tsql-syntax';
import { bindFailure } from '../errors/bind-errors.js';
import { SqlError } from '../errors/sql-error.js';
import { inDatabase } from './in-database.js';
import type { Run } from './run.js';

/**
 * Errors of types and of the number of arguments: SQL Server finds them before it runs anything, so that neither an IF
 * that is never entered nor a TRY around them helps.
 */
const AT_COMPILE_TIME: ReadonlySet<number> = new Set([174, 189, 195, 206, 243, 257, 402, 529, 8116, 8117]);

/**
 * Faults of names and clauses: they keep a whole batch from running, too, unless the statement names an object that is
 * not there yet; what it means is looked up when it is its turn then.
 * Source: learn.microsoft.com/sql/relational-databases/stored-procedures/create-a-stored-procedure ("deferred name resolution")
 */
const IN_BATCH: ReadonlySet<number> = new Set([
  ...AT_COMPILE_TIME,
  ...[109, 110, 120, 121, 134, 137, 144, 164, 205, 207, 209, 213, 264, 421, 422, 1013, 1060, 1062],
  ...[4104, 4108, 4113, 8120, 8121, 8155, 8156, 8158, 8159],
]);

/** Binds all statements of a batch before the first of them runs, and throws the first fault that SQL Server would find. */
export function refuseBatch(run: Run, statements: readonly Ast.Statement[]): void {
  // One statement alone is bound before it runs anyway.
  const [first] = statements;
  if (statements.length < 2 && !(first && COMPOUND.has(first.kind))) return;
  const { session, frame } = run;
  const context = session.binderContext(frame, run.defaultSchema);
  const bound = bindStatements(
    context,
    statements.map((node) => inDatabase(run, node)),
  );
  refuseNames({ ...run, diagnostics: context.diagnostics }, bound);
}

const COMPOUND: ReadonlySet<Ast.Statement['kind']> = new Set(['If', 'While', 'TryCatch', 'BeginEndBlock']);

function refuseNames(run: Run, statements: readonly Bound.BoundStatement[]): void {
  for (const statement of statements) {
    const inner = statementLists(statement);
    if (!statement.valid) {
      const { start, end } = statement.span;
      const own = run.diagnostics.filter(
        ({ severity, span }) => severity === 'error' && span && span.start >= start && span.end <= end,
      );
      const isDeferred = own.some(({ code }) => DEFERRING.has(code));
      const failure = inner.length > 0 || isDeferred ? undefined : bindFailure(run.diagnostics, statement.span);
      if (failure instanceof SqlError && IN_BATCH.has(failure.number)) {
        failure.line = run.frame.lineOf(start);
        failure.procedure = run.frame.procedure;
        failure.ending = true;
        failure.beforeRun = true;
        throw failure;
      }
    }
    for (const list of inner) refuseNames(run, list);
  }
}

/** The object may come while the batch runs; or it is ours not to know it. */
const DEFERRING: ReadonlySet<string> = new Set([
  'bind-unknown-object',
  'bind-unknown-procedure',
  'bind-unknown-function',
  'bind-unknown-type',
  'bind-unsupported',
  'bind-external-object',
]);

/** Throws for the first statement, however deep inside others, that such an error keeps from running. */
export function refuseWrongTypes(run: Run, statements: readonly Bound.BoundStatement[]): void {
  for (const statement of statements) {
    if (!statement.valid) {
      const failure = bindFailure(run.diagnostics, statement.span);
      if (failure instanceof SqlError && AT_COMPILE_TIME.has(failure.number)) {
        failure.line = run.frame.lineOf(statement.span.start);
        failure.procedure = run.frame.procedure;
        failure.ending = true;
        throw failure;
      }
    }
    for (const inner of statementLists(statement)) refuseWrongTypes(run, inner);
  }
}

/** CREATE PROCEDURE looks at no tables that are not there, but a CTE that nobody reads is wrong in any case. */
export function refuseUnusedCtes(run: Run, node: Ast.Statement): void {
  if (node.kind !== 'CreateProcedure' && node.kind !== 'AlterProcedure' && node.kind !== 'CreateOrAlterProcedure')
    return;
  const { session, frame } = run;
  const text = frame.text.slice(node.start, node.end);
  if (!/\bWITH\b/i.test(text)) return;
  const { ansiNulls, quotedIdentifier } = session.settings;
  const name = { schema: node.name.schema?.name ?? run.defaultSchema, name: node.name.name.name };
  const module = { ...name, kind: 'procedure' as const, definition: text, ansiNulls, quotedIdentifier };
  const unused = session.database.binder.body(module).diagnostics.find(({ code }) => code === UNUSED_CTE);
  if (!unused) return;
  const failure = bindFailure([unused], unused.span ?? { start: 0, end: text.length });
  if (!(failure instanceof SqlError)) return;
  failure.line = frame.lineOf(node.start + (unused.span?.start ?? 0));
  failure.procedure = name.name;
  throw failure;
}

const UNUSED_CTE = 'bind-unused-cte';
