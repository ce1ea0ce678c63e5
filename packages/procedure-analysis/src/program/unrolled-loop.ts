import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from './conditions.js';

/** A loop that is written out round by round, as far as it has come. */
export interface UnrolledLoop {
  /** How many calls stood around it. */
  readonly depth: number;
  readonly outer: UnrolledLoop | undefined;
  /** The procedure has not returned in one of its rounds. */
  readonly stays: Condition;
  /** No BREAK has ended it. */
  readonly goesOn: Condition;
  /** It has ended whatever the rows are. */
  readonly isOver: boolean;
  /** What holds at this point of the round wherever another round follows, as `Program.active` has it. */
  readonly certain: Condition;
  /** What has stood there since the round began, in parts. */
  readonly implied: readonly Bound.BoundPredicate[];
}
