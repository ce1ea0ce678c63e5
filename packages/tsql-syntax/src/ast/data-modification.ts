import type { ExecuteSpecification } from './execute.js';
import type { ColumnReference, Expression, FunctionCall, MethodCall } from './expressions.js';
import type { Identifier, ObjectName, Variable } from './names.js';
import type { NodeBase } from './node.js';
import type {
  AssignmentOperator,
  FromClause,
  OptionClause,
  QueryExpression,
  SelectElement,
  TableHint,
  TopClause,
  WhereClause,
  WithClause,
} from './queries.js';
import type { OpenDataSourceTable, OpenQueryTable, OpenRowsetTable, RowValue, TableReference } from './tables.js';

export type DataModification = Insert | Update | Delete | Merge;

/** A table to write to: by name, variable, or a remote rowset. */
export type ModificationTarget =
  | TargetTable
  | TargetVariable
  | TargetFunction
  | OpenQueryTable
  | OpenRowsetTable
  | OpenDataSourceTable;

export interface TargetTable extends NodeBase<'TargetTable'> {
  readonly name: ObjectName;
  readonly hints: readonly TableHint[];
}

/** An inline table function: what it reads is written to. */
export interface TargetFunction extends NodeBase<'TargetFunction'> {
  readonly call: FunctionCall;
}

export interface TargetVariable extends NodeBase<'TargetVariable'> {
  readonly variable: Variable;
}

export interface Insert extends NodeBase<'Insert'> {
  readonly with?: WithClause | undefined;
  readonly top?: TopClause | undefined;
  readonly into: boolean;
  /** `INSERT OVER t`, undocumented. */
  readonly over?: boolean | undefined;
  readonly target: ModificationTarget;
  readonly columns: readonly ColumnReference[];
  readonly output: readonly OutputClause[];
  readonly source: InsertSource;
  readonly option?: OptionClause | undefined;
}

export type InsertSource = ValuesSource | DefaultValuesSource | QuerySource | ExecuteSource;

export interface ValuesSource extends NodeBase<'ValuesSource'> {
  readonly rows: readonly RowValue[];
}

export interface DefaultValuesSource extends NodeBase<'DefaultValuesSource'> {}

export interface QuerySource extends NodeBase<'QuerySource'> {
  readonly query: QueryExpression;
}

/** INSERT … EXEC */
export interface ExecuteSource extends NodeBase<'ExecuteSource'> {
  readonly execute: ExecuteSpecification;
}

/** OUTPUT … [INTO …]; a statement may have one with and one without INTO. */
export interface OutputClause extends NodeBase<'OutputClause'> {
  readonly columns: readonly SelectElement[];
  readonly into?: TargetTable | TargetVariable | undefined;
  readonly intoColumns?: readonly ColumnReference[] | undefined;
}

export interface Update extends NodeBase<'Update'> {
  readonly with?: WithClause | undefined;
  readonly top?: TopClause | undefined;
  readonly target: ModificationTarget;
  readonly set: readonly SetClause[];
  readonly output: readonly OutputClause[];
  readonly from?: FromClause | undefined;
  readonly where?: WhereClause | undefined;
  readonly option?: OptionClause | undefined;
}

export type SetClause = AssignmentSetClause | MethodSetClause;

/** `c = x`, `@v = x`, `@v = c = x`, and the compound operators. */
export interface AssignmentSetClause extends NodeBase<'AssignmentSetClause'> {
  readonly variable?: Variable | undefined;
  readonly column?: ColumnReference | undefined;
  readonly operator: AssignmentOperator;
  readonly value: Expression;
}

/** `c.modify('…')`, `c.WRITE(…)`, `c.SetXY(…)` */
export interface MethodSetClause extends NodeBase<'MethodSetClause'> {
  readonly call: FunctionCall | MethodCall;
}

export interface Delete extends NodeBase<'Delete'> {
  readonly with?: WithClause | undefined;
  readonly top?: TopClause | undefined;
  readonly target: ModificationTarget;
  readonly output: readonly OutputClause[];
  readonly from?: FromClause | undefined;
  readonly where?: WhereClause | undefined;
  readonly option?: OptionClause | undefined;
}

export interface Merge extends NodeBase<'Merge'> {
  readonly with?: WithClause | undefined;
  readonly top?: TopClause | undefined;
  readonly into: boolean;
  readonly target: TargetTable | TargetVariable;
  readonly targetAlias?: Identifier | undefined;
  readonly source: TableReference;
  readonly on: Expression;
  readonly clauses: readonly MergeClause[];
  readonly output: readonly OutputClause[];
  readonly option?: OptionClause | undefined;
}

export interface MergeClause extends NodeBase<'MergeClause'> {
  readonly when: 'MATCHED' | 'NOT MATCHED' | 'NOT MATCHED BY TARGET' | 'NOT MATCHED BY SOURCE';
  readonly condition?: Expression | undefined;
  readonly action: MergeAction;
}

export type MergeAction = MergeInsert | MergeUpdate | MergeDelete;

export interface MergeInsert extends NodeBase<'MergeInsert'> {
  readonly columns: readonly ColumnReference[];
  /** Missing for DEFAULT VALUES. */
  readonly values?: RowValue | undefined;
}

export interface MergeUpdate extends NodeBase<'MergeUpdate'> {
  readonly set: readonly SetClause[];
}

export interface MergeDelete extends NodeBase<'MergeDelete'> {}

export type DataModificationNode =
  | DataModification
  | TargetTable
  | TargetVariable
  | TargetFunction
  | InsertSource
  | OutputClause
  | SetClause
  | MergeClause
  | MergeAction;
