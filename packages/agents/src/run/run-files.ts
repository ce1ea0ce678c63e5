/** Files of the run folder that only the steering reads; the others stand in @datamigrate/contracts. */
export const LOCK = 'lock.json';
/** What is finished for the run as a whole. A folder of its own, so that agents may call their files as they like. */
const STEPS = 'steps';
export const ASSESSMENT = `${STEPS}/assessment.json`;
/** The plan as the planner made it; people edit plan.yml. */
export const PLANNED = `${STEPS}/planned.json`;
/** Checkpoints that someone has answered. */
export const PASSED = `${STEPS}/passed.json`;
/** Of internal errors, for bug reports. */
export const CRASHES = 'crashes';

export function testFile(round: number): string {
  return `${STEPS}/test-${round}.json`;
}

export function repairFile(round: number): string {
  return `${STEPS}/repair-${round}.json`;
}
