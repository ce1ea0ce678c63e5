import type { Catalog } from '@datamigrate/catalog';
import { resolveBuiltInType } from '@datamigrate/catalog';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import { descriptionFrom } from '@datamigrate/tsql-binder';
import { type Ast, readScript } from '@datamigrate/tsql-syntax';
import { Database, type DatabaseOptions } from '../database/database.js';
import { engineDiagnostics } from '../diagnostics.js';
import { Refusal, SqlError } from '../errors/sql-error.js';
import { Frame } from '../session/frame.js';
import { Session } from '../session/session.js';
import { executeNode } from '../statements/execute-batch.js';

/** A script to be loaded. */
export interface Script {
  /** Names the script in diagnostics. */
  readonly name: string;
  readonly text: string;
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
}

export interface LoadOptions extends DatabaseOptions {
  /** Called for every statement instead of keeping them all: for scripts of any size. */
  readonly onStatement?: (statement: LoadedStatement) => void;
}

/**
 * Runs scripts from first to last: definitions make the catalog, INSERT and its like fill the tables, procedures are
 * kept as modules. A statement that cannot be executed is recorded, and the next one follows.
 */
export function loadScripts(scripts: readonly Script[], options: LoadOptions = {}): LoadedScripts {
  // A loop in a script that waits for something that never comes must not keep the others from being loaded.
  const database = new Database({ statementLimit: 50_000, ...options });
  const session = new Session(database);
  const statements: LoadedStatement[] = [];
  const diagnostics: Diagnostic[] = [];
  const keep = options.onStatement ?? ((statement: LoadedStatement) => statements.push(statement));
  const root = new Frame({ text: '' });
  for (const script of scripts) {
    for (const batch of readScript(script.text)) {
      const frame = new Frame({ parent: root, text: script.text, textStart: batch.start });
      for (const node of batch.statements()) {
        keep(loadStatement(session, frame, script, node, diagnostics));
      }
      frame.leaveTables(root);
      session.settings = { ...session.settings, quotedIdentifier: batch.quotedIdentifierAfter() };
      for (const diagnostic of batch.diagnostics()) diagnostics.push({ ...diagnostic, source: script.name });
    }
  }
  const { catalog } = database;
  return { database, catalog, diagnostics: [...diagnostics, ...database.builder.diagnostics], statements };
}

/** Scripts loaded once, to be used many times: every database that it gives has the same rows and is its own. */
export interface LoadedTemplate extends LoadedScripts {
  create(): Database;
}

export function loadTemplate(scripts: readonly Script[], options: LoadOptions = {}): LoadedTemplate {
  const loaded = loadScripts(scripts, options);
  return { ...loaded, create: () => loaded.database.copy(() => loadScripts(scripts, options).database.builder) };
}

function loadStatement(
  session: Session,
  frame: Frame,
  script: Script,
  node: Ast.Statement,
  diagnostics: Diagnostic[],
): LoadedStatement {
  const span = { start: node.start, end: node.end };
  const base = { source: script.name, kind: node.kind, span };
  session.skipped = undefined;
  session.errors.length = 0;
  session.startCounting();
  session.origin = { file: script.name, line: frame.lineOf(node.start) };
  try {
    if (node.kind === 'Execute' && describes(session, node.execute)) return { ...base, outcome: 'executed' };
    executeNode({ session, frame, diagnostics: [], defaultSchema: 'dbo' }, node);
    session.resultSets.length = 0;
    session.messages.length = 0;
    const [error] = session.errors;
    if (error) throw error;
    return session.skipped === undefined
      ? { ...base, outcome: 'executed' }
      : { ...base, outcome: 'skipped', reason: session.skipped };
  } catch (error) {
    session.tryDepth = 0;
    session.nesting = 0;
    const diagnostic = failureDiagnostic(error, span);
    diagnostics.push({ ...diagnostic, source: script.name });
    const outcome = error instanceof Refusal ? 'skipped' : 'failed';
    return { ...base, outcome, code: diagnostic.code, reason: diagnostic.message };
  }
}

function failureDiagnostic(error: unknown, span: Span): Diagnostic {
  if (error instanceof Refusal)
    return engineDiagnostics.create('exec-unsupported', { construct: error.construct }, span);
  if (error instanceof SqlError) {
    return engineDiagnostics.create('exec-failed', { number: error.number, message: error.message }, span);
  }
  throw error;
}

/** sp_addextendedproperty gives descriptions, sp_addtype of old scripts makes types. */
function describes(session: Session, execute: Ast.ExecuteSpecification): boolean {
  const { database } = session;
  const property = descriptionFrom(execute);
  if (property) {
    database.builder.describe(property);
    database.definitionsChanged();
    return true;
  }
  const { entity } = execute;
  if (entity.kind !== 'ExecutableProcedure' || entity.procedure.kind !== 'ObjectName') return false;
  if (entity.procedure.name.name.toLowerCase() !== 'sp_addtype') return false;
  const [name, base, nullability] = entity.arguments.map(({ value }) =>
    value.kind === 'StringLiteral' ? value.value : value.kind === 'Identifier' ? value.name : '',
  );
  const written = /^\s*([\w ]+?)\s*(?:\(([^)]*)\))?\s*$/.exec(base ?? '');
  if (!name || !written) return false;
  const parameters = (written[2] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => (part.trim().toLowerCase() === 'max' ? ('max' as const) : Number(part)));
  const type = resolveBuiltInType({ name: written[1] ?? '', parameters }, 'declaration');
  if (!type?.ok) return false;
  database.builder.addAliasType(name, type.value, nullability?.toUpperCase() !== 'NOT NULL');
  database.definitionsChanged();
  return true;
}
