import type { SqlType } from '@datamigrate/catalog';
import { remembered } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import type { TableStore } from '../database/table-store.js';
import type { SqlError } from '../errors/sql-error.js';
import type { Row, SqlValue } from '../values/sql-value.js';

export interface Variable {
  readonly name: string;
  readonly type: SqlType;
  value: SqlValue;
}

export interface CursorState {
  readonly name: string;
  readonly query: Bound.BoundQuery;
  readonly columns: readonly Bound.OutputColumn[];
  /** STATIC and INSENSITIVE: what happens to the tables is not seen. */
  readonly snapshot: boolean;
  /** Contents of the tables when the rows were read. */
  versions: ReadonlyMap<TableStore, number>;
  /** From the rows of the cursor to the stored rows that they were read from; only of a cursor over one table. */
  origins?: Map<Row, Row> | undefined;
  /** Undefined while closed. */
  rows: readonly Row[] | undefined;
  /** Index of the current row; -1 before the first. */
  position: number;
}

/** What a trigger sees: the rows before and after, and which columns an UPDATE has set. */
export interface TriggerRows {
  readonly inserted: readonly Row[];
  readonly deleted: readonly Row[];
  readonly updated: ReadonlySet<number> | 'all';
}

/** Names of variables are asked for all the time, in few spellings. */
const inLowerCase = remembered((name) => name.toLowerCase(), 10_000);

/** One level of execution: a batch, a procedure, a function, a trigger or a dynamic text, with what it has declared. */
export class Frame {
  readonly parent: Frame | undefined;
  /** Undefined for batches. */
  readonly procedure: string | undefined;
  /** The text that spans point into, and where the lines of this level begin in it. */
  readonly text: string;
  readonly textStart: number;
  readonly variables = new Map<string, Variable>();
  readonly tables = new Map<string, TableStore>();
  readonly cursors = new Map<string, CursorState>();
  /** Errors that the CATCH blocks around the running statement have caught, innermost last. */
  readonly caught: SqlError[] = [];
  trigger: TriggerRows | undefined;
  /** Of the errors that statements of this level have raised. */
  highestSeverity = 0;
  /** Lines of the batch before the text: a module's lines are counted from its batch. */
  readonly lineOffset: number;

  #seen: { readonly offset: number; readonly line: number };

  constructor(options: {
    readonly parent?: Frame | undefined;
    readonly procedure?: string | undefined;
    readonly text: string;
    readonly textStart?: number;
    readonly lineOffset?: number;
  }) {
    this.lineOffset = options.lineOffset ?? 0;
    this.parent = options.parent;
    this.procedure = options.procedure;
    this.text = options.text;
    this.textStart = options.textStart ?? 0;
    this.#seen = { offset: this.textStart, line: 1 };
  }

  declare(name: string, type: SqlType, value: SqlValue): void {
    this.variables.set(name.toLowerCase(), { name, type, value });
  }

  variable(name: string): Variable | undefined {
    return this.variables.get(inLowerCase(name));
  }

  /** A table variable of this level, or a #table of this one or of those that called it. */
  table(name: string): TableStore | undefined {
    const key = name.toLowerCase();
    const own = this.tables.get(key);
    if (own || !key.startsWith('#')) return own;
    return this.parent?.table(name);
  }

  /** At the end of a batch: its #tables stay with the session. */
  leaveTables(session: Frame): void {
    for (const [name, table] of this.tables) {
      if (!name.startsWith('#')) continue;
      session.tables.set(name, table);
      this.tables.delete(name);
    }
  }

  /** A cursor of this level or, when it is global, of the levels around it. */
  cursor(name: string): CursorState | undefined {
    const key = name.toLowerCase();
    return this.cursors.get(key) ?? (key.startsWith('@') ? undefined : this.parent?.cursor(name));
  }

  /** Line of an offset within this level's text, from 1. Asked for in the order of the text it costs nothing. */
  lineOf(offset: number): number {
    if (offset < this.#seen.offset) this.#seen = { offset: this.textStart, line: 1 };
    let { line } = this.#seen;
    let at = this.text.indexOf('\n', this.#seen.offset);
    for (; at >= 0 && at < offset; at = this.text.indexOf('\n', at + 1)) line++;
    this.#seen = { offset: Math.max(offset, this.textStart), line };
    return line + this.lineOffset;
  }
}
