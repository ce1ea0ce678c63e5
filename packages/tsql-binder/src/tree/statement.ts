import type { Column, Index, SqlType, Table } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BoundExecute } from './execute.js';
import type { BoundExpression } from './expression.js';
import type { BoundDelete, BoundInsert, BoundMerge, BoundTruncate, BoundUpdate } from './modification.js';
import type { BoundPredicate } from './predicate.js';
import type { BoundQuery } from './query.js';
import type { BoundCursorName, BoundNameOrVariable, BoundVariableTarget, StatementBase } from './statement-base.js';
import type { BoundStoredTable, StoredColumn } from './stored-table.js';

/** Any statement. Lists of statements hold no blocks: `BEGIN … END` is written out into the list around it. */
export type BoundStatement =
  | BoundSelectStatement
  | BoundSelectVariables
  | BoundSelectInto
  | BoundInsert
  | BoundUpdate
  | BoundDelete
  | BoundMerge
  | BoundTruncate
  | BoundDeclareVariable
  | BoundDeclareTableVariable
  | BoundSetVariable
  | BoundSetCursor
  | BoundSetOption
  | BoundSetOptionValue
  | BoundSetIdentityInsert
  | BoundBlock
  | BoundIf
  | BoundWhile
  | BoundBreak
  | BoundContinue
  | BoundReturn
  | BoundGoto
  | BoundLabel
  | BoundTryCatch
  | BoundThrow
  | BoundRaiserror
  | BoundPrint
  | BoundTransaction
  | BoundExecute
  | BoundDeclareCursor
  | BoundOpenCursor
  | BoundFetchCursor
  | BoundCloseCursor
  | BoundDeallocateCursor
  | BoundWaitfor
  | BoundCreateTable
  | BoundAlterTable
  | BoundCreateIndex
  | BoundDropTable
  | BoundUnbound;

/** Rows for the client. */
export interface BoundSelectStatement extends StatementBase<'select'> {
  readonly query: BoundQuery;
}

/**
 * `SELECT @a = x, @b += y`: for each row of the query, in its order, the n-th column goes to the n-th variable. The
 * columns have the variables' types; a later row and a later column see what earlier ones assigned.
 */
export interface BoundSelectVariables extends StatementBase<'select-variables'> {
  readonly query: BoundQuery;
  readonly variables: readonly BoundVariableTarget[];
}

/** `SELECT … INTO t`: makes the table and fills it. */
export interface BoundSelectInto extends StatementBase<'select-into'> {
  readonly query: BoundQuery;
  readonly table: Table;
  /** Of the new table; a column with `identity` takes its values from it where the query has `identity-value`. */
  readonly columns: readonly StoredColumn[];
  readonly temporary: boolean;
}

export interface BoundDeclareVariable extends StatementBase<'declare-variable'> {
  readonly declarations: readonly BoundVariableDeclaration[];
}

export interface BoundVariableDeclaration extends BoundVariableTarget {
  /** Converted to the type. Without one the variable is NULL, but only the first time the declaration is passed. */
  readonly value?: BoundExpression | undefined;
}

export interface BoundDeclareTableVariable extends StatementBase<'declare-table-variable'> {
  /** With its `@`. */
  readonly name: string;
  readonly table: Table;
  readonly columns: readonly StoredColumn[];
}

export interface BoundSetVariable extends StatementBase<'set-variable'> {
  readonly variable: BoundVariableTarget;
  /** Converted to the variable's type; compound operators are written out. */
  readonly value: BoundExpression;
}

/** `SET @c = CURSOR FOR …` */
export interface BoundSetCursor extends StatementBase<'set-cursor'> {
  readonly variable: string;
  readonly options: readonly string[];
  readonly query: BoundQuery;
}

/** `SET NOCOUNT, XACT_ABORT ON` */
export interface BoundSetOption extends StatementBase<'set-option'> {
  /** In upper case. */
  readonly options: readonly string[];
  readonly on: boolean;
}

/** `SET DATEFIRST 1`, `SET ROWCOUNT 10`, `SET TRANSACTION ISOLATION LEVEL SNAPSHOT`; a bare word is a string. */
export interface BoundSetOptionValue extends StatementBase<'set-option-value'> {
  readonly option: string;
  readonly value: BoundExpression;
}

export interface BoundSetIdentityInsert extends StatementBase<'set-identity-insert'> {
  readonly table: BoundStoredTable;
  readonly on: boolean;
}

/** What `bindStatement` makes of BEGIN … END; in lists it is written out. */
export interface BoundBlock extends StatementBase<'block'> {
  readonly statements: readonly BoundStatement[];
}

export interface BoundIf extends StatementBase<'if'> {
  readonly condition: BoundPredicate;
  readonly then: readonly BoundStatement[];
  readonly otherwise?: readonly BoundStatement[] | undefined;
}

export interface BoundWhile extends StatementBase<'while'> {
  readonly condition: BoundPredicate;
  readonly body: readonly BoundStatement[];
}

export interface BoundBreak extends StatementBase<'break'> {}
export interface BoundContinue extends StatementBase<'continue'> {}

