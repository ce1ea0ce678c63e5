import { describe, expect, it } from 'vitest';
import type { ComparisonOutcome, Evidence } from './evidence.js';
import { lowerVerdict, type ObjectFacts, verdictOf } from './verdict.js';

const compared = (more: Partial<Evidence> = {}): ComparisonOutcome => ({
  status: 'compared',
  evidence: {
    model: 'm',
    relation: 'main.m',
    table: 'dbo.m',
    columnMap: {},
    step: 1,
    rowsSource: 2,
    rowsTarget: 2,
    missing: 0,
    extra: 0,
    different: 0,
    columns: 1,
    tolerances: [],
    ...more,
  },
  samples: [],
  differentByColumn: {},
  ignoredColumns: [],
  unmappedTargetColumns: [],
  diagnostics: [],
});
const notRun: ComparisonOutcome = { status: 'not-run', diagnostics: [] };
const near = compared({ tolerances: [{ column: 'f', kind: 'declared', text: '1 rows within 1' }] });

const bound = { parsed: true, bound: true };
const runs = { ...bound, translated: true, compiles: true, runs: true };
const passed = { passed: 3, failed: 0 };

describe('verdictOf', () => {
  it.each<[ObjectFacts, string]>([
    [{}, 'found'],
    [{ parsed: true }, 'parsed'],
    [bound, 'bound'],
    [{ ...bound, translated: true }, 'translated'],
    [{ ...bound, translated: true, compiles: true }, 'compiles'],
    [runs, 'runs'],
    [{ ...runs, tests: passed }, 'tested'],
    [{ ...runs, tests: { passed: 0, failed: 0 } }, 'runs'],
    [{ ...runs, tests: { passed: 3, failed: 1 }, comparisons: [compared()] }, 'runs'],
    [{ ...runs, comparisons: [compared()] }, 'equal'],
    [{ ...runs, tests: passed, comparisons: [compared(), near] }, 'equal-tolerance'],
    [{ ...runs, tests: passed, comparisons: [] }, 'tested'],
    [{ ...runs, tests: passed, comparisons: [compared(), notRun] }, 'tested'],
    [{ ...runs, comparisons: [notRun] }, 'runs'],
    [{ ...runs, tests: passed, comparisons: [compared({ different: 1 })] }, 'tested'],
    [{ ...runs, tests: passed, comparisons: [compared({ missing: 1 })] }, 'tested'],
    [{ ...runs, tests: passed, comparisons: [compared({ extra: 1 })] }, 'tested'],
    [{ ...runs, tests: passed, comparisons: [compared({ rowsTarget: 3 })] }, 'tested'],
    [{ bound: true, runs: true, comparisons: [compared()] }, 'found'],
    [{ ...runs, refused: true, comparisons: [compared()] }, 'refused'],
    [{ ...runs, outOfScope: true, refused: true }, 'out-of-scope'],
  ])('%j', (facts, expected) => {
    expect(verdictOf(facts)).toBe(expected);
  });
});

it.each([
  ['equal', 'equal-tolerance', 'equal-tolerance'],
  ['tested', 'runs', 'runs'],
  ['equal', 'refused', 'refused'],
  ['found', 'out-of-scope', 'out-of-scope'],
  ['found', 'found', 'found'],
] as const)('the lower of %s and %s', (a, b, expected) => {
  expect(lowerVerdict(a, b)).toBe(expected);
  expect(lowerVerdict(b, a)).toBe(expected);
});
