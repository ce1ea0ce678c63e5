import { quotedIdentifier, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { parseBatch } from '@datamigrate/tsql-syntax';
import type { Database } from '../database/database.js';
import { syntaxFailure } from '../errors/bind-errors.js';
import { Interrupted, Refusal, type SqlError, sqlError } from '../errors/sql-error.js';
import { Frame } from '../session/frame.js';
import { Session } from '../session/session.js';
import type { SessionEvent } from '../session/session-event.js';
import { nameParts } from '../session/session-functions.js';
import { batchSteps } from '../statements/execute-batch.js';
import { parametersFrom } from '../statements/execute-execute.js';
import { convertValue } from '../values/convert.js';
import type { SqlValue } from '../values/sql-value.js';
import { type ClientTable, tableParameter } from './client-table.js';
import { asSqlError, endBatch, runBatches } from './run-batches.js';

/** A value that a client hands over with a call. */
export interface ClientParameter {
  /** `@name`; empty where only the position counts. */
  readonly name: string;
  readonly type: SqlType;
  readonly value: SqlValue;
  readonly output: boolean;
  /** The procedure's own default is wanted. */
  readonly useDefault?: boolean;
  /** Of a table-valued parameter; `value` is NULL then. */
  readonly table?: ClientTable;
}

export interface ClientOutput {
  readonly name: string;
  /** Place among the parameters that were handed over. */
  readonly ordinal: number;
  readonly type: SqlType;
  readonly value: SqlValue;
}

/** What a client is told while its request runs; the engine does not execute everything that SQL Server does. */
export type ClientEvent =
  | SessionEvent
  | { readonly kind: 'refused'; readonly construct: string }
  /** It was stopped in the middle of a statement, as `interrupted` wanted. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'outputs'; readonly outputs: readonly ClientOutput[] };

/** Events of one statement after the other. Whoever stops asking ends the request. */
export type ClientEvents = Generator<readonly ClientEvent[], void>;

/** Sets of options that a login or a library's own settings bring along. */
export interface ClientOptions {
  readonly login?: string;
  readonly application?: string;
  readonly host?: string;
  /** Asked while statements run: true stops the one that runs. */
  readonly interrupted?: () => boolean;
}

/** A session as a client of the network has it: events instead of a result, typed parameters, transactions by request. */
export class ClientSession {
  readonly #database: Database;
  readonly #options: ClientOptions;
  #session: Session;
  #root: Frame;
  #events: ClientEvent[] = [];

  constructor(database: Database, options: ClientOptions = {}) {
    this.#database = database;
    this.#options = options;
    this.#session = new Session(database);
    this.#root = new Frame({ text: '' });
    this.#observe();
  }

  #observe(): void {
    const { login, application, host, interrupted } = this.#options;
    this.#session.interrupted = interrupted;
    this.#session.observer = (event) => this.#events.push(event);
    this.#session.client = {
      ...(login ? { login } : {}),
      ...(application ? { application } : {}),
      ...(host ? { host } : {}),
    };
  }

  get database(): Database {
    return this.#database;
  }

  get transactionCount(): number {
    return this.#session.transactionCount;
  }

  get language(): string {
    return this.#session.settings.language;
  }

  /** A text as it is. */
  batch(text: string): ClientEvents {
    return this.#drive(runBatches(this.#session, this.#root, text));
  }

  /** A text with parameters: what sp_executesql does. */
  query(text: string, declaration: string, given: readonly ClientParameter[]): ClientEvents {
    return this.#drive(this.#query(text, declaration, given));
  }

  /** A procedure, by its name as T-SQL writes it. */
  call(name: string, given: readonly ClientParameter[]): ClientEvents {
    return this.#drive(this.#call(name, given));
  }

  begin(): void {
    this.#session.begin();
  }

  /** False where no transaction is open. */
  commit(): boolean {
    if (this.#session.transactionCount === 0) return false;
    this.#session.commit();
    return true;
  }

  rollback(savepoint = ''): boolean {
    if (this.#session.transactionCount === 0) return false;
    if (savepoint === '' || !this.#session.rollbackTo(savepoint)) this.#session.rollback();
    return true;
  }

  save(name: string): void {
    this.#session.save(name);
  }

  /** As a new connection: settings, #tables and open transactions are gone. */
  reset(): void {
    this.close();
    this.#session = new Session(this.#database);
    this.#root = new Frame({ text: '' });
    this.#observe();
  }

  close(): void {
    if (this.#session.transactionCount > 0) this.#session.rollback();
  }

  *#drive(steps: Generator<void>): ClientEvents {
    const session = this.#session;
    session.startCounting();
    try {
      for (;;) {
        const { done } = steps.next();
        session.resultSets.length = 0;
        session.messages.length = 0;
        session.errors.length = 0;
        const events = this.#events;
        this.#events = [];
        yield events;
        if (done) return;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const last: ClientEvent =
        error instanceof Interrupted ? { kind: 'interrupted' } : { kind: 'refused', construct: error.construct };
      const events: ClientEvent[] = [...this.#events, last];
      this.#events = [];
      session.capture = undefined;
      yield events;
    } finally {
      steps.return(undefined);
      session.tryDepth = 0;
      session.nesting = 0;
    }
  }

  *#query(text: string, declaration: string, given: readonly ClientParameter[]): Generator<void> {
    const session = this.#session;
    const frame = new Frame({ parent: this.#root, text });
    const { settings, xactAbort, rowLimit, noCount } = session;
    session.nesting = 2;
    let parameters: readonly Bound.BoundParameter[] = [];
    try {
      parameters = parametersFrom(session, declaration);
      declare(session, frame, parameters, given);
      const batch = parseBatch(text, { quotedIdentifier: settings.quotedIdentifier });
      const bad = batch.diagnostics.find(({ severity }) => severity === 'error');
      if (bad) throw syntaxFailure(bad);
      yield* batchSteps({ session, frame, diagnostics: [], defaultSchema: session.schema }, batch.statements);
    } catch (error) {
      endBatch(session, blamed(asSqlError(error)));
    } finally {
      session.nesting = 0;
      session.settings = settings;
      session.xactAbort = xactAbort;
      session.rowLimit = rowLimit;
      session.noCount = noCount;
    }
    if (session.doomed) endBatch(session, sqlError(3998));
    this.#events.push(
      { kind: 'returned', status: 0 },
      { kind: 'outputs', outputs: outputsOf(frame, given, parameters) },
    );
  }

  *#call(name: string, given: readonly ClientParameter[]): Generator<void> {
    const variables = given.map((parameter, i) => ({ ...parameter, variable: `@_${i + 1}` }));
    const written = variables.map(({ name: parameter, variable, output, useDefault }) => {
      const value = useDefault ? 'DEFAULT' : output ? `${variable} OUTPUT` : variable;
      return parameter === '' ? value : `${parameter} = ${value}`;
    });
    const text = `EXEC ${quoted(name)} ${written.join(', ')}`;
    const session = this.#session;
    const frame = new Frame({ parent: this.#root, text });
    try {
      for (const { variable, type, value, table } of variables) {
        if (table) frame.tables.set(variable, tableParameter(session, variable, table));
        else frame.declare(variable, type, value);
      }
      yield* batchSteps(
        { session, frame, diagnostics: [], defaultSchema: session.schema },
        parseBatch(text).statements,
      );
    } catch (error) {
      endBatch(session, blamed(asSqlError(error)));
    }
    if (session.doomed) endBatch(session, sqlError(3998));
    const outputs = variables.flatMap(({ name: parameter, variable, type, output }, ordinal) =>
      output ? [{ name: parameter, ordinal, type, value: frame.variable(variable)?.value ?? null }] : [],
    );
    this.#events.push({ kind: 'outputs', outputs });
  }
}

function blamed(error: SqlError): SqlError {
  if (error.line === 0) error.line = 1;
  return error;
}

/** Parameters by name, others by position, each converted to the type that it is declared with. */
function declare(
  session: Session,
  frame: Frame,
  parameters: readonly Bound.BoundParameter[],
  given: readonly ClientParameter[],
): void {
  parameters.forEach((parameter, i) => {
    const wanted = parameter.name.toLowerCase();
    const positional = given[i];
    const found =
      given.find(({ name }) => name.toLowerCase() === wanted) ?? (positional?.name === '' ? positional : undefined);
    if (!found) throw sqlError(8178, declarationOf(parameters), parameter.name);
    if (found.table) {
      frame.tables.set(wanted, tableParameter(session, parameter.name, found.table));
      return;
    }
    const value = convertValue(found.value, found.type, parameter.type, { format: session.settings });
    frame.declare(parameter.name, parameter.type, value);
  });
}

function declarationOf(parameters: readonly Bound.BoundParameter[]): string {
  return parameters.map(({ name }) => name).join(',');
}

function outputsOf(
  frame: Frame,
  given: readonly ClientParameter[],
  parameters: readonly Bound.BoundParameter[],
): ClientOutput[] {
  return given.flatMap(({ name, output }, ordinal) => {
    const parameter = output ? (name === '' ? parameters[ordinal]?.name : name) : undefined;
    const variable = parameter === undefined ? undefined : frame.variable(parameter);
    return variable ? [{ name: variable.name, ordinal, type: variable.type, value: variable.value }] : [];
  });
}

/** A name as a client writes it, its parts bracketed: nothing else can hide in it. `;1` of old is dropped. */
function quoted(name: string): string {
  return nameParts(name.replace(/;\d+\s*$/, ''))
    .reverse()
    .map((part) => (part === '' ? '' : quotedIdentifier(part)))
    .join('.');
}
