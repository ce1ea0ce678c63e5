import { expect, it } from 'vitest';
import { parseDocument } from './parse-document.js';
import { exampleReport } from './testing/example-report.js';

it('reads a report', () => {
  expect(parseDocument('report', JSON.stringify(exampleReport()))).toEqual({ ok: true, value: exampleReport() });
});

it.each([
  ['{"id": ', /^it is not JSON/],
  ['{"id": "1"}', /^sql: /],
])('says what is wrong with %s', (text, problem) => {
  const read = parseDocument('batch-line', text);
  expect(read.ok ? [] : read.error).toEqual([expect.stringMatching(problem)]);
});
