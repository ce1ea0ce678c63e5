import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from '../program/conditions.js';

/** Where a statement stands. */
export interface Place {
  /** Of the branches around it. */
  readonly condition: Condition;
  /** Inside TRY: an error goes to its CATCH. */
  readonly inTry: boolean;
}

/** Works statements through, one after the other. */
export type RunInPlace = (statements: readonly Bound.BoundStatement[], place: Place) => void;
