import type { DataModification } from './data-modification.js';
import type { ColumnReference, Expression, FunctionCall, MethodCall } from './expressions.js';
import type { StringLiteral } from './literals.js';
import type { DataType, Identifier, ObjectName, Variable } from './names.js';
import type { NodeBase } from './node.js';
import type { FullTextColumn } from './predicates.js';
import type { QueryExpression, TableHint } from './queries.js';

/** What may stand in FROM. */
export type TableReference =
  | NamedTable
  | VariableTable
  | FunctionTable
  | BuiltInFunctionTable
  | MethodTable
  | DerivedTable
  | InlineTable
  | DataModificationTable
  | JoinedTable
  | UnqualifiedJoin
  | ParenthesizedTable
  | OdbcJoinedTable
  | PivotedTable
  | UnpivotedTable
  | OpenJsonTable
  | OpenXmlTable
  | OpenQueryTable
  | OpenRowsetTable
  | OpenRowsetBulkTable
  | OpenRowsetCosmosTable
  | OpenDataSourceTable
  | ChangeTable
  | FullTextTable
  | SemanticTable
  | PredictTable
  | VectorSearchTable
  | GenerateChunksTable;

/** `AS t (a, b)` */
export interface TableAlias {
  readonly alias?: Identifier | undefined;
  readonly columns?: readonly Identifier[] | undefined;
}

export interface NamedTable extends NodeBase<'NamedTable'> {
  readonly name: ObjectName;
  readonly alias?: Identifier | undefined;
  readonly temporal?: TemporalClause | undefined;
  readonly sample?: TableSample | undefined;
  readonly hints: readonly TableHint[];
  /** Graph tables in SHORTEST_PATH: `t FOR PATH`. */
  readonly forPath?: boolean | undefined;
}

export interface TemporalClause extends NodeBase<'TemporalClause'> {
  readonly type: 'AS OF' | 'FROM TO' | 'BETWEEN' | 'CONTAINED IN' | 'ALL' | 'TIMESTAMP AS OF';
  readonly from?: Expression | undefined;
  readonly to?: Expression | undefined;
}

export interface TableSample extends NodeBase<'TableSample'> {
  readonly system: boolean;
  readonly size: Expression;
  readonly unit?: 'PERCENT' | 'ROWS' | undefined;
  readonly repeatable?: Expression | undefined;
}

export interface VariableTable extends NodeBase<'VariableTable'>, TableAlias {
  readonly variable: Variable;
  readonly hints?: readonly TableHint[] | undefined;
}

/** `dbo.f(1) AS t (a, b)` */
export interface FunctionTable extends NodeBase<'FunctionTable'>, TableAlias {
  readonly call: FunctionCall;
  /** `f(x) WITH (a int '$.a', …)`: columns the call is to give. */
  readonly schema?: readonly JsonColumn[] | undefined;
}

/** `::fn_helpcollations()` */
export interface BuiltInFunctionTable extends NodeBase<'BuiltInFunctionTable'>, TableAlias {
  readonly name: Identifier;
  readonly arguments: readonly Expression[];
}

/** `@x.nodes('…') AS t (c)`, `t.c.nodes('…')` */
export interface MethodTable extends NodeBase<'MethodTable'>, TableAlias {
  readonly call: MethodCall;
}

export interface DerivedTable extends NodeBase<'DerivedTable'>, TableAlias {
  readonly query: QueryExpression;
}

/** `(VALUES (1), (2)) AS t (a)` */
export interface InlineTable extends NodeBase<'InlineTable'>, TableAlias {
  readonly rows: readonly RowValue[];
}

export interface RowValue extends NodeBase<'RowValue'> {
  readonly values: readonly Expression[];
}

/** `(DELETE … OUTPUT …) AS t` as the source of an INSERT. */
export interface DataModificationTable extends NodeBase<'DataModificationTable'>, TableAlias {
  readonly statement: DataModification;
}

