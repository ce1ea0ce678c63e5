import type { Origin, QualifiedName, SqlType } from '@datamigrate/catalog';
import { BinderContext, DEFAULT_SETTINGS, type SessionSettings } from '@datamigrate/tsql-binder';
import type { BranchObserver } from '../branches/branch-observer.js';
import type { Database } from '../database/database.js';
import type { TableStore, Undo, UndoLog } from '../database/table-store.js';
import { Interrupted, type SqlError, StepLimit } from '../errors/sql-error.js';
import type { Row } from '../values/sql-value.js';
import type { Frame } from './frame.js';
import type { Notice, ResultSet, SessionEvent } from './session-event.js';
import { utcTicks } from './utc-ticks.js';

/** Conversion errors and their like end the batch; others end their statement. */
export const BATCH_ENDING: ReadonlySet<number> = new Set([
  208, 213, 220, 232, 235, 237, 241, 244, 245, 248, 281, 289, 295, 530, 535, 536, 537, 2812, 3623, 3930, 8114, 8144,
  8145, 8162, 8164, 8169, 8170, 8672, 9807, 9810, 9812, 9820, 9828, 13607, 13608, 13609, 13623, 13624,
]);

const ROWS_BETWEEN_LOOKS = 2000;
const ROWS_A_STATEMENT = 200;

/** A call of a procedure, with the values that its parameters have when it begins; table-valued ones are not among them. */
export interface ProcedureCall {
  /** How many calls stand around it. */
  readonly depth: number;
  readonly procedure: QualifiedName;
  readonly parameters: readonly { readonly name: string; readonly type: SqlType; readonly value: string | null }[];
}

/** A key that IDENTITY gives to a row, inside of so many calls. */
export interface GivenIdentity {
  readonly table: QualifiedName;
  readonly value: bigint;
  readonly nesting: number;
}

/** A connection: settings, open transactions, and what the last statement left behind. */
export class Session {
  readonly database: Database;
  /** Told of everything that a client sees, in the order in which it happens. */
  observer: ((event: SessionEvent) => void) | undefined;
  /** Who is connected, as far as a client has said so. */
  client: { readonly login?: string; readonly application?: string; readonly host?: string } = {};
  /** SET NOCOUNT ON: a client hears of no counts. */
  noCount = false;
  settings: SessionSettings = DEFAULT_SETTINGS;
  /** What dbo of the database at hand is called: `dbo`, or `Staging.dbo` after `USE Staging`. */
  schema = 'dbo';
  readonly resultSets: ResultSet[] = [];
  readonly messages: string[] = [];
  /** INSERT … EXEC takes the result sets that would go to the client. */
  capture: ResultSet[] | undefined;
  rowCount = 0n;
  lastError = 0;
  scopeIdentity: bigint | null = null;
  lastIdentity: bigint | null = null;
  fetchStatus = 0n;
  /** Rows of the cursor that was opened last; -1 where they are not counted. */
  cursorRows = 0n;
  xactAbort = false;
  arithAbort = true;
  ansiWarnings = true;
  /** SET ROWCOUNT n; 0 for no limit. */
  rowLimit = 0;
  /** The table whose identity column may be written. */
  identityInsert: string | undefined;
  /** Depth of BEGIN TRANSACTION. */
  transactionCount = 0;
  /** Of the outermost one, in UTC. */
  transactionStart: bigint | undefined;
  doomed = false;
  nesting = 0;
  /** Told of every procedure that is called, at any depth. */
  onCall: ((call: ProcedureCall) => void) | undefined;
  /** Told of every key that IDENTITY gives to a row of a permanent table. */
  onIdentity: ((given: GivenIdentity) => void) | undefined;
  /** Told of every error that a TRY catches. */
  onCaught: ((error: SqlError) => void) | undefined;
  /** Asked every now and then while statements run: whether to stop in the middle of one. */
  interrupted: (() => boolean) | undefined;
  #sinceAsked = 0;
  /** Told which branches are taken. */
  branches: BranchObserver | undefined;
  /** How many TRY blocks stand around the running statement. */
  tryDepth = 0;
  /** OPTION (MAXRECURSION n) of the running statement. */
  maxRecursion = 100;
  /** How many triggers are running inside each other. */
  triggerDepth = 0;
  readonly disabledTriggers = new Set<string>();
  /** Why the last statement was passed over, if it was. */
  skipped: string | undefined;
  /** Where the statements at hand were read from. */
  origin: Origin | undefined;
  /** The errors that no TRY has caught. */
  readonly errors: SqlError[] = [];
  #statements = 0;
  readonly #log: { readonly undo: Undo; readonly survives: boolean }[] = [];
  readonly #savepoints: { readonly name: string; readonly mark: number }[] = [];
  /** Rows of views and functions, kept while one statement runs. */
  readonly statementCache = new Map<string, readonly Row[]>();

  constructor(database: Database) {
    this.database = database;
    const { dateFirst, dateFormat, language } = database.catalog.database;
    this.settings = { ...DEFAULT_SETTINGS, dateFirst, dateFormat, language };
  }