/** The value is int in a procedure, of the function's type in a scalar function, and missing elsewhere. */
export interface BoundReturn extends StatementBase<'return'> {
  readonly value?: BoundExpression | undefined;
}

export interface BoundGoto extends StatementBase<'goto'> {
  readonly label: string;
}

export interface BoundLabel extends StatementBase<'label'> {
  readonly name: string;
}

export interface BoundTryCatch extends StatementBase<'try-catch'> {
  readonly try: readonly BoundStatement[];
  readonly catch: readonly BoundStatement[];
}

/** Without `error` it throws again what the CATCH around it caught. */
export interface BoundThrow extends StatementBase<'throw'> {
  readonly error?:
    | { readonly number: BoundExpression; readonly message: BoundExpression; readonly state: BoundExpression }
    | undefined;
}

export interface BoundRaiserror extends StatementBase<'raiserror'> {
  /** A text, or the number of a message in sys.messages. */
  readonly message: BoundExpression;
  readonly severity: BoundExpression;
  readonly state: BoundExpression;
  readonly arguments: readonly BoundExpression[];
  readonly options: readonly ('LOG' | 'NOWAIT' | 'SETERROR')[];
  /** The old form `RAISERROR 50001 'text'`. */
  readonly number?: BoundExpression | undefined;
}

export interface BoundPrint extends StatementBase<'print'> {
  readonly value: BoundExpression;
}

export interface BoundTransaction
  extends StatementBase<'begin-transaction' | 'commit-transaction' | 'rollback-transaction' | 'save-transaction'> {
  readonly name?: BoundNameOrVariable | undefined;
}

export interface BoundDeclareCursor extends StatementBase<'declare-cursor'> {
  readonly name: string;
  /** In upper case: LOCAL, FAST_FORWARD, … */
  readonly options: readonly string[];
  readonly query: BoundQuery;
}

export interface BoundOpenCursor extends StatementBase<'open-cursor'> {
  readonly cursor: BoundCursorName;
}

export interface BoundFetchCursor extends StatementBase<'fetch-cursor'> {
  readonly cursor: BoundCursorName;
  readonly position: 'NEXT' | 'PRIOR' | 'FIRST' | 'LAST' | 'ABSOLUTE' | 'RELATIVE';
  readonly offset?: BoundExpression | undefined;
  /** Missing: the row goes to the client. */
  readonly into?: readonly BoundVariableTarget[] | undefined;
}

export interface BoundCloseCursor extends StatementBase<'close-cursor'> {
  readonly cursor: BoundCursorName;
}

export interface BoundDeallocateCursor extends StatementBase<'deallocate-cursor'> {
  readonly cursor: BoundCursorName;
}

export interface BoundWaitfor extends StatementBase<'waitfor'> {
  readonly type: 'DELAY' | 'TIME';
  readonly value: BoundExpression;
}

/** CREATE TABLE #t. The table's schema is empty. */
export interface BoundCreateTable extends StatementBase<'create-table'> {
  readonly name: string;
  readonly table: Table;
  readonly columns: readonly StoredColumn[];
}

/** ALTER TABLE #t, with the columns as they are afterwards. */
export interface BoundAlterTable extends StatementBase<'alter-table'> {
  readonly name: string;
  readonly table: Table;
  readonly columns: readonly StoredColumn[];
}

/** CREATE INDEX on #t. */
export interface BoundCreateIndex extends StatementBase<'create-index'> {
  readonly table: string;
  readonly index: Index;
}

/** DROP TABLE #t */
export interface BoundDropTable extends StatementBase<'drop-table'> {
  readonly names: readonly string[];
  readonly ifExists: boolean;
}

/** DDL, administration, and what could not be read: kept as the parser gave it. */
export interface BoundUnbound extends StatementBase<'unbound'> {
  readonly node: Ast.Statement;
}

/** A parameter of a procedure or function. */
export interface BoundParameter extends BoundVariableTarget {
  /** Of a table type; `type` is `table` then. */
  readonly columns?: readonly Column[] | undefined;
  /** What a call gets that leaves the parameter out, converted to its type; without one it must be given. */
  readonly default?: BoundExpression | undefined;
  readonly output: boolean;
}

/** A procedure, function or trigger with its statements. */
export interface BoundBody {
  readonly parameters: readonly BoundParameter[];
  readonly statements: readonly BoundStatement[];
  /** Of a scalar function. */
  readonly returns?: SqlType | undefined;
  /** Of a multi-statement function: the table variable that it returns. */
  readonly returnsTable?:
    | { readonly name: string; readonly table: Table; readonly columns: readonly StoredColumn[] }
    | undefined;
  /** Of a trigger. */
  readonly trigger?: BoundTrigger | undefined;
}

/** When a trigger runs. `inserted` and `deleted` are temporary tables of these names inside it. */
export interface BoundTrigger {
  readonly table: BoundStoredTable;
  readonly timing: 'AFTER' | 'INSTEAD OF';
  readonly events: readonly ('INSERT' | 'UPDATE' | 'DELETE')[];
}
