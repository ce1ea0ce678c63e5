import type { ColumnReference, Expression } from './expressions.js';
import type { StringLiteral } from './literals.js';
import type { Identifier, Variable } from './names.js';
import type { NodeBase } from './node.js';
import type { QueryExpression } from './queries.js';

/** Expressions that are true, false or unknown. T-SQL keeps them apart from values. */
export type Predicate =
  | ComparisonPredicate
  | QuantifiedComparisonPredicate
  | BetweenPredicate
  | InPredicate
  | LikePredicate
  | IsNullPredicate
  | IsDistinctFromPredicate
  | ExistsPredicate
  | LogicalExpression
  | NotExpression
  | FullTextPredicate
  | UpdatedColumnPredicate
  | CurrentOfPredicate
  | RegexpLikePredicate
  | TsEqualPredicate
  | GraphMatchPredicate;

/** `!<` and `!>` are kept as written; `*=` and `=*` are the outer joins of old. */
export type ComparisonOperator = '=' | '<>' | '!=' | '<' | '<=' | '>' | '>=' | '!<' | '!>' | '*=' | '=*';

export interface ComparisonPredicate extends NodeBase<'ComparisonPredicate'> {
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface QuantifiedComparisonPredicate extends NodeBase<'QuantifiedComparisonPredicate'> {
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly quantifier: 'ALL' | 'ANY' | 'SOME';
  readonly query: QueryExpression;
}

export interface BetweenPredicate extends NodeBase<'BetweenPredicate'> {
  readonly operand: Expression;
  readonly negated: boolean;
  readonly low: Expression;
  readonly high: Expression;
}

export interface InPredicate extends NodeBase<'InPredicate'> {
  readonly operand: Expression;
  readonly negated: boolean;
  /** One of the two is there. */
  readonly values?: readonly Expression[] | undefined;
  readonly query?: QueryExpression | undefined;
}

export interface LikePredicate extends NodeBase<'LikePredicate'> {
  readonly operand: Expression;
  readonly negated: boolean;
  readonly pattern: Expression;
  readonly escape?: Expression | undefined;
  /** `{escape 'x'}` */
  readonly odbcEscape?: boolean | undefined;
}

export interface IsNullPredicate extends NodeBase<'IsNullPredicate'> {
  readonly operand: Expression;
  readonly negated: boolean;
}

export interface IsDistinctFromPredicate extends NodeBase<'IsDistinctFromPredicate'> {
  readonly left: Expression;
  readonly negated: boolean;
  readonly right: Expression;
}

export interface ExistsPredicate extends NodeBase<'ExistsPredicate'> {
  readonly query: QueryExpression;
}

/** AND and OR. Chains lean left and may be thousands long: walk `left` in a loop. */
export interface LogicalExpression extends NodeBase<'LogicalExpression'> {
  readonly operator: 'AND' | 'OR';
  readonly left: Expression;
  readonly right: Expression;
}

export interface NotExpression extends NodeBase<'NotExpression'> {
  readonly operand: Expression;
}

/** CONTAINS and FREETEXT */
export interface FullTextPredicate extends NodeBase<'FullTextPredicate'> {
  readonly function: 'CONTAINS' | 'FREETEXT';
  readonly columns: readonly FullTextColumn[];
  /** CONTAINS(PROPERTY(column, 'name'), …) */
  readonly property?: StringLiteral | undefined;
  readonly search: Expression;
  readonly language?: Expression | undefined;
}

/** A column, or `*` for all. */
export interface FullTextColumn extends NodeBase<'FullTextColumn'> {
  readonly column?: ColumnReference | undefined;
}

/** UPDATE(column) in a trigger. */
export interface UpdatedColumnPredicate extends NodeBase<'UpdatedColumnPredicate'> {
  readonly column: Identifier;
}

/** WHERE CURRENT OF cursor */
export interface CurrentOfPredicate extends NodeBase<'CurrentOfPredicate'> {
  readonly global: boolean;
  readonly cursor: Identifier | Variable;
}

/** REGEXP_LIKE(value, pattern [, flags]) of SQL Server 2025 */
export interface RegexpLikePredicate extends NodeBase<'RegexpLikePredicate'> {
  readonly arguments: readonly Expression[];
}

/** TSEQUAL(a, b), a leftover of Sybase. */
export interface TsEqualPredicate extends NodeBase<'TsEqualPredicate'> {
  readonly left: Expression;
  readonly right: Expression;
}

/** MATCH(a-(e)->b AND …) over graph tables. */
export interface GraphMatchPredicate extends NodeBase<'GraphMatchPredicate'> {
  readonly pattern: GraphPattern;
}

export type GraphPattern = GraphPath | GraphPatternAnd | GraphShortestPath | GraphLastNodeEquality;

export interface GraphPatternAnd extends NodeBase<'GraphPatternAnd'> {
  readonly left: GraphPattern;
  readonly right: GraphPattern;
}

/** `a-(e)->b<-(f)-c`: nodes and the edges between them. */
export interface GraphPath extends NodeBase<'GraphPath'> {
  readonly first: GraphNode;
  readonly steps: readonly GraphStep[];
}

export interface GraphNode extends NodeBase<'GraphNode'> {
  readonly name: Identifier;
  /** LAST_NODE(name) */
  readonly lastNode: boolean;
}

export interface GraphStep extends NodeBase<'GraphStep'> {
  readonly edge: Identifier;
  readonly direction: 'right' | 'left';
  readonly node: GraphNode;
}

/** SHORTEST_PATH(a(-(e)->b)+) */
export interface GraphShortestPath extends NodeBase<'GraphShortestPath'> {
  readonly first?: GraphNode | undefined;
  readonly steps: readonly GraphStep[];
  readonly lastNode?: GraphNode | undefined;
  readonly quantifier: GraphQuantifier;
}

/** `+` or `{1,n}` */
export interface GraphQuantifier extends NodeBase<'GraphQuantifier'> {
  readonly minimum: number;
  readonly maximum?: number | undefined;
}

export interface GraphLastNodeEquality extends NodeBase<'GraphLastNodeEquality'> {
  readonly left: GraphNode;
  readonly right: GraphNode;
}

export type PredicateNode = Predicate | FullTextColumn | GraphPattern | GraphNode | GraphStep | GraphQuantifier;
