import type { ComparisonOutcome } from '@datamigrate/validation';

/** One comparison after a step. */
export interface StepComparison {
  readonly step: number;
  /** The object to which the evidence belongs. */
  readonly owner: string;
  readonly model: string;
  /** `schema.name` in the target; empty where the model has none. */
  readonly relation: string;
  /** The table, or the procedure whose result set it is. */
  readonly table: string;
  readonly outcome: ComparisonOutcome;
}

/** Something that happened at a step and bears on what the comparisons say. */
export interface StepNote {
  readonly step: number;
  readonly kind: 'not-proven' | 'ended-with-error' | 'caught-error';
  readonly reason: string;
  /** The procedures that it concerns; undefined for all. */
  readonly procedures?: readonly string[];
}

/** What running a scenario on both sides showed. */
export interface ScenarioProof {
  readonly origin: 'given' | 'proposed';
  readonly steps: number;
  readonly comparisons: readonly StepComparison[];
  readonly notes: readonly StepNote[];
  /** By procedure: those that it called itself or through others, at any step. Only procedures that ran are here. */
  readonly called: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values that the tool chose, by procedure. */
  readonly proposed: ReadonlyMap<string, readonly string[]>;
}