export interface JoinedTable extends NodeBase<'JoinedTable'> {
  readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
  readonly hint?: 'LOOP' | 'HASH' | 'MERGE' | 'REMOTE' | 'REDUCE' | 'REDISTRIBUTE' | 'REPLICATE' | undefined;
  /** `INNER LOCAL HASH JOIN`, undocumented. */
  readonly local?: boolean | undefined;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly on: Expression;
}

export interface UnqualifiedJoin extends NodeBase<'UnqualifiedJoin'> {
  readonly join: 'CROSS JOIN' | 'CROSS APPLY' | 'OUTER APPLY';
  readonly left: TableReference;
  readonly right: TableReference;
}

export interface ParenthesizedTable extends NodeBase<'ParenthesizedTable'> {
  readonly table: TableReference;
}

/** `{oj a LEFT OUTER JOIN b ON …}` */
export interface OdbcJoinedTable extends NodeBase<'OdbcJoinedTable'> {
  readonly table: TableReference;
}

export interface PivotedTable extends NodeBase<'PivotedTable'>, TableAlias {
  readonly table: TableReference;
  readonly aggregate: FunctionCall;
  readonly pivotColumn: ColumnReference;
  readonly values: readonly Identifier[];
}

export interface UnpivotedTable extends NodeBase<'UnpivotedTable'>, TableAlias {
  readonly table: TableReference;
  readonly valueColumn: Identifier;
  readonly pivotColumn: Identifier;
  readonly sources: readonly ColumnReference[];
}

export interface OpenJsonTable extends NodeBase<'OpenJsonTable'>, TableAlias {
  readonly json: Expression;
  readonly path?: Expression | undefined;
  readonly schema?: readonly JsonColumn[] | undefined;
}

/** A column of OPENJSON … WITH or OPENXML … WITH. */
export interface JsonColumn extends NodeBase<'JsonColumn'> {
  readonly name: Identifier;
  readonly type: DataType;
  readonly collation?: Identifier | undefined;
  readonly path?: Expression | undefined;
  readonly asJson: boolean;
}

export interface OpenXmlTable extends NodeBase<'OpenXmlTable'>, TableAlias {
  readonly document: Expression;
  readonly rowPattern: Expression;
  readonly flags?: Expression | undefined;
  readonly schema?: readonly JsonColumn[] | undefined;
  /** WITH table */
  readonly schemaTable?: ObjectName | undefined;
}

export interface OpenQueryTable extends NodeBase<'OpenQueryTable'>, TableAlias {
  readonly server: Identifier;
  readonly query: Expression;
}

/** OPENROWSET('provider', 'connection', object or query) */
export interface OpenRowsetTable extends NodeBase<'OpenRowsetTable'>, TableAlias {
  readonly provider: Expression;
  /** One string, or data source, user and password. */
  readonly connection: readonly Expression[];
  readonly object?: ObjectName | undefined;
  readonly query?: StringLiteral | undefined;
  readonly schema?: readonly BulkColumn[] | undefined;
}

/** OPENROWSET(BULK 'file', option = value, …) */
export interface OpenRowsetBulkTable extends NodeBase<'OpenRowsetBulkTable'>, TableAlias {
  readonly files: readonly Expression[];
  readonly options: readonly NamedOption[];
  readonly schema?: readonly BulkColumn[] | undefined;
}

/** OPENROWSET(PROVIDER = …, CONNECTION = …, OBJECT = …) of Synapse. */
export interface OpenRowsetCosmosTable extends NodeBase<'OpenRowsetCosmosTable'>, TableAlias {
  readonly options: readonly NamedOption[];
  readonly schema?: readonly BulkColumn[] | undefined;
}

/** `NAME = value`, or a bare `NAME`, or `NAME (…)`, in places where SQL Server leaves the names open. */
export interface NamedOption extends NodeBase<'NamedOption'> {
  readonly name: string;
  readonly value?: Expression | Identifier | undefined;
  readonly values?: readonly (Expression | Identifier)[] | undefined;
  readonly orderBy?: readonly OrderedColumn[] | undefined;
  readonly unique?: boolean | undefined;
}