  /** Where changes of a table are noted down. What a table variable holds survives a ROLLBACK, not a failed statement. */
  logOf(store: TableStore): UndoLog {
    const survives = store.table.schema === '' && store.table.name.startsWith('@');
    return { push: (undo) => this.#log.push({ undo, survives }) };
  }

  /** To be called before a table is made, changed or dropped: a ROLLBACK takes that back. */
  keepDefinition(name: QualifiedName): void {
    if (this.transactionCount > 0) this.#log.push({ undo: this.database.remember(name), survives: false });
  }

  get logMark(): number {
    return this.#log.length;
  }

  /** Takes back everything since a mark. */
  undoTo(mark: number): void {
    while (this.#log.length > mark) this.#log.pop()?.undo();
  }

  #rollBackTo(mark: number): void {
    while (this.#log.length > mark) {
      const entry = this.#log.pop();
      if (entry && !entry.survives) entry.undo();
    }
  }

  /** After a statement outside a transaction there is nothing to take back. */
  settle(): void {
    if (this.transactionCount === 0) this.#log.length = 0;
  }

  begin(): void {
    if (this.transactionCount === 0) this.transactionStart = utcTicks(this.database);
    this.transactionCount++;
  }

  commit(): void {
    this.transactionCount--;
    if (this.transactionCount > 0) return;
    this.transactionStart = undefined;
    this.#log.length = 0;
    this.#savepoints.length = 0;
    this.doomed = false;
  }

  rollback(): void {
    this.#rollBackTo(0);
    this.transactionCount = 0;
    this.transactionStart = undefined;
    this.#savepoints.length = 0;
    this.doomed = false;
  }

  save(name: string): void {
    this.#savepoints.push({ name: name.toLowerCase(), mark: this.logMark });
  }

  /** False where there is no savepoint of that name. The innermost one is meant. */
  rollbackTo(name: string): boolean {
    const wanted = name.toLowerCase();
    for (let i = this.#savepoints.length - 1; i >= 0; i--) {
      const savepoint = this.#savepoints[i];
      if (savepoint?.name !== wanted) continue;
      this.#rollBackTo(savepoint.mark);
      this.#savepoints.length = i + 1;
      return true;
    }
    return false;
  }

  /** Work of this size was done: time to look whether it is still wanted. */
  spendRows(rows: number): void {
    if (!this.interrupted) return;
    this.#sinceAsked += rows;
    if (this.#sinceAsked < ROWS_BETWEEN_LOOKS) return;
    this.#sinceAsked = 0;
    if (this.interrupted()) throw new Interrupted();
  }

  /** A text that runs without an end is refused in the end. */
  countStatement(): void {
    this.spendRows(ROWS_A_STATEMENT);
    if (++this.#statements > this.database.statementLimit) {
      throw new StepLimit(`A run of more than ${this.database.statementLimit} statements`);
    }
  }

  /** Begins to count anew, with the next text. */
  startCounting(): void {
    this.#statements = 0;
    this.database.startSpending();
  }

  /** Counts what a table computes of one row for itself: however many rows a statement reads, they are not its steps. */
  apart<T>(work: () => T): T {
    const before = this.#statements;
    this.#statements = 0;
    try {
      return work();
    } finally {
      this.#statements = before;
    }
  }

  /** Hands an error to the client. */
  report(error: SqlError): void {
    this.errors.push(error);
    this.messages.push(error.message);
    this.observer?.({ kind: 'error', error });
  }

  /** Whether the batch stops at an error instead of going on with the next statement. */
  endsBatch(error: SqlError): boolean {
    return error.ending ?? (this.xactAbort || BATCH_ENDING.has(error.number));
  }

  send(result: ResultSet): void {
    (this.capture ?? this.resultSets).push(result);
    if (!this.capture) this.observer?.({ kind: 'rows', result });
  }

  print(message: string, notice: Notice = {}): void {
    this.messages.push(message);
    this.observer?.({ kind: 'message', text: message, ...notice });
  }

  /** A statement has ended that tells how many rows it was about. */
  counted(failed = false): void {
    if (!this.observer || this.capture) return;
    const count = this.noCount || failed ? undefined : this.rowCount;
    this.observer({ kind: 'done', nested: this.nesting > 0, failed, count });
  }

  /** A context in which the next statement of a level is bound: everything that the level can see is declared in it. */
  binderContext(frame: Frame, defaultSchema = 'dbo'): BinderContext {
    const { binder } = this.database;
    const context = new BinderContext(binder.catalog, binder, { settings: this.settings, defaultSchema });
    for (const { name, type } of frame.variables.values()) context.declareVariable({ name, type });
    for (let level: Frame | undefined = frame; level; level = level.parent) {
      for (const [key, store] of level.tables) {
        if (level !== frame && !key.startsWith('#')) continue;
        if (context.temporaryTable(key)) continue;
        const { name } = store.table;
        context.declareTemporaryTable({ name, columns: store.columns, table: store.table, stored: store.columns });
      }
      for (const { name, columns } of level.cursors.values()) {
        if (!context.cursor(name)) context.declareCursor({ name, columns });
      }
    }
    return context;
  }
}
