import type { Expression, OverClause, PseudoColumn } from './expressions.js';
import type { StringLiteral } from './literals.js';
import type { DataType, Identifier, ObjectName, Variable } from './names.js';
import type { NodeBase } from './node.js';
import type { TableReference } from './tables.js';

/** What SELECT statements, views, subqueries and INSERT … SELECT are made of. */
export type QueryExpression = QuerySpecification | SetOperation | ParenthesizedQuery;

/** ORDER BY, OFFSET and FOR hang on the query they end: on the whole of a set operation, not on its last part. */
export interface QueryTail {
  readonly orderBy?: OrderByClause | undefined;
  readonly offset?: OffsetClause | undefined;
  readonly for?: ForClause | undefined;
}

export interface QuerySpecification extends NodeBase<'QuerySpecification'>, QueryTail {
  readonly quantifier?: 'ALL' | 'DISTINCT' | undefined;
  readonly top?: TopClause | undefined;
  readonly select: readonly SelectElement[];
  readonly into?: IntoClause | undefined;
  readonly from?: FromClause | undefined;
  readonly where?: WhereClause | undefined;
  readonly groupBy?: GroupByClause | undefined;
  readonly having?: HavingClause | undefined;
  readonly window?: WindowClause | undefined;
}

/** Chains lean left and may be thousands long: walk `left` in a loop. */
export interface SetOperation extends NodeBase<'SetOperation'>, QueryTail {
  /** SQL Server reads EXCEPT ALL and INTERSECT ALL and refuses them later (error 324). */
  readonly operator: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'EXCEPT ALL' | 'INTERSECT' | 'INTERSECT ALL';
  readonly left: QueryExpression;
  readonly right: QueryExpression;
}

export interface ParenthesizedQuery extends NodeBase<'ParenthesizedQuery'>, QueryTail {
  readonly query: QueryExpression;
}

export interface TopClause extends NodeBase<'TopClause'> {
  readonly count: Expression;
  /** `TOP 5` without parentheses, allowed for SELECT only. */
  readonly parenthesized: boolean;
  readonly percent: boolean;
  readonly withTies: boolean;
  /** `TOP (n) WITH APPROXIMATE` of vector searches. */
  readonly approximate?: boolean | undefined;
}

export type SelectElement = SelectColumn | SelectStar | SelectSetVariable;

/** An expression with or without a name: `x`, `x AS y`, `y = x`, `x 'y'`. */
export interface SelectColumn extends NodeBase<'SelectColumn'> {
  readonly expression: Expression;
  readonly alias?: Identifier | StringLiteral | undefined;
  readonly aliasStyle?: 'as' | 'equals' | undefined;
}

export interface SelectStar extends NodeBase<'SelectStar'> {
  readonly qualifier: readonly (Identifier | undefined)[];
}

/** `SELECT @v = x`, `SELECT @v += x` */
export interface SelectSetVariable extends NodeBase<'SelectSetVariable'> {
  readonly variable: Variable;
  readonly operator: AssignmentOperator;
  readonly value: Expression;
}

export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '||=';

export interface IntoClause extends NodeBase<'IntoClause'> {
  readonly target: ObjectName;
  readonly fileGroup?: Identifier | undefined;
}

export interface FromClause extends NodeBase<'FromClause'> {
  readonly tables: readonly TableReference[];
}

export interface WhereClause extends NodeBase<'WhereClause'> {
  readonly condition: Expression;
}

export interface HavingClause extends NodeBase<'HavingClause'> {
  readonly condition: Expression;
}

export interface GroupByClause extends NodeBase<'GroupByClause'> {
  readonly all: boolean;
  readonly items: readonly GroupingItem[];
  /** The old form GROUP BY a, b WITH ROLLUP. */
  readonly with?: 'ROLLUP' | 'CUBE' | 'DISTRIBUTED_AGG' | undefined;
}

export type GroupingItem = GroupingExpression | GroupingComposite | GroupingFunction | GrandTotal;

export interface GroupingExpression extends NodeBase<'GroupingExpression'> {
  readonly expression: Expression;
  /** Synapse: GROUP BY a WITH (DISTRIBUTED_AGG) */
  readonly distributed?: boolean | undefined;
}

/** `(a, b)` inside ROLLUP, CUBE or GROUPING SETS */
export interface GroupingComposite extends NodeBase<'GroupingComposite'> {
  readonly items: readonly GroupingItem[];
}

export interface GroupingFunction extends NodeBase<'GroupingFunction'> {
  readonly function: 'ROLLUP' | 'CUBE' | 'GROUPING SETS';
  readonly items: readonly GroupingItem[];
}

/** `()` */
export interface GrandTotal extends NodeBase<'GrandTotal'> {}

export interface WindowClause extends NodeBase<'WindowClause'> {
  readonly windows: readonly WindowDefinition[];
}

export interface WindowDefinition extends NodeBase<'WindowDefinition'> {
  readonly name: Identifier;
  readonly over: OverClause;
}

export interface OrderByClause extends NodeBase<'OrderByClause'> {
  readonly items: readonly OrderByItem[];
}

