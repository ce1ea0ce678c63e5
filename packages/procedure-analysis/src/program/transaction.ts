import { type Bound, fingerprint } from '@datamigrate/tsql-binder';
import { type Condition, choose, integer, notTrue } from './conditions.js';
import { conjuncts } from './conjuncts.js';
import type { Program } from './program.js';
import type { TableState } from './table-state.js';

/** The transaction that the outermost BEGIN has opened. */
export interface Transaction {
  /** Tables as they were there, and at savepoints by their names. */
  readonly tables: ReadonlyMap<string, TableState>;
  readonly savepoints: ReadonlyMap<string, ReadonlyMap<string, TableState>>;
  /** Which statements were still reached there. */
  readonly active: Condition;
  /** How many COMMITs it takes to end it. */
  readonly depth: number;
  /** Where it has come to its end, or has not begun. */
  readonly ended: readonly Bound.BoundPredicate[];
  /** It depends on rounds or branches where it begins. */
  readonly isUnsure: boolean;
}

/** `@@TRANCOUNT` of a procedure that nobody calls within a transaction; undefined where it is not known. */
export function transactionCount(program: Program, span: Bound.BoundExpression['span']) {
  const { transaction } = program;
  if (!transaction) return integer(0, span);
  if (transaction.isUnsure) return undefined;
  const open: Bound.BoundExpression = integer(transaction.depth, span);
  const operands = transaction.ended.filter((each) => !excludes(program.active, each));
  const [first, ...more] = operands;
  if (!first) return open;
  const ended: Bound.BoundPredicate = more.length > 0 ? { kind: 'logical', operator: 'OR', operands, span } : first;
  return choose(ended, integer(0, span), open);
}

/** Where the one holds, the other one cannot. */
export const excludes = (condition: Condition, other: Bound.BoundPredicate): boolean =>
  conjuncts(condition).some((each) => isOpposite(each, other));

export const isOpposite = (a: Bound.BoundPredicate, b: Bound.BoundPredicate): boolean =>
  fingerprint(notTrue(a)) === fingerprint(b) || fingerprint(a) === fingerprint(notTrue(b));
