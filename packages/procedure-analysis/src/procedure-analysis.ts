import type { SqlType } from '@datamigrate/catalog';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';

/** A procedure as a program over tables. */
export interface ProcedureAnalysis {
  readonly parameters: readonly ProcedureParameter[];
  /** The last version of each permanent table that it writes. */
  readonly tables: readonly WrittenTable[];
  /** Rows for the client, in the order of the statements. */
  readonly reports: readonly ReportedRows[];
  /** Procedures that this one does nothing but call: their own models are its work. */
  readonly calls: readonly string[];
  /** What those calls give to the parameters of the procedures that they call. */
  readonly callArguments: readonly CallArgument[];
  /** Errors that it raises on a condition, as queries that have a row where it would. */
  readonly checks: readonly RaisedCheck[];
  /** Views whose queries stand in the models instead of a reference, as `schema.name` in lower case. */
  readonly opened: readonly string[];
  /** What is taken for granted. */
  readonly notes: readonly Diagnostic[];
  /** One entry a statement of the body, at every depth. */
  readonly fates: readonly StatementFate[];
  /** Procedures whose calls stand in its models, as `schema.name` in lower case, with the fates of their statements there. */
  readonly followed: ReadonlyMap<string, readonly StatementFate[]>;
}

/** A result set. */
export interface ReportedRows {
  readonly query: Bound.BoundQuery;
  /** Tables that the procedure writes whose rows from before it are read; of the others it is those behind it. */
  readonly former: readonly string[];
}

export interface RaisedCheck {
  readonly query: Bound.BoundQuery;
  /** The text of the error, as far as it is constant. */
  readonly message: string;
  /** It compares rows that were taken for granted, and reads no column that the procedure changes. */
  readonly ofLists?: true;
}

export interface CallArgument {
  readonly procedure: string;
  /** With its @. */
  readonly parameter: string;
  readonly binding: ArgumentBinding;
}

export type ArgumentBinding =
  /** A parameter of the caller, with its @. */
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: bigint | number | string | null };

export interface ProcedureParameter {
  /** With its @. */
  readonly name: string;
  readonly type: SqlType;
  /** What a build takes when nobody says: a constant, the day of the run, or nothing. */
  readonly default: ParameterDefault;
  /** The procedure itself puts the default in the place of NULL. */
  readonly replacesNull?: true;
  /** It is none of the procedure's own, but the key that a row gets which the procedure adds to a table kept elsewhere. */
  readonly keyOf?: { readonly table: string; readonly column: string };
  /** Where that row is added. */
  readonly span?: Span;
}

export type ParameterDefault =
  | { readonly kind: 'constant'; readonly value: bigint | number | string | null }
  | { readonly kind: 'today' }
  | { readonly kind: 'none' };

/**
 * The last version of a table: made without its former rows (`replaced`), rows behind its former ones (`appended`, one
 * query an INSERT), or made from its former rows (`rewritten`). Every query gives all columns of the table, in their order.
 */
export interface WrittenTable {
  readonly table: Bound.BoundPermanentTable;
  readonly history: 'replaced' | 'appended' | 'rewritten';
  readonly inserts: readonly Bound.BoundQuery[];
  /** Other tables that the procedure writes whose rows from before it this one is made of. */
  readonly former: readonly string[];
  /**
   * Its rows from before the procedure stand in a model of their own, built before its own one. Where they do not, models
   * that read them are built before its own one.
   */
  readonly kept?: true;
  /** A column that SQL Server numbers in an order which no statement states. */
  readonly numbered?: string;
  /** Other tables that the procedure writes whose models it reads: they are built before. */
  readonly current: readonly string[];
}

export interface StatementFate {
  readonly span: Span;
  readonly state: 'converted' | 'absorbed' | 'refused';
  /** Why it has no effect on rows. */
  readonly reason?: string;
  /** Why it is refused. */
  readonly diagnostic?: Diagnostic;
  /** Tables, as `schema.name`, whose model holds what the statement did; empty for a report. */
  readonly tables: readonly string[];
}
