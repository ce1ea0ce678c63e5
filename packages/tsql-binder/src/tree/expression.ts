import type { CollationLabel, SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { FunctionName } from '../functions/function-names.js';
import type { BoundPredicate } from './predicate.js';
import type { BoundQuery } from './query.js';

/** The collation of a character expression and where it comes from. */
export interface BoundCollation {
  readonly name: string;
  readonly label: CollationLabel;
}

/** What every bound expression knows: SQL Server's own type for it, whether it can be NULL, its collation, its place. */
export interface BoundBase<K extends string> {
  readonly kind: K;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Of character expressions only. */
  readonly collation?: BoundCollation | undefined;
  readonly span: Span;
}

/** Values have types; conditions are BoundPredicate. */
export type BoundExpression =
  | BoundLiteral
  | BoundColumn
  | BoundVariable
  | BoundSystemVariable
  | BoundCast
  | BoundArithmetic
  | BoundNegation
  | BoundBitwise
  | BoundBitwiseNot
  | BoundConcatenation
  | BoundDateArithmetic
  | BoundCase
  | BoundCall
  | BoundUserCall
  | BoundAggregate
  | BoundWindow
  | BoundScalarSubquery
  | BoundGroupKey
  | BoundOutputColumn
  | BoundCollate
  | BoundNextValue
  | BoundIdentityValue
  | BoundMergeActionName
  | BoundErrorExpression;

/**
 * A constant. `value` by type: bigint for integers, and for decimal and money as the number without its point (the
 * scale is the type's, 4 for money); number for float; string for character types; bytes for binary; null for NULL.
 */
export interface BoundLiteral extends BoundBase<'literal'> {
  readonly value: bigint | number | string | Uint8Array | null;
}

/** A column of a relation in scope. */
export interface BoundColumn extends BoundBase<'column'> {
  readonly relation: RelationId;
  /** Position among the relation's columns, from 0. */
  readonly ordinal: number;
  readonly name: string;
  /** How many query levels out the relation stands: 0 is this query, more is a correlation. */
  readonly level: number;
}

/** Names one occurrence of a table, view, CTE or subquery; unique within a bound statement. */
export type RelationId = number;

/** `@x`, a local variable or parameter. */
export interface BoundVariable extends BoundBase<'variable'> {
  /** With its `@`, as declared. */
  readonly name: string;
}

/** `@@ROWCOUNT` and its like; the name in upper case with its `@@`. */
export interface BoundSystemVariable extends BoundBase<'system-variable'> {
  readonly name: string;
}

/** A conversion to this node's type: written as CAST or CONVERT, or put in by the binder. */
export interface BoundCast extends BoundBase<'cast'> {
  readonly operand: BoundExpression;
  readonly implicit: boolean;
  /** TRY_CAST, TRY_CONVERT: NULL where the value does not convert. */
  readonly attempt: boolean;
  /** The value goes into a column: text or bytes too long for it are an error (2628), and are not cut. */
  readonly storing?: boolean | undefined;
  /** Style of CONVERT; undefined where none was given. */
  readonly style?: BoundExpression | undefined;
}

/**
 * Numeric arithmetic. Operands are converted to the family of the result (integers to the result's type; decimals keep
 * their own precision and scale, as the rules for the result's type need them).
 */
export interface BoundArithmetic extends BoundBase<'arithmetic'> {
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

export interface BoundNegation extends BoundBase<'negation'> {
  readonly operand: BoundExpression;
}

export interface BoundBitwise extends BoundBase<'bitwise'> {
  readonly operator: '&' | '|' | '^' | '<<' | '>>';
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

export interface BoundBitwiseNot extends BoundBase<'bitwise-not'> {
  readonly operand: BoundExpression;
}

/** `+` or `||` of character or binary values. */
export interface BoundConcatenation extends BoundBase<'concatenation'> {
  readonly left: BoundExpression;
  readonly right: BoundExpression;
  /** False under CONCAT_NULL_YIELDS_NULL OFF, where NULL counts as ''. */
  readonly nullYieldsNull: boolean;
}

/** datetime or smalldatetime plus or minus a number of days, fractions included; both operands converted to datetime. */
export interface BoundDateArithmetic extends BoundBase<'date-arithmetic'> {
  readonly operator: '+' | '-';
  readonly left: BoundExpression;
  readonly right: BoundExpression;
}

/** Searched CASE; a simple CASE and IIF arrive as one. Results are converted to this node's type. */
export interface BoundCase extends BoundBase<'case'> {
  readonly branches: readonly BoundWhen[];
  readonly otherwise: BoundExpression | undefined;
  /** The input of a simple CASE, for writing it back as one: each `when` compares it with `=`. */
  readonly input?: BoundExpression | undefined;
}

export interface BoundWhen {
  readonly when: BoundPredicate;
  readonly result: BoundExpression;
}

/** A scalar built-in function. Arguments are converted to the types the function takes. */
export interface BoundCall extends BoundBase<'call'> {
  readonly function: FunctionName;
  readonly arguments: readonly BoundExpression[];
  /** The date part of DATEADD and its like, in its full name: `day`, `iso_week`. */
  readonly datePart?: DatePart | undefined;
  /** The first day of the week, where SET DATEFIRST has changed it before. */
  readonly dateFirst?: number | undefined;
}

export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond'
  | 'tzoffset'
  | 'iso_week';

/** A scalar function of the database. */
export interface BoundUserCall extends BoundBase<'user-call'> {
  readonly schema: string;
  readonly name: string;
  readonly arguments: readonly BoundExpression[];
}

export type AggregateFunction =
  | 'COUNT'
  | 'COUNT_BIG'
  | 'SUM'
  | 'AVG'
  | 'MIN'
  | 'MAX'
  | 'STDEV'
  | 'STDEVP'
  | 'VAR'
  | 'VARP'
  | 'STRING_AGG'
  | 'CHECKSUM_AGG'
  | 'GROUPING'
  | 'GROUPING_ID'
  | 'APPROX_COUNT_DISTINCT';

/** An aggregate over the groups of its query. `COUNT(*)` has no arguments. */
export interface BoundAggregate extends BoundBase<'aggregate'> {
  readonly function: AggregateFunction;
  readonly arguments: readonly BoundExpression[];
  readonly distinct: boolean;
  /** WITHIN GROUP (ORDER BY …) of STRING_AGG. */
  readonly orderBy: readonly BoundOrderItem[];
}

export type WindowFunction =
  | AggregateFunction
  | 'ROW_NUMBER'
  | 'RANK'
  | 'DENSE_RANK'
  | 'NTILE'
  | 'LAG'
  | 'LEAD'
  | 'FIRST_VALUE'
  | 'LAST_VALUE'
  | 'PERCENT_RANK'
  | 'CUME_DIST'
  | 'PERCENTILE_CONT'
  | 'PERCENTILE_DISC';

/** A function over a window. The frame is always spelled out, as SQL Server takes it. */
export interface BoundWindow extends BoundBase<'window'> {
  readonly function: WindowFunction;
  readonly arguments: readonly BoundExpression[];
  readonly partitionBy: readonly BoundExpression[];
  readonly orderBy: readonly BoundOrderItem[];
  /** Missing for functions that take no frame. */
  readonly frame?: BoundFrame | undefined;
  readonly ignoreNulls: boolean;
}

export interface BoundFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: BoundFrameEdge;
  readonly to: BoundFrameEdge;
}

export type BoundFrameEdge =
  | { readonly edge: 'UNBOUNDED PRECEDING' | 'CURRENT ROW' | 'UNBOUNDED FOLLOWING' }
  | { readonly edge: 'PRECEDING' | 'FOLLOWING'; readonly offset: number };

export interface BoundOrderItem {
  readonly expression: BoundExpression;
  readonly descending: boolean;
}

/** A query that gives one value: NULL for no row, error 512 for several. */
export interface BoundScalarSubquery extends BoundBase<'scalar-subquery'> {
  readonly query: BoundQuery;
}

/** Above the grouping: the value of the n-th grouping expression. */
export interface BoundGroupKey extends BoundBase<'group-key'> {
  /** Position in the query's `groupBy.keys`, from 0. */
  readonly key: number;
  readonly expression: BoundExpression;
}

/** In ORDER BY: a column of the query's own output, by alias or position. */
export interface BoundOutputColumn extends BoundBase<'output-column'> {
  /** Position in the query's `columns`, from 0. */
  readonly ordinal: number;
  readonly name: string | undefined;
}

/** COLLATE: the value is its operand's, the collation this node's. */
export interface BoundCollate extends BoundBase<'collate'> {
  readonly operand: BoundExpression;
}

export interface BoundNextValue extends BoundBase<'next-value'> {
  readonly schema: string;
  readonly name: string;
  /** The order in which the rows of the query draw, of OVER; without it any. */
  readonly orderBy: readonly BoundOrderItem[];
}

/** `IDENTITY(int, 1, 1)` of SELECT INTO: the next value of the new table's identity column. */
export interface BoundIdentityValue extends BoundBase<'identity-value'> {
  readonly seed: string;
  readonly increment: string;
}

/** `$action` in the OUTPUT of MERGE: INSERT, UPDATE or DELETE. */
export interface BoundMergeActionName extends BoundBase<'merge-action'> {}

/** Stands for what could not be bound. It silences errors that would follow from it and never leaves the binder's success. */
export interface BoundErrorExpression extends BoundBase<'error'> {}
