import type { QualifiedName } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Commented } from './comments.js';
import type { BoundAggregate, BoundExpression, RelationId } from './expression.js';
import type { BoundPredicate } from './predicate.js';
import type { BoundQuery, CteId, OutputColumn } from './query.js';

/** A member of FROM. */
export type BoundTable =
  | BoundNamedTable
  | BoundTemporaryTable
  | BoundCteReference
  | BoundDerivedTable
  | BoundValuesTable
  | BoundFunctionTable
  | BoundUserFunctionTable
  | BoundJoin
  | BoundApply
  | BoundPivot
  | BoundUnpivot
  | BoundErrorTable;

/** What every single relation (everything but a join) knows. */
export interface RelationBase<K extends string> extends Commented {
  readonly kind: K;
  readonly relation: RelationId;
  /** The name by which columns are qualified: the alias, or the table's own name. */
  readonly alias: string;
  /** As the relation itself gives them; an outer join around it makes the BoundColumns over it nullable. */
  readonly columns: readonly OutputColumn[];
  readonly span: Span;
}

/** A table or view of the catalog, synonyms resolved. */
export interface BoundNamedTable extends RelationBase<'named-table'> {
  readonly object: QualifiedName;
  /** Of a system view: the database that it tells of, where that is not the catalog's own. */
  readonly database?: string | undefined;
  /** A system view is one of sys or INFORMATION_SCHEMA. */
  readonly type: 'table' | 'view' | 'system-view';
}

/** `#t`, `@t`, and the `inserted` and `deleted` of OUTPUT and triggers. */
export interface BoundTemporaryTable extends RelationBase<'temporary-table'> {
  /** As declared, with `#` or `@`. */
  readonly name: string;
}

export interface BoundCteReference extends RelationBase<'cte-reference'> {
  readonly cte: CteId;
  readonly name: string;
}

export interface BoundDerivedTable extends RelationBase<'derived-table'> {
  readonly query: BoundQuery;
  /** Its one column is the text that FOR XML or FOR JSON makes, NULL where it has no rows to write. */
  readonly isText?: boolean | undefined;
}

export interface BoundValuesTable extends RelationBase<'values-table'> {
  readonly rows: readonly (readonly BoundExpression[])[];
}

export type TableFunction = 'STRING_SPLIT' | 'GENERATE_SERIES' | 'OPENJSON' | 'XML NODES';

/** A built-in table function. */
export interface BoundFunctionTable extends RelationBase<'function-table'> {
  readonly function: TableFunction;
  readonly arguments: readonly BoundExpression[];
  /** OPENJSON … WITH: path and AS JSON of each column, in order. */
  readonly jsonColumns?: readonly { readonly path: string | undefined; readonly asJson: boolean }[] | undefined;
}

/** A table-valued function of the database. */
export interface BoundUserFunctionTable extends RelationBase<'user-function-table'> {
  readonly object: QualifiedName;
  readonly arguments: readonly BoundExpression[];
}

export interface BoundJoin extends Commented {
  readonly kind: 'join';
  readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly left: BoundTable;
  readonly right: BoundTable;
  /** Missing for CROSS. */
  readonly on?: BoundPredicate | undefined;
  readonly span: Span;
}

/** CROSS APPLY and OUTER APPLY: the right side may use columns of the left. */
export interface BoundApply extends Commented {
  readonly kind: 'apply';
  readonly outer: boolean;
  readonly left: BoundTable;
  readonly right: BoundTable;
  readonly span: Span;
}

/** PIVOT: groups by every column of the source that is neither aggregated nor spread. */
export interface BoundPivot extends RelationBase<'pivot'> {
  readonly source: BoundTable;
  readonly aggregate: BoundAggregate;
  readonly pivotColumn: BoundExpression;
  /** Positions in `columns` of the grouping columns come first, then one column a value. */
  readonly groupColumns: readonly BoundExpression[];
  readonly values: readonly BoundExpression[];
  readonly collation?: string | undefined;
}

export interface BoundUnpivot extends RelationBase<'unpivot'> {
  readonly source: BoundTable;
  readonly keptColumns: readonly BoundExpression[];
  readonly sources: readonly { readonly name: string; readonly expression: BoundExpression }[];
}

export interface BoundErrorTable extends RelationBase<'error-table'> {}
