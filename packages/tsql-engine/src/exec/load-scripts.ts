import type { Catalog, QualifiedName } from '@datamigrate/catalog';
import { CatalogIndex } from '@datamigrate/catalog';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import { withFields } from '@datamigrate/foundation';
import { definedInDbo, inOneCatalog } from '@datamigrate/tsql-binder';
import { type Ast, readScript, walk } from '@datamigrate/tsql-syntax';
import { Database, type DatabaseOptions } from '../database/database.js';
import { engineDiagnostics } from '../diagnostics.js';
import { Refusal, SqlError, StepLimit, sqlError } from '../errors/sql-error.js';
import { Frame } from '../session/frame.js';
import { Session } from '../session/session.js';
import { executeNode } from '../statements/execute-batch.js';

/** A script to be loaded. */
export interface Script {
  /** Names the script in diagnostics. */
  readonly name: string;
  readonly text: string;
  /** Of a text that is a part of a file: where in the file it begins. */
  readonly part?: { readonly offset: number; readonly line: number };
  /** Settings under which the text begins; without them those that the text before it has left behind. */
  readonly settings?: { readonly ansiNulls?: boolean; readonly quotedIdentifier: boolean };
}

/** What became of a statement of a script. */
export interface LoadedStatement {
  readonly source: string;
  readonly kind: Ast.Statement['kind'];
  readonly span: Span;
  readonly outcome: 'executed' | 'skipped' | 'failed';
  /** Of a statement that failed or was skipped: the code of its diagnostic, and why. */
  readonly code?: string;
  readonly reason?: string;
}

export interface LoadedScripts {
  readonly database: Database;
  readonly catalog: Catalog;
  /** Of the parser, of the definitions, and one for each statement that could not be executed. */
  readonly diagnostics: readonly Diagnostic[];
  readonly statements: readonly LoadedStatement[];
  /** Procedures that the scripts call themselves, in their order, whatever became of the calls. */
  readonly called: readonly QualifiedName[];
}

export interface LoadOptions extends DatabaseOptions {
  /** Called for every statement instead of keeping them all: for scripts of any size. */
  readonly onStatement?: (statement: LoadedStatement) => void;
  /** Runs what the engine itself does not, such as BULK INSERT from a file; undefined leaves a statement to the engine. */
  readonly perform?: (statement: Ast.Statement, database: Database, script: string) => Performed | undefined;
}

/** What a statement that was run from outside has to say; no diagnostics when it did what it should. */
export interface Performed {
  readonly diagnostics: readonly Diagnostic[];
}

/** A loop in a script that waits for something that never comes must not keep the others from being loaded. */
const STATEMENT_LIMIT = 50_000;
/** Loops that scripts write out themselves fill tables, of days for example. */
const LOOP_LIMIT = 200_000;
const ROW_LIMIT = 5_000_000;
/** A procedure that was stopped once has less the next time: it may be called for every row of a script. */
const LEAST_STATEMENTS = 100;

/**
 * Runs scripts from first to last: definitions make the catalog, INSERT and its like fill the tables, procedures are
 * kept as modules. A statement that cannot be executed is recorded, and the next one follows.
 */
