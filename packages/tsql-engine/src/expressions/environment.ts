import type { Catalog, QualifiedName, SqlType } from '@datamigrate/catalog';
import type { BinderContext, Bound } from '@datamigrate/tsql-binder';
import type { BranchObserver } from '../branches/branch-observer.js';
import type { PartitionFunction } from '../database/partitions.js';
import type { TableStore, UndoLog } from '../database/table-store.js';
import type { SessionFormat } from '../values/session-format.js';
import type { Row, SqlValue } from '../values/sql-value.js';

/** What a running statement can reach outside itself. */
export interface Host {
  readonly format: SessionFormat;
  readonly databaseCollation: string;
  /** ARITHABORT and ANSI_WARNINGS are off: overflows and divisions by zero give NULL. */
  readonly quietArithmetic: boolean;
  /** ANSI_WARNINGS is off: text that is too long for its column is cut. */
  readonly cutsText: boolean;
  readonly catalog: Catalog;
  /** Told which branches are taken, where somebody wants to know. */
  readonly branches: BranchObserver | undefined;
  /** A fresh context for conditions that the catalog holds as text. */
  binderContext(): BinderContext;
  variable(name: string): SqlValue;
  systemVariable(name: string): SqlValue;
  /** The clock in 100 ns ticks since 0001-01-01: local time and UTC; the same for all references of one statement. */
  now(): { readonly local: bigint; readonly utc: bigint };
  /** When the open transaction began, in UTC; outside one, now. */
  transactionStart(): bigint;
  /** The table that keeps former rows, and where its changes are noted. */
  history(name: QualifiedName): { readonly store: TableStore; readonly log: UndoLog } | undefined;
  random(): number;
  /** What a table computes of one row for itself: its steps are not those of the statement. */
  apart<T>(work: () => T): T;
  /** Counts rows that are looked at or made; stops a statement that goes through too many. */
  spendRows(rows: number): void;
  /** Work of this size was done: stops a statement that nobody waits for any more. */
  look(rows: number): void;
  newGuid(): string;
  tableRows(name: QualifiedName): readonly Row[];
  /** The rows with a value in a column that is a key of its own; undefined where the column is none. */
  rowsByKey(
    table: Bound.BoundNamedTable | Bound.BoundTemporaryTable,
    column: number,
    value: SqlValue,
  ): readonly Row[] | undefined;
  systemRows(table: Bound.BoundNamedTable): readonly Row[];
  temporaryRows(name: string): readonly Row[];
  /** The query of a view, bound. */
  viewRows(name: QualifiedName): readonly Row[];
  functionRows(name: QualifiedName, args: readonly SqlValue[], types: readonly SqlType[]): readonly Row[];
  scalarFunction(name: QualifiedName, args: readonly SqlValue[]): SqlValue;
  nextValue(name: QualifiedName): SqlValue;
  /** The next value of IDENTITY() in SELECT INTO. */
  identityValue(node: Bound.BoundIdentityValue): SqlValue;
  partitionFunction(name: string): PartitionFunction | undefined;
  /** UPDATE(column) in a trigger. */
  columnUpdated(column: number): boolean;
  /** Answers of the functions about the session, the error being handled, and metadata; undefined where it has none. */
  sessionFunction(name: string, args: readonly SqlValue[]): SqlValue | undefined;
}

/** The group that expressions above a grouping speak of. */
export interface CurrentGroup {
  readonly keys: readonly SqlValue[];
  /** Value of an aggregate over the group's rows, computed once. */
  aggregate(node: Bound.BoundAggregate): SqlValue;
}

/** Rows of a CTE: computed when first asked for. */
export interface CteRows {
  rows(): readonly Row[];
  /** Those that a reader's conditions leave, and others perhaps; undefined where all of them are as good. */
  narrowed?(reader: Bound.BoundCteReference, conditions: readonly Bound.BoundPredicate[]): readonly Row[] | undefined;
}

/**
 * Where an expression finds its values: the current row of each relation, the current group, the windows of the current
 * row. One for each running statement or function call; relation numbers are unique in it.
 */
export class Environment {
  readonly host: Host;
  /** Current row by relation; undefined stands for a row of NULLs. */
  readonly rows: (Row | undefined)[] = [];
  readonly ctes = new Map<Bound.CteId, CteRows>();
  group: CurrentGroup | undefined;
  /** Values of the window functions of the row at hand. */
  window: ((node: Bound.BoundWindow | Bound.BoundNextValue) => SqlValue) | undefined;
  /** The output row that ORDER BY positions point into. */
  output: Row | undefined;
  /** Results of subqueries that depend on nothing around them. */
  readonly cached = new Map<Bound.BoundQuery, readonly Row[]>();
  readonly cachedSets = new Map<object, unknown>();
  /** Through a CTE or derived table rows are changed: which row of the relation each of its rows was made from. */
  trace: { readonly relation: Bound.RelationId; readonly origins: Map<Row, Row> } | undefined;
  /** `$action` of MERGE. */
  mergeAction: 'INSERT' | 'UPDATE' | 'DELETE' | undefined;
  /** OPTION (MAXRECURSION n); 0 for no limit. */
  maxRecursion = 100;

  constructor(host: Host) {
    this.host = host;
  }
}
