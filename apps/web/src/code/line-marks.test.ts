import type { TraceLine } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { linkMarks, stateMarks, statementAt } from './line-marks.js';

const statement = (ordinal: number, line: number, endLine: number, change: Partial<TraceLine> = {}): TraceLine => ({
  object: 'dbo.p',
  ordinal,
  line,
  column: 1,
  endLine,
  statement: 'Insert',
  state: 'converted',
  models: ['m'],
  ...change,
});
const trace = [
  statement(1, 10, 30, { statement: 'CreateProcedure', models: ['m', 'n'] }),
  statement(2, 12, 12, { state: 'absorbed', models: [] }),
  statement(3, 14, 20, { statement: 'If' }),
  statement(4, 16, 18),
  statement(5, 22, 24, { state: 'refused', models: [] }),
];

it.each([
  [9, null],
  [10, 1],
  [12, 2],
  [15, 3],
  [17, 4],
  [19, 3],
  [24, 5],
  [31, null],
])('finds on line %i the innermost statement', (line, ordinal) => {
  expect(statementAt(trace, line)?.ordinal ?? null).toBe(ordinal);
});

it('shows each line once, in the state of its innermost statement', () => {
  const marks = stateMarks(trace).map(({ from, to, kind }) => `${from}-${to} ${kind}`);
  expect(marks).toEqual(['10-11 converted', '12-12 absorbed', '13-21 converted', '22-24 refused', '25-30 converted']);
});

it('links a model to the statements that became it, not to those around them', () => {
  expect(linkMarks(trace, 'm')).toEqual([{ from: 16, to: 18, kind: 'linked' }]);
  expect(linkMarks(trace, 'n')).toEqual([]);
});
