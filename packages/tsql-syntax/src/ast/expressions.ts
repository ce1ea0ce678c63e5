import type { Literal, StringLiteral } from './literals.js';
import type { DataType, Identifier, ObjectName, Variable } from './names.js';
import type { NodeBase } from './node.js';
import type { Predicate } from './predicates.js';
import type { OrderByClause, QueryExpression } from './queries.js';

/** Anything that has a value or a truth. The parser checks which of the two a place wants. */
export type Expression = ScalarExpression | Predicate;

export type ScalarExpression =
  | Literal
  | Variable
  | SystemVariable
  | ColumnReference
  | PseudoColumn
  | UnaryExpression
  | BinaryExpression
  | ParenthesizedExpression
  | CaseExpression
  | CastExpression
  | ConvertExpression
  | ParseExpression
  | FunctionCall
  | NiladicFunction
  | MethodCall
  | StaticMethodCall
  | StaticPropertyReference
  | CollateExpression
  | AtTimeZoneExpression
  | NextValueForExpression
  | ScalarSubquery
  | TrimExpression
  | JsonConstructor
  | PartitionFunctionCall
  | OdbcFunctionCall
  | IdentityExpression;

/** `@@ROWCOUNT`; the name keeps its `@@`. */
export interface SystemVariable extends NodeBase<'SystemVariable'> {
  readonly name: string;
}

/** `[schema.][table.]column`; parts left out between dots are undefined. The last part is always there. */
export interface ColumnReference extends NodeBase<'ColumnReference'> {
  readonly qualifier: readonly (Identifier | undefined)[];
  readonly column: Identifier;
}

/** `$action`, `$identity`, `$rowguid`, IDENTITYCOL, ROWGUIDCOL, graph `$node_id` …, with what qualifies it. */
export interface PseudoColumn extends NodeBase<'PseudoColumn'> {
  readonly qualifier: readonly (Identifier | undefined)[];
  /** In upper case, as `$ACTION` or `IDENTITYCOL`. */
  readonly name: string;
}

