import type { Expression } from './expressions.js';
import type { StringLiteral } from './literals.js';
import type { DataType, Identifier, ObjectName, Variable } from './names.js';
import type { NodeBase } from './node.js';

/** EXECUTE as a statement. */
export interface Execute extends NodeBase<'Execute'> {
  readonly execute: ExecuteSpecification;
  readonly options: readonly ExecuteOption[];
}

export interface ExecuteSpecification extends NodeBase<'ExecuteSpecification'> {
  /** False when a batch starts with the procedure's name alone. */
  readonly keyword: boolean;
  readonly returnVariable?: Variable | undefined;
  readonly entity: ExecutableProcedure | ExecutableString;
  readonly context?: ExecuteContext | undefined;
  /** AT linked_server or AT DATA_SOURCE source */
  readonly at?: Identifier | undefined;
  readonly atDataSource?: boolean | undefined;
}

export interface ExecutableProcedure extends NodeBase<'ExecutableProcedure'> {
  /** A name, or a variable that holds one. */
  readonly procedure: ObjectName | Variable;
  /** The number of a procedure group, `p;1`. */
  readonly number?: Expression | undefined;
  /** OPENDATASOURCE before the name. */
  readonly dataSource?: ExecuteDataSource | undefined;
  readonly arguments: readonly ExecuteArgument[];
}

export interface ExecuteDataSource extends NodeBase<'ExecuteDataSource'> {
  readonly provider: StringLiteral;
  readonly connection: StringLiteral;
}

/** EXEC ('…' + @x, parameters) */
export interface ExecutableString extends NodeBase<'ExecutableString'> {
  readonly parts: readonly Expression[];
  readonly arguments: readonly ExecuteArgument[];
}

export interface ExecuteArgument extends NodeBase<'ExecuteArgument'> {
  readonly parameter?: Variable | undefined;
  /** A value, a variable, DEFAULT, or a bare word that means a string. */
  readonly value: Expression | Identifier;
  readonly output: boolean;
}

/** AS USER = '…', AS LOGIN = '…' */
export interface ExecuteContext extends NodeBase<'ExecuteContext'> {
  readonly type: 'USER' | 'LOGIN';
  readonly name?: Expression | undefined;
}

export interface ExecuteOption extends NodeBase<'ExecuteOption'> {
  readonly name: 'RECOMPILE' | 'RESULT SETS NONE' | 'RESULT SETS UNDEFINED' | 'RESULT SETS';
  readonly resultSets?: readonly ResultSetDefinition[] | undefined;
}

export type ResultSetDefinition = InlineResultSet | ResultSetAsObject;

export interface InlineResultSet extends NodeBase<'InlineResultSet'> {
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn extends NodeBase<'ResultColumn'> {
  readonly name: Identifier;
  readonly type: DataType;
  readonly collation?: Identifier | undefined;
  readonly nullable?: 'NULL' | 'NOT NULL' | undefined;
}

/** AS OBJECT t, AS TYPE t, AS FOR XML */
export interface ResultSetAsObject extends NodeBase<'ResultSetAsObject'> {
  readonly as: 'OBJECT' | 'TYPE' | 'FOR XML';
  readonly name?: ObjectName | undefined;
}

export type ExecuteNode =
  | Execute
  | ExecuteSpecification
  | ExecutableProcedure
  | ExecuteDataSource
  | ExecutableString
  | ExecuteArgument
  | ExecuteContext
  | ExecuteOption
  | ResultSetDefinition
  | ResultColumn;
