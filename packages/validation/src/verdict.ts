import { type ComparisonOutcome, isEqual } from './evidence.js';

/** How far an object came, from the first rung to the last. */
export const LADDER = [
  'found',
  'parsed',
  'bound',
  'translated',
  'compiles',
  'runs',
  'tested',
  'equal-tolerance',
  'equal',
] as const;

export type Rung = (typeof LADDER)[number];

/** `refused` and `out-of-scope` are no rungs: nothing was claimed. */
export type Verdict = Rung | 'refused' | 'out-of-scope';

/** What is known about an object. What is not stated did not happen. */
export interface ObjectFacts {
  /** Belongs to no warehouse: an application's procedure, for example. */
  readonly outOfScope?: boolean;
  /** Some of it that feeds a result was refused. */
  readonly refused?: boolean;
  readonly parsed?: boolean;
  readonly bound?: boolean;
  readonly translated?: boolean;
  readonly compiles?: boolean;
  readonly runs?: boolean;
  /** Of the data tests and unit tests of its models. */
  readonly tests?: { readonly passed: number; readonly failed: number };
  /** All comparisons that were asked for, those that did not run included. */
  readonly comparisons?: readonly ComparisonOutcome[];
}

/**
 * The highest rung that an object stands on, with all rungs below it. Only `tested` may be left out on the way to `equal`:
 * a model without tests can have the same rows. One that fails its tests stays on `runs`, whatever its rows.
 */
export function verdictOf(facts: ObjectFacts): Verdict {
  if (facts.outOfScope) return 'out-of-scope';
  if (facts.refused) return 'refused';
  if (!facts.parsed) return 'found';
  if (!facts.bound) return 'parsed';
  if (!facts.translated) return 'bound';
  if (!facts.compiles) return 'translated';
  if (!facts.runs) return 'compiles';
  const { passed = 0, failed = 0 } = facts.tests ?? {};
  if (failed > 0) return 'runs';
  const comparisons = facts.comparisons ?? [];
  if (comparisons.length > 0 && comparisons.every(isEqual)) {
    const tolerant = comparisons.some((each) => each.status === 'compared' && each.evidence.tolerances.length > 0);
    return tolerant ? 'equal-tolerance' : 'equal';
  }
  return passed > 0 ? 'tested' : 'runs';
}

/** The lower of two verdicts, for an object that is several models: a refusal pulls down everything. */
export function lowerVerdict(a: Verdict, b: Verdict): Verdict {
  return rank(a) <= rank(b) ? a : b;
}

function rank(verdict: Verdict): number {
  if (verdict === 'refused') return -2;
  if (verdict === 'out-of-scope') return -1;
  return LADDER.indexOf(verdict);
}
