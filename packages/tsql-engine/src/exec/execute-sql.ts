import { typeText } from '@datamigrate/catalog';
import type { BranchObserver } from '../branches/branch-observer.js';
import type { Database } from '../database/database.js';
import { Refusal, type SqlError } from '../errors/sql-error.js';
import { Frame } from '../session/frame.js';
import { type GivenIdentity, type ProcedureCall, Session } from '../session/session.js';
import { formatValue } from '../values/format-value.js';
import { runBatches } from './run-batches.js';

/** What running a text gives: the shape of `datamigrate exec`. */
export interface ExecutionResult {
  readonly resultSets: readonly {
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly rows: readonly (readonly (string | null)[])[];
  }[];
  readonly messages: readonly string[];
  /** The first error that nothing caught. */
  readonly error?: ExecutionError;
  /** All of them: a batch goes on behind most errors. */
  readonly errors?: readonly ExecutionError[];
  /** What the engine does not execute: the results are not complete then. */
  readonly refusal?: { readonly construct: string };
}

export interface ExecutionError {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly line: number;
  readonly message: string;
  readonly procedure?: string;
}

/** Runs a text of one or several batches on a database, as one session. */
export function executeSql(database: Database, text: string): ExecutionResult {
  const connection = new Connection(database);
  const result = connection.execute(text);
  connection.close();
  return result;
}

export interface ConnectionOptions {
  readonly onCall?: (call: ProcedureCall) => void;
  /** Told of every error that a TRY catches. */
  readonly onCaught?: (error: ExecutionError) => void;
  /** Told of every key that IDENTITY gives to a row of a permanent table. */
  readonly onIdentity?: (given: GivenIdentity) => void;
  readonly branches?: BranchObserver;
}

/** A session over several texts: what one leaves behind, settings, #tables and open transactions, the next one finds. */
export class Connection {
  readonly #session: Session;
  /** #tables and global cursors live as long as the connection: around its batches stands one level for them. */
  readonly #root = new Frame({ text: '' });

  constructor(database: Database, options: ConnectionOptions = {}) {
    this.#session = new Session(database);
    this.#session.onCall = options.onCall;
    this.#session.onIdentity = options.onIdentity;
    const { onCaught } = options;
    if (onCaught) this.#session.onCaught = (error) => onCaught(errorShape(error));
    this.#session.branches = options.branches;
  }

  execute(text: string): ExecutionResult {
    const session = this.#session;
    session.resultSets.length = 0;
    session.messages.length = 0;
    session.errors.length = 0;
    session.startCounting();
    let refusal: { readonly construct: string } | undefined;
    try {
      for (const _ of runBatches(session, this.#root, text));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = { construct: error.construct };
      session.tryDepth = 0;
      session.nesting = 0;
      session.capture = undefined;
    }
    const errors = session.errors.map(errorShape);
    const [error] = errors;
    return {
      resultSets: session.resultSets.map(({ columns, rows }) => ({
        columns: columns.map(({ name, type }) => ({ name, type: typeText(type) })),
        rows: rows.map((row) => columns.map(({ type }, i) => formatValue(row[i] ?? null, type))),
      })),
      messages: [...session.messages],
      ...(error ? { error, errors } : {}),
      ...(refusal ? { refusal } : {}),
    };
  }

  /** What was not committed is lost. */
  close(): void {
    if (this.#session.transactionCount > 0) this.#session.rollback();
  }
}

function errorShape(error: SqlError): ExecutionError {
  const { number, severity, state, line, message, procedure } = error;
  return { number, severity, state, line: Math.max(1, line), message, ...(procedure ? { procedure } : {}) };
}
