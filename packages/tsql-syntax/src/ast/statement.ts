import type { NodeOf } from '../grammar/rule.js';
import type { statementRules } from '../grammar/statement-rules.js';
import type { AtomicBlock, BeginEndBlock, If, InvalidStatement, Select, TryCatch, While } from './control-flow.js';
import type { DataModification } from './data-modification.js';
import type { Execute } from './execute.js';

/** A statement that is described in grammar/statements. */
export type DescribedStatement = NodeOf<(typeof statementRules)[number]>;

/** Any statement. Blocks group statements without being one: `isStatementKind` and the statement counter leave them out. */
export type Statement =
  | Select
  | DataModification
  | Execute
  | If
  | While
  | TryCatch
  | BeginEndBlock
  | AtomicBlock
  | InvalidStatement
  | DescribedStatement;

/** An interface, so that descriptions of modules may hold statements without their types chasing each other. */
export interface StatementList extends ReadonlyArray<Statement> {}
