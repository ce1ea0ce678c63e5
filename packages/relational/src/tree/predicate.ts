import type { ComparisonOperator } from '../bound-names.js';
import type { Commented } from './comments.js';
import type { RelExpression } from './expression.js';
import type { RelQuery } from './query.js';

/** A condition. Text in it is compared as it stands: where a collation matters, the operands are collation keys. */
export type RelPredicate = Commented &
  (
    | {
        readonly kind: 'comparison';
        readonly operator: ComparisonOperator;
        readonly left: RelExpression;
        readonly right: RelExpression;
      }
    | {
        readonly kind: 'is-distinct';
        readonly negated: boolean;
        readonly left: RelExpression;
        readonly right: RelExpression;
      }
    | {
        readonly kind: 'between';
        readonly negated: boolean;
        readonly operand: RelExpression;
        readonly low: RelExpression;
        readonly high: RelExpression;
      }
    | {
        readonly kind: 'in-list';
        readonly negated: boolean;
        readonly operand: RelExpression;
        readonly values: readonly RelExpression[];
      }
    | {
        readonly kind: 'in-query';
        readonly negated: boolean;
        readonly operand: RelExpression;
        readonly query: RelQuery;
      }
    | {
        readonly kind: 'quantified';
        readonly operator: ComparisonOperator;
        readonly quantifier: 'ALL' | 'ANY';
        readonly operand: RelExpression;
        readonly query: RelQuery;
      }
    | RelLike
    | RelMatches
    | RelLikeComputed
    | { readonly kind: 'is-null'; readonly negated: boolean; readonly operand: RelExpression }
    /** False or unknown: what a condition is where it does not hold. */
    | { readonly kind: 'not-true'; readonly operand: RelPredicate }
    | { readonly kind: 'exists'; readonly query: RelQuery }
    | { readonly kind: 'logical'; readonly operator: 'AND' | 'OR'; readonly operands: readonly RelPredicate[] }
    | { readonly kind: 'not'; readonly operand: RelPredicate }
  );

/** LIKE with a pattern of `%` and `_` alone. */
export interface RelLike {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly operand: RelExpression;
  readonly pattern: RelExpression;
  readonly escape?: string | undefined;
  readonly ignoreCase: boolean;
}

/** LIKE with character classes: the whole text matches a regular expression. */
export interface RelMatches {
  readonly kind: 'matches';
  readonly negated: boolean;
  readonly operand: RelExpression;
  readonly regex: string;
  readonly ignoreCase: boolean;
}

/** LIKE with a pattern that is known at run time only, under a collation that ignores case. */
export interface RelLikeComputed {
  readonly kind: 'like-computed';
  readonly negated: boolean;
  readonly operand: RelExpression;
  readonly pattern: RelExpression;
  /** Blanks at the end of the value are forgiven: neither side is Unicode. */
  readonly forgiving: boolean;
}
