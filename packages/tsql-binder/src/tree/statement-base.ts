import type { SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';

/** What every bound statement knows. */
export interface StatementBase<K extends string> {
  readonly kind: K;
  readonly span: Span;
  /**
   * False when binding reported an error in it: SQL Server would refuse it when it comes to run. Of IF, WHILE and
   * TRY it speaks of the condition only; statements inside have their own.
   */
  readonly valid: boolean;
  /** OPTION (MAXRECURSION n); 100 where it is not written, 0 for no limit. */
  readonly maxRecursion?: number;
}

/** A variable that takes a value, which is converted to its type. */
export interface BoundVariableTarget {
  readonly name: string;
  readonly type: SqlType;
}

/** A cursor by name, or in a variable. */
export interface BoundCursorName {
  readonly name: string;
  readonly variable: boolean;
  readonly global: boolean;
}

/** A name written out, or held by a variable. */
export type BoundNameOrVariable = { readonly name: string } | { readonly variable: string };
