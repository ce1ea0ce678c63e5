import type { Expression } from './expressions.js';
import type { Identifier } from './names.js';
import type { NodeBase } from './node.js';
import type { OptionClause, QueryExpression, WithClause } from './queries.js';
import type { Statement } from './statement.js';

export interface Select extends NodeBase<'Select'> {
  readonly with?: WithClause | undefined;
  readonly query: QueryExpression;
  readonly compute: readonly ComputeClause[];
  readonly option?: OptionClause | undefined;
}

/** COMPUTE SUM(x) BY y, gone since SQL Server 2012. */
export interface ComputeClause extends NodeBase<'ComputeClause'> {
  readonly functions: readonly Expression[];
  readonly by: readonly Expression[];
}

export interface If extends NodeBase<'If'> {
  readonly condition: Expression;
  readonly then: Statement;
  readonly otherwise?: Statement | undefined;
}

export interface While extends NodeBase<'While'> {
  readonly condition: Expression;
  readonly body: Statement;
}

/** BEGIN … END. It groups statements and is none itself. */
export interface BeginEndBlock extends NodeBase<'BeginEndBlock'> {
  readonly statements: readonly Statement[];
}

/** BEGIN ATOMIC WITH (…) … END of natively compiled modules. */
export interface AtomicBlock extends NodeBase<'AtomicBlock'> {
  readonly options: readonly AtomicBlockOption[];
  readonly statements: readonly Statement[];
}

export interface AtomicBlockOption extends NodeBase<'AtomicBlockOption'> {
  readonly name: 'TRANSACTION ISOLATION LEVEL' | 'LANGUAGE' | 'DATEFIRST' | 'DATEFORMAT' | 'DELAYED_DURABILITY';
  readonly value: Expression | Identifier;
}

export interface TryCatch extends NodeBase<'TryCatch'> {
  readonly try: readonly Statement[];
  readonly catch: readonly Statement[];
}

/** A statement that could not be read. It stands for its text, so that nothing vanishes; the diagnostic says why. */
export interface InvalidStatement extends NodeBase<'InvalidStatement'> {}

export type ControlFlowNode =
  | Select
  | ComputeClause
  | If
  | While
  | BeginEndBlock
  | AtomicBlock
  | AtomicBlockOption
  | TryCatch
  | InvalidStatement;
