import type { QualifiedName } from '@datamigrate/catalog';
import type { BoundExpression } from './expression.js';
import type { BoundVariableTarget, StatementBase } from './statement-base.js';

export type BoundExecute = BoundExecuteProcedure | BoundExecuteVariable | BoundExecuteText;

interface ExecuteBase<K extends string> extends StatementBase<K> {
  readonly arguments: readonly BoundArgument[];
  /** `EXEC @status = p`: takes the int that RETURN gives. */
  readonly status?: BoundVariableTarget | undefined;
  /** AT linked_server */
  readonly at?: string | undefined;
}

/** A call of a procedure by name. */
export interface BoundExecuteProcedure extends ExecuteBase<'execute-procedure'> {
  readonly procedure: QualifiedName;
  /** Server and database, as written, of a procedure that lives elsewhere. */
  readonly database?: string | undefined;
  /** A procedure of the catalog, one that SQL Server brings along (sp_, xp_), or unknown. */
  readonly found: 'catalog' | 'system' | 'missing';
}

/** `EXEC @name`: the variable holds the procedure's name. */
export interface BoundExecuteVariable extends ExecuteBase<'execute-variable'> {
  readonly variable: string;
}

/** Dynamic SQL: `EXEC (text)` and sp_executesql. */
export interface BoundExecuteText extends ExecuteBase<'execute-text'> {
  /** The whole text, nvarchar(max). */
  readonly text: BoundExpression;
  /** sp_executesql: the declaration of its parameters. `arguments` are their values. */
  readonly parameters?: BoundExpression | undefined;
  readonly form: 'execute' | 'sp_executesql';
}

/** An argument; converted to its parameter's type where the procedure is known. */
export interface BoundArgument {
  /** The parameter's name with its `@`: as written, or by position where the procedure is known. */
  readonly parameter?: string | undefined;
  /** Missing for DEFAULT and for tables. */
  readonly value?: BoundExpression | undefined;
  /** A table variable handed to a table parameter. */
  readonly table?: string | undefined;
  /** OUTPUT: the variable that takes the parameter's last value. */
  readonly output?: BoundVariableTarget | undefined;
}