export function loadScripts(scripts: readonly Script[], options: LoadOptions = {}): LoadedScripts {
  const steps = loadSteps(scripts, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, to be driven from outside: it stops behind each statement, and whoever drives may leave it there. */
export function* loadSteps(
  scripts: Iterable<Script>,
  options: LoadOptions = {},
): Generator<void, LoadedScripts, undefined> {
  const database = new Database({ statementLimit: STATEMENT_LIMIT, rowLimit: ROW_LIMIT, ...options });
  const session = new Session(database);
  const statements: LoadedStatement[] = [];
  const keep = options.onStatement ?? ((statement: LoadedStatement) => statements.push(statement));
  const loading: Loading = { session, options, diagnostics: [], stopped: new Map(), called: [] };
  const root = new Frame({ text: '' });
  for (const script of scripts) {
    if (script.settings) session.settings = { ...session.settings, ...script.settings };
    const { quotedIdentifier } = script.settings ?? { quotedIdentifier: true };
    for (const batch of readScript(script.text, { quotedIdentifier })) {
      const frame = new Frame({ parent: root, text: script.text, textStart: batch.start });
      const nodes = batch.repeat > 1 ? [...batch.statements()] : batch.statements();
      for (let turn = 0; turn < batch.repeat; turn++) {
        for (const node of nodes) {
          keep(loadStatement(loading, frame, script, node));
          yield;
        }
      }
      frame.leaveTables(root);
      session.settings = { ...session.settings, quotedIdentifier: batch.quotedIdentifierAfter() };
      for (const diagnostic of batch.diagnostics()) loading.diagnostics.push(placed(diagnostic, script));
    }
  }
  const { catalog } = database;
  const diagnostics = [...loading.diagnostics, ...database.builder.diagnostics];
  return { database, catalog, diagnostics, statements, called: loading.called.flatMap(inCatalog(catalog)) };
}

/** The state of a load that goes on from statement to statement. */
interface Loading {
  readonly session: Session;
  readonly options: LoadOptions;
  readonly diagnostics: Diagnostic[];
  /** Procedures that took too many steps, and how many statements their next call may run. */
  readonly stopped: Map<string, number>;
  readonly called: Ast.ObjectName[];
}

function placed(diagnostic: Diagnostic, { name, part }: Script): Diagnostic {
  const { span } = diagnostic;
  if (!part || !span) return { ...diagnostic, source: name };
  const moved = { start: span.start + part.offset, end: span.end + part.offset };
  return { ...diagnostic, span: moved, source: name };
}

/** Scripts loaded once, to be used many times: every database that it gives has the same rows and is its own. */
export interface LoadedTemplate extends LoadedScripts {
  create(): Database;
}

export function loadTemplate(scripts: readonly Script[], options: LoadOptions = {}): LoadedTemplate {
  const loaded = loadScripts(scripts, options);
  return { ...loaded, create: () => loaded.database.copy(() => loadScripts(scripts, options).database) };
}

function loadStatement(loading: Loading, frame: Frame, script: Script, node: Ast.Statement): LoadedStatement {
  const { session, diagnostics, options } = loading;
  if (node.kind === 'Execute') loading.called.push(...procedureOf(node));
  const span = { start: node.start, end: node.end };
  const base = { source: script.name, kind: node.kind, span };
  const called = calledProcedure(node);
  const open = session.transactionCount;
  session.skipped = undefined;
  session.errors.length = 0;
  session.origin = { file: script.name, line: frame.lineOf(node.start) + (script.part?.line ?? 1) - 1 };
  startSteps(loading, node, called);
  try {
    if (defines(session, node, frame.text)) return withFields(base, { outcome: 'executed' as const });
    const performed = options.perform?.(inItsDatabase(session, node), session.database, script.name);
    if (performed) return performedStatement(loading, script, base, performed);
    executeNode({ session, frame, diagnostics: [], defaultSchema: session.schema }, node);
    session.resultSets.length = 0;
    session.messages.length = 0;
    const [error] = session.errors;
    if (error) throw error;
    if (called !== undefined) loading.stopped.delete(called);
    return session.skipped === undefined
      ? withFields(base, { outcome: 'executed' as const })
      : withFields(base, { outcome: 'skipped' as const, reason: session.skipped });
  } catch (error) {
    session.tryDepth = 0;
    session.nesting = 0;
    session.capture = undefined;
    if (error instanceof StepLimit) {
      // What the statement has left open would swallow all that follows.
      if (open === 0 && session.transactionCount > 0) session.rollback();
      if (called !== undefined) loading.stopped.set(called, session.database.statementLimit);
    }
    const diagnostic = failureDiagnostic(error, span);
    diagnostics.push(placed(diagnostic, script));
    const outcome: LoadedStatement['outcome'] = error instanceof Refusal ? 'skipped' : 'failed';
    return withFields(base, { outcome, code: diagnostic.code, reason: diagnostic.message });
  }
}

/** BULK INSERT with the name that its table has in the catalog. */
function inItsDatabase({ database, schema }: Session, node: Ast.Statement): Ast.Statement {
  if (node.kind !== 'BulkInsert') return node;
  const { catalog } = database.binder;
  return definedInDbo(catalog, inOneCatalog(catalog, node, schema), schema);
}

function performedStatement(
  { diagnostics }: Loading,
  script: Script,
  base: Pick<LoadedStatement, 'source' | 'kind' | 'span'>,
  performed: Performed,
): LoadedStatement {
  for (const each of performed.diagnostics) diagnostics.push(placed({ span: base.span, ...each }, script));
  const [first] = performed.diagnostics;
  if (!first) return withFields(base, { outcome: 'executed' as const });
  return withFields(base, { outcome: 'skipped' as const, code: first.code, reason: first.message });
}

/** Every statement of a script may take its own number of steps. */
function startSteps({ session, options, stopped }: Loading, node: Ast.Statement, called: string | undefined): void {
  const { database } = session;
  const limit = options.statementLimit ?? (node.kind === 'While' ? LOOP_LIMIT : STATEMENT_LIMIT);
  const before = called === undefined ? undefined : stopped.get(called);
  database.statementLimit = before === undefined ? limit : Math.max(LEAST_STATEMENTS, Math.floor(before / 10));
  session.startCounting();
}

function calledProcedure(node: Ast.Statement): string | undefined {
  const [procedure] = node.kind === 'Execute' ? procedureOf(node) : [];
  return procedure && `${procedure.schema?.name ?? 'dbo'}.${procedure.name.name}`.toLowerCase();
}

function procedureOf({ execute: { entity } }: Ast.StatementOf<'Execute'>): readonly Ast.ObjectName[] {
  return entity.kind === 'ExecutableProcedure' && entity.procedure.kind === 'ObjectName' ? [entity.procedure] : [];
}

/** A script that calls may stand before those that define: names are looked up when all is there. */
function inCatalog(catalog: Catalog): (name: Ast.ObjectName) => readonly QualifiedName[] {
  const index = new CatalogIndex(catalog);
  return ({ database, schema, name }) => {
    const own = schema?.name ?? 'dbo';
    const known = index.object(name.name, database ? index.schemaIn(database.name, own) : own);
    return known?.kind === 'module' ? [{ schema: known.module.schema, name: known.module.name }] : [];
  };
}

function failureDiagnostic(error: unknown, span: Span): Diagnostic {
  if (error instanceof StepLimit) return engineDiagnostics.create('exec-too-long', { work: error.construct }, span);
  if (error instanceof Refusal)
    return engineDiagnostics.create('exec-unsupported', { construct: error.construct }, span);
  if (error instanceof SqlError) {
    return engineDiagnostics.create('exec-failed', { number: error.number, message: error.message }, span);
  }
  // Calls without an end.
  if (error instanceof RangeError && /call stack/i.test(error.message)) return failureDiagnostic(sqlError(217), span);
  throw error;
}

/** sp_addextendedproperty gives descriptions, sp_addtype of old scripts makes types, sp_add_job jobs. */
function defines({ database }: Session, node: Ast.Statement, text: string): boolean {
  if (node.kind === 'If' && !asksForJobs(node.condition)) return false;
  if (node.kind !== 'If' && node.kind !== 'Execute') return false;
  let defined = false;
  walk(node.kind === 'If' ? node.then : node, (inner) => {
    if (inner.kind !== 'Execute') return;
    const source = { text, ansiNulls: true, quotedIdentifier: true };
    if (database.builder.apply(inner as Ast.StatementOf<'Execute'>, source) === 'applied') defined = true;
  });
  if (defined) database.definitionsChanged();
  return defined;
}

/** Scripts of Management Studio look first whether a job or its category is there; the server that knows is not here. */
function asksForJobs(condition: Ast.AstNode): boolean {
  let found = false;
  walk(condition, (node) => {
    if (node.kind === 'ObjectName' && (node as Ast.ObjectName).database?.name.toLowerCase() === 'msdb') found = true;
  });
  return found;
}
