import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './paths.mjs';

export const REPORT = join(CACHE, 'vitest.json');

/** A report of an earlier run must not speak for this one. */
export function forgetReport() {
  rmSync(REPORT, { force: true });
}

/** One closing line for people and build servers. Nothing when the tests did not run to their end. */
export function testTotals() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(REPORT, 'utf8'));
    return `\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped\n`;
  } catch {
    return '';
  }
}