export interface OrderByItem extends NodeBase<'OrderByItem'> {
  readonly expression: Expression;
  readonly direction?: 'ASC' | 'DESC' | undefined;
}

export interface OffsetClause extends NodeBase<'OffsetClause'> {
  /** Missing only for FETCH APPROXIMATE. */
  readonly offset?: Expression | undefined;
  readonly fetch?: Expression | undefined;
  /** FETCH APPROXIMATE NEXT n ROWS ONLY of vector searches. */
  readonly approximate?: boolean | undefined;
}

export type ForClause = ForXmlClause | ForJsonClause | ForBrowseClause | ForReadOnlyClause | ForUpdateClause;

export interface ForBrowseClause extends NodeBase<'ForBrowseClause'> {}

/** FOR READ ONLY in a cursor's query. */
export interface ForReadOnlyClause extends NodeBase<'ForReadOnlyClause'> {}

/** FOR UPDATE [OF columns] in a cursor's query. */
export interface ForUpdateClause extends NodeBase<'ForUpdateClause'> {
  readonly columns: readonly Identifier[];
}

export interface ForXmlClause extends NodeBase<'ForXmlClause'> {
  readonly mode: 'RAW' | 'AUTO' | 'EXPLICIT' | 'PATH';
  readonly element?: StringLiteral | undefined;
  readonly directives: readonly ForXmlDirective[];
}

export interface ForXmlDirective extends NodeBase<'ForXmlDirective'> {
  readonly name:
    | 'TYPE'
    | 'ROOT'
    | 'ELEMENTS'
    | 'ELEMENTS XSINIL'
    | 'ELEMENTS ABSENT'
    | 'BINARY BASE64'
    | 'XMLDATA'
    | 'XMLSCHEMA';
  readonly value?: StringLiteral | undefined;
}

export interface ForJsonClause extends NodeBase<'ForJsonClause'> {
  readonly mode: 'AUTO' | 'PATH';
  readonly directives: readonly ForJsonDirective[];
}

export interface ForJsonDirective extends NodeBase<'ForJsonDirective'> {
  readonly name: 'ROOT' | 'INCLUDE_NULL_VALUES' | 'WITHOUT_ARRAY_WRAPPER';
  readonly value?: StringLiteral | undefined;
}

/** `WITH x AS (…), …` and WITH XMLNAMESPACES before a statement. */
export interface WithClause extends NodeBase<'WithClause'> {
  readonly namespaces?: XmlNamespaces | undefined;
  readonly changeTrackingContext?: Expression | undefined;
  readonly tables: readonly CommonTableExpression[];
}

export interface CommonTableExpression extends NodeBase<'CommonTableExpression'> {
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
  readonly query: QueryExpression;
}

export interface XmlNamespaces extends NodeBase<'XmlNamespaces'> {
  readonly items: readonly XmlNamespace[];
}

/** `'uri' AS prefix`, or `DEFAULT 'uri'` without a prefix. */
export interface XmlNamespace extends NodeBase<'XmlNamespace'> {
  readonly uri: StringLiteral;
  readonly prefix?: Identifier | undefined;
}

/** OPTION (…) */
export interface OptionClause extends NodeBase<'OptionClause'> {
  readonly hints: readonly QueryHint[];
}

/** A query hint by its words; `value` for MAXDOP 4, `variables` for OPTIMIZE FOR, `hints` for USE HINT. */
export interface QueryHint extends NodeBase<'QueryHint'> {
  /** The hint's words in upper case, one blank between: `HASH JOIN`, `MAXDOP`, `OPTIMIZE FOR`. */
  readonly name: string;
  readonly value?: Expression | undefined;
  readonly variables?: readonly OptimizeForVariable[] | undefined;
  readonly names?: readonly StringLiteral[] | undefined;
  readonly table?: ObjectName | undefined;
  readonly tableHints?: readonly TableHint[] | undefined;
}

export interface OptimizeForVariable extends NodeBase<'OptimizeForVariable'> {
  readonly variable: Variable;
  /** Missing for UNKNOWN. */
  readonly value?: Expression | undefined;
}

/** A table hint: NOLOCK, INDEX (a, b), FORCESEEK (i (c)), SPATIAL_WINDOW_MAX_CELLS = 1 … */
export interface TableHint extends NodeBase<'TableHint'> {
  readonly name: string;
  readonly indexes?: readonly (Identifier | Expression)[] | undefined;
  readonly columns?: readonly Identifier[] | undefined;
  readonly value?: Expression | undefined;
}

export type { DataType, PseudoColumn };

export type QueryNode =
  | QueryExpression
  | TopClause
  | SelectElement
  | IntoClause
  | FromClause
  | WhereClause
  | HavingClause
  | GroupByClause
  | GroupingItem
  | WindowClause
  | WindowDefinition
  | OrderByClause
  | OrderByItem
  | OffsetClause
  | ForClause
  | ForXmlDirective
  | ForJsonDirective
  | WithClause
  | CommonTableExpression
  | XmlNamespaces
  | XmlNamespace
  | OptionClause
  | QueryHint
  | OptimizeForVariable
  | TableHint;
