import type { Span } from '@datamigrate/diagnostics';
import type { Commented } from './comments.js';
import type { BoundExpression } from './expression.js';
import type { BoundQuery } from './query.js';

interface PredicateBase<K extends string> extends Commented {
  readonly kind: K;
  readonly span: Span;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Something that is true, false or unknown. */
export type BoundPredicate =
  | BoundComparison
  | BoundQuantified
  | BoundBetween
  | BoundInList
  | BoundInQuery
  | BoundLike
  | BoundIsNull
  | BoundIsDistinct
  | BoundExists
  | BoundLogical
  | BoundNot
  | BoundColumnUpdated
  | BoundErrorPredicate;

/**
 * A comparison of two values converted to one type. For character operands `collation` is the one by which SQL Server
 * compares them.
 */
export interface BoundComparison extends PredicateBase<'comparison'> {
  readonly operator: ComparisonOperator;
  readonly left: BoundExpression;
  readonly right: BoundExpression;
  readonly collation?: string | undefined;
}

/** `x > ALL (query)`, `x = ANY (query)`; the query's column is converted to the operand's type. */
export interface BoundQuantified extends PredicateBase<'quantified'> {
  readonly operator: ComparisonOperator;
  readonly quantifier: 'ALL' | 'ANY';
  readonly operand: BoundExpression;
  readonly query: BoundQuery;
  readonly collation?: string | undefined;
}

/** `low <= operand AND operand <= high`, each pair compared in its own type. */
export interface BoundBetween extends PredicateBase<'between'> {
  readonly negated: boolean;
  readonly low: BoundComparison;
  readonly high: BoundComparison;
}

/** `operand IN (a, b)`: one comparison an element, each pair in its own type. */
export interface BoundInList extends PredicateBase<'in-list'> {
  readonly negated: boolean;
  readonly comparisons: readonly BoundComparison[];
}

export interface BoundInQuery extends PredicateBase<'in-query'> {
  readonly negated: boolean;
  readonly operand: BoundExpression;
  readonly query: BoundQuery;
  readonly collation?: string | undefined;
}

export interface BoundLike extends PredicateBase<'like'> {
  readonly negated: boolean;
  readonly operand: BoundExpression;
  readonly pattern: BoundExpression;
  readonly escape?: BoundExpression | undefined;
  readonly collation: string;
}

export interface BoundIsNull extends PredicateBase<'is-null'> {
  readonly negated: boolean;
  readonly operand: BoundExpression;
}

/** IS [NOT] DISTINCT FROM, and `=` under ANSI_NULLS OFF. */
export interface BoundIsDistinct extends PredicateBase<'is-distinct'> {
  readonly negated: boolean;
  readonly left: BoundExpression;
  readonly right: BoundExpression;
  readonly collation?: string | undefined;
}

export interface BoundExists extends PredicateBase<'exists'> {
  readonly query: BoundQuery;
}

/** AND and OR over two or more operands, in the order written. */
export interface BoundLogical extends PredicateBase<'logical'> {
  readonly operator: 'AND' | 'OR';
  readonly operands: readonly BoundPredicate[];
}

export interface BoundNot extends PredicateBase<'not'> {
  readonly operand: BoundPredicate;
}

/** `UPDATE(c)` in a trigger: true for every INSERT, and for an UPDATE that sets the column. */
export interface BoundColumnUpdated extends PredicateBase<'column-updated'> {
  /** Position among the columns of the trigger's table. */
  readonly column: number;
  readonly name: string;
}

export interface BoundErrorPredicate extends PredicateBase<'error-predicate'> {}
