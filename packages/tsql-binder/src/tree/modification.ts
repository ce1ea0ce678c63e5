import type { Span } from '@datamigrate/diagnostics';
import type { BoundExecute } from './execute.js';
import type { BoundExpression, RelationId } from './expression.js';
import type { BoundPredicate } from './predicate.js';
import type { BoundCte, BoundQuery, BoundSelectItem, BoundTop, OutputColumn } from './query.js';
import type { BoundCursorName, BoundVariableTarget, StatementBase } from './statement-base.js';
import type { BoundRowTarget, BoundStoredTable } from './stored-table.js';
import type { BoundTable } from './table.js';

interface ModificationBase<K extends string> extends StatementBase<K> {
  readonly ctes: readonly BoundCte[];
  readonly top?: BoundTop | undefined;
  /** One or two: one to the client, one into a table. */
  readonly output: readonly BoundOutput[];
}

/** Columns that are neither in `columns` nor computed get their default, their next identity value, or NULL. */
export interface BoundInsert extends ModificationBase<'insert'> {
  readonly target: BoundStoredTable;
  /** Positions of the columns written, in the order of the values. */
  readonly columns: readonly number[];
  readonly source: BoundInsertSource;
  /** `INSERT … SELECT … FROM (MERGE … OUTPUT …) AS t`: runs first, and its OUTPUT is the temporary table of this name. */
  readonly feed?: { readonly name: string; readonly statement: BoundModification } | undefined;
}

export type BoundModification = BoundInsert | BoundUpdate | BoundDelete | BoundMerge;

export type BoundInsertSource =
  | BoundInsertValues
  | BoundInsertQuery
  | { readonly kind: 'default-values' }
  /** The rows of its result sets, converted to the columns as they come. */
  | { readonly kind: 'execute'; readonly execute: BoundExecute };

/** VALUES. Each value has its column's type; DEFAULT stands as the default's own expression. */
export interface BoundInsertValues {
  readonly kind: 'values';
  readonly rows: readonly (readonly BoundExpression[])[];
}

/** A query; `values` are its columns, read from relation `row`, converted to the types of the columns written. */
export interface BoundInsertQuery {
  readonly kind: 'query';
  readonly query: BoundQuery;
  readonly row: RelationId;
  readonly values: readonly BoundExpression[];
}

/** `from` always holds the target; without a FROM it is the target alone. */
export interface BoundUpdate extends ModificationBase<'update'> {
  readonly target: BoundRowTarget;
  readonly from: readonly BoundTable[];
  readonly set: readonly BoundSetItem[];
  readonly where?: BoundPredicate | undefined;
  /** WHERE CURRENT OF */
  readonly currentOf?: BoundCursorName | undefined;
}

export interface BoundDelete extends ModificationBase<'delete'> {
  readonly target: BoundRowTarget;
  readonly from: readonly BoundTable[];
  readonly where?: BoundPredicate | undefined;
  readonly currentOf?: BoundCursorName | undefined;
}

/** `c = x`, `@v = x` and `@v = c = x`; compound operators are written out. All column values see the row as it was. */
export type BoundSetItem = BoundSetColumn | BoundSetRowVariable;

export interface BoundSetColumn {
  readonly kind: 'set-column';
  /** Position among the columns of the stored table. */
  readonly column: number;
  readonly name: string;
  /** Converted to the column's type. */
  readonly value: BoundExpression;
  /** `@v = c = x`: takes the column's new value. */
  readonly variable?: BoundVariableTarget | undefined;
}

/** `@v = x`, once for each row, and before the columns: they see the new value. */
export interface BoundSetRowVariable {
  readonly kind: 'set-row-variable';
  readonly variable: BoundVariableTarget;
  readonly value: BoundExpression;
}

export interface BoundMerge extends ModificationBase<'merge'> {
  readonly target: BoundRowTarget;
  /** The target as a relation; its columns are in scope beside those of `source`. */
  readonly targetTable: BoundTable;
  readonly source: BoundTable;
  readonly on: BoundPredicate;
  readonly clauses: readonly BoundMergeClause[];
}

export interface BoundMergeClause {
  readonly when: 'matched' | 'not-matched-by-target' | 'not-matched-by-source';
  readonly condition?: BoundPredicate | undefined;
  readonly action: BoundMergeAction;
  readonly span: Span;
}

export type BoundMergeAction =
  | { readonly kind: 'update'; readonly set: readonly BoundSetItem[] }
  | { readonly kind: 'delete' }
  /** `values` is missing for DEFAULT VALUES. */
  | {
      readonly kind: 'insert';
      readonly columns: readonly number[];
      readonly values?: readonly BoundExpression[] | undefined;
    };

/** OUTPUT: read for each row written, from `inserted` (after) and `deleted` (before), and from the FROM of the statement. */
export interface BoundOutput {
  readonly items: readonly BoundSelectItem[];
  readonly columns: readonly OutputColumn[];
  readonly inserted: RelationId;
  readonly deleted: RelationId;
  /** OUTPUT … INTO; the items are converted to its columns. */
  readonly into?: { readonly target: BoundStoredTable; readonly columns: readonly number[] } | undefined;
}

export interface BoundTruncate extends StatementBase<'truncate-table'> {
  readonly target: BoundStoredTable;
}