export interface OrderedColumn extends NodeBase<'OrderedColumn'> {
  readonly column: ColumnReference;
  readonly direction?: 'ASC' | 'DESC' | undefined;
}

export interface BulkColumn extends NodeBase<'BulkColumn'> {
  readonly name: Identifier;
  readonly type: DataType;
  readonly collation?: Identifier | undefined;
  readonly nullable?: 'NULL' | 'NOT NULL' | undefined;
  /** An ordinal or a JSON path. */
  readonly position?: Expression | undefined;
}

/** OPENDATASOURCE('provider', 'connection').db.schema.table */
export interface OpenDataSourceTable extends NodeBase<'OpenDataSourceTable'>, TableAlias {
  readonly provider: StringLiteral;
  readonly connection: StringLiteral;
  readonly object: ObjectName;
}

/** CHANGETABLE(CHANGES t, version) and CHANGETABLE(VERSION t, (k), (v)) */
export interface ChangeTable extends NodeBase<'ChangeTable'>, TableAlias {
  readonly target: ObjectName;
  readonly since?: Expression | undefined;
  readonly keys?: readonly Identifier[] | undefined;
  readonly values?: readonly Expression[] | undefined;
  readonly forceSeek?: boolean | undefined;
}

/** CONTAINSTABLE and FREETEXTTABLE */
export interface FullTextTable extends NodeBase<'FullTextTable'>, TableAlias {
  readonly function: 'CONTAINSTABLE' | 'FREETEXTTABLE';
  readonly table: ObjectName;
  readonly fullTextColumns: readonly FullTextColumn[];
  readonly property?: StringLiteral | undefined;
  readonly search: Expression;
  readonly language?: Expression | undefined;
  readonly top?: Expression | undefined;
}

export interface SemanticTable extends NodeBase<'SemanticTable'>, TableAlias {
  readonly function: 'SEMANTICKEYPHRASETABLE' | 'SEMANTICSIMILARITYTABLE' | 'SEMANTICSIMILARITYDETAILSTABLE';
  readonly table: ObjectName;
  readonly semanticColumns: readonly FullTextColumn[];
  readonly keys: readonly Expression[];
  readonly matchedColumn?: ColumnReference | undefined;
}

/** PREDICT(MODEL = @m, DATA = t AS d) WITH (…) */
export interface PredictTable extends NodeBase<'PredictTable'>, TableAlias {
  readonly model: Expression;
  readonly data: TableReference;
  readonly runtime?: Identifier | undefined;
  readonly schema: readonly BulkColumn[];
}

/** VECTOR_SEARCH(TABLE = t AS a, COLUMN = c, SIMILAR_TO = @v, METRIC = 'cosine', TOP_N = 5) */
export interface VectorSearchTable extends NodeBase<'VectorSearchTable'>, TableAlias {
  readonly table: TableReference;
  readonly column: ColumnReference;
  readonly similarTo: Expression;
  readonly metric: StringLiteral;
  readonly topN?: Expression | undefined;
  readonly forceAnnOnly?: boolean | undefined;
}

/** AI_GENERATE_CHUNKS(SOURCE = text, CHUNK_TYPE = FIXED, …) */
export interface GenerateChunksTable extends NodeBase<'GenerateChunksTable'>, TableAlias {
  readonly source: Expression;
  readonly chunkType: Identifier;
  readonly options: readonly ChunkOption[];
}

export interface ChunkOption extends NodeBase<'ChunkOption'> {
  readonly name: 'CHUNK_SIZE' | 'OVERLAP' | 'ENABLE_CHUNK_SET_ID';
  readonly value: Expression;
}

export type TableNode =
  | TableReference
  | ChunkOption
  | TemporalClause
  | TableSample
  | RowValue
  | JsonColumn
  | NamedOption
  | OrderedColumn
  | BulkColumn;