export interface UnaryExpression extends NodeBase<'UnaryExpression'> {
  readonly operator: '+' | '-' | '~';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '||' | '<<' | '>>';

/** Left-associative chains lean left and may be thousands long: walk `left` in a loop, never by recursion. */
export interface BinaryExpression extends NodeBase<'BinaryExpression'> {
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface ParenthesizedExpression extends NodeBase<'ParenthesizedExpression'> {
  readonly expression: Expression;
}

/** Simple CASE has an `input`, searched CASE has none. */
export interface CaseExpression extends NodeBase<'CaseExpression'> {
  readonly input?: Expression | undefined;
  readonly branches: readonly WhenBranch[];
  readonly otherwise?: Expression | undefined;
}

export interface WhenBranch extends NodeBase<'WhenBranch'> {
  readonly when: Expression;
  readonly result: Expression;
}

/** CAST and TRY_CAST */
export interface CastExpression extends NodeBase<'CastExpression'> {
  readonly attempt: boolean;
  readonly operand: Expression;
  readonly type: DataType;
}

/** CONVERT and TRY_CONVERT */
export interface ConvertExpression extends NodeBase<'ConvertExpression'> {
  readonly attempt: boolean;
  readonly type: DataType;
  readonly operand: Expression;
  readonly style?: Expression | undefined;
}

/** PARSE and TRY_PARSE */
export interface ParseExpression extends NodeBase<'ParseExpression'> {
  readonly attempt: boolean;
  readonly operand: Expression;
  readonly type: DataType;
  readonly culture?: Expression | undefined;
}

/** A call by name: built-in (`LEN(x)`), user-defined (`dbo.f(x)`), aggregate or window function. */
export interface FunctionCall extends NodeBase<'FunctionCall'> {
  readonly name: ObjectName;
  readonly quantifier?: 'ALL' | 'DISTINCT' | undefined;
  /** `*` of COUNT(*) is an argument of its own. */
  readonly arguments: readonly (Expression | StarArgument)[];
  /** ORDER BY inside the call: JSON_ARRAYAGG(x ORDER BY y). */
  readonly orderBy?: OrderByClause | undefined;
  readonly nulls?: 'IGNORE NULLS' | 'RESPECT NULLS' | 'NULL ON NULL' | 'ABSENT ON NULL' | undefined;
  readonly returning?: DataType | undefined;
  /** JSON_QUERY(x, path WITH ARRAY WRAPPER) */
  readonly withArrayWrapper?: boolean | undefined;
  /** AI_GENERATE_EMBEDDINGS(x USE MODEL m PARAMETERS p) */
  readonly model?: ObjectName | undefined;
  readonly modelParameters?: Expression | undefined;
  /** WITHIN GROUP (ORDER BY …) */
  readonly withinGroup?: OrderByClause | undefined;
  readonly withinGraphPath?: boolean | undefined;
  readonly over?: OverClause | undefined;
}

export interface StarArgument extends NodeBase<'StarArgument'> {}

/** CURRENT_TIMESTAMP, CURRENT_USER, SESSION_USER, SYSTEM_USER, USER, CURRENT_DATE */
export interface NiladicFunction extends NodeBase<'NiladicFunction'> {
  readonly name: string;
}

/** `x.value('…','int')` on an expression; on a column the parser cannot tell it from a schema-qualified call. */
export interface MethodCall extends NodeBase<'MethodCall'> {
  readonly target: Expression;
  readonly method: Identifier;
  /** `SET @p::X = 1` */
  readonly doubleColon?: boolean | undefined;
  /** Missing for a property: `@g.Lat`. */
  readonly arguments?: readonly Expression[] | undefined;
}

/** `hierarchyid::GetRoot()` */
export interface StaticMethodCall extends NodeBase<'StaticMethodCall'> {
  readonly type: ObjectName;
  readonly method: Identifier;
  readonly arguments: readonly Expression[];
}

/** `geography::Null` */
export interface StaticPropertyReference extends NodeBase<'StaticPropertyReference'> {
  readonly type: ObjectName;
  readonly property: Identifier;
}

export interface CollateExpression extends NodeBase<'CollateExpression'> {
  readonly operand: Expression;
  readonly collation: Identifier;
}

export interface AtTimeZoneExpression extends NodeBase<'AtTimeZoneExpression'> {
  readonly operand: Expression;
  readonly zone: Expression;
}

export interface NextValueForExpression extends NodeBase<'NextValueForExpression'> {
  readonly sequence: ObjectName;
  readonly over?: OverClause | undefined;
}

export interface ScalarSubquery extends NodeBase<'ScalarSubquery'> {
  readonly query: QueryExpression;
}

/** TRIM with its SQL:1992 form: TRIM(LEADING 'x' FROM y). A plain TRIM(y) is a FunctionCall. */
export interface TrimExpression extends NodeBase<'TrimExpression'> {
  readonly side?: 'LEADING' | 'TRAILING' | 'BOTH' | undefined;
  readonly characters?: Expression | undefined;
  readonly operand: Expression;
}

/** JSON_OBJECT('k': v, …) and JSON_ARRAY(v, …), also as aggregates JSON_OBJECTAGG('k': v). */
export interface JsonConstructor extends NodeBase<'JsonConstructor'> {
  readonly function: 'JSON_OBJECT' | 'JSON_ARRAY' | 'JSON_OBJECTAGG';
  readonly entries: readonly JsonEntry[];
  readonly nulls?: 'NULL ON NULL' | 'ABSENT ON NULL' | undefined;
  readonly returning?: DataType | undefined;
  readonly withinGroup?: OrderByClause | undefined;
  readonly over?: OverClause | undefined;
}

export interface JsonEntry extends NodeBase<'JsonEntry'> {
  readonly key?: Expression | undefined;
  readonly value: Expression;
}

/** `$PARTITION.f(x)`, `db.$PARTITION.f(x)` */
export interface PartitionFunctionCall extends NodeBase<'PartitionFunctionCall'> {
  readonly database?: Identifier | undefined;
  readonly function: Identifier;
  readonly arguments: readonly Expression[];
}

/** `{fn LENGTH(x)}`; the inside is kept as the call it holds. */
export interface OdbcFunctionCall extends NodeBase<'OdbcFunctionCall'> {
  /** `{fn EXTRACT(hour FROM x)}`: the part; `call` is then the operand. */
  readonly extract?: Identifier | undefined;
  readonly call: Expression;
}

/** IDENTITY(int, 1, 1) in SELECT … INTO */
export interface IdentityExpression extends NodeBase<'IdentityExpression'> {
  readonly type: DataType;
  readonly seed?: Expression | undefined;
  readonly increment?: Expression | undefined;
}

export interface OverClause extends NodeBase<'OverClause'> {
  /** OVER w, or OVER (w ORDER BY …) */
  readonly window?: Identifier | undefined;
  /** False for `OVER w` without parentheses. */
  readonly parenthesized: boolean;
  readonly partitionBy: readonly Expression[];
  readonly orderBy?: OrderByClause | undefined;
  readonly frame?: WindowFrame | undefined;
}

export interface WindowFrame extends NodeBase<'WindowFrame'> {
  readonly unit: 'ROWS' | 'RANGE';
  readonly from: FrameBound;
  readonly to?: FrameBound | undefined;
}

export interface FrameBound extends NodeBase<'FrameBound'> {
  readonly bound: 'UNBOUNDED PRECEDING' | 'PRECEDING' | 'CURRENT ROW' | 'FOLLOWING' | 'UNBOUNDED FOLLOWING';
  readonly offset?: Expression | undefined;
}

export type { StringLiteral };

export type ExpressionNode =
  | ScalarExpression
  | WhenBranch
  | StarArgument
  | JsonEntry
  | OverClause
  | WindowFrame
  | FrameBound;
