import { checkReport } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { colorsFor, noColors } from '../../colors.js';
import { exampleReport } from '../../testing/example-run.js';
import { summaryLines } from './summary.js';

const options = { out: 'demo-output', width: 80, colors: noColors };

it('is about a report that adds up', () => {
  expect(checkReport(exampleReport)).toEqual([]);
});

it('tells the whole story in 80 columns', () => {
  const lines = summaryLines(exampleReport, options);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(`\n${lines.join('\n')}\n`).toMatchSnapshot();
});

it('says nothing in colour that it does not say in words', () => {
  const stream = { write() {}, isTerminal: true, columns: 80 };
  const io = { env: {} } as Parameters<typeof colorsFor>[1];
  const colored = summaryLines(exampleReport, { ...options, colors: colorsFor(stream, io, true) }).join('\n');
  expect(colored).toContain('\x1b[31m');
  // biome-ignore lint/complexity/useRegexLiterals: the escape character is clearer so
  expect(colored.replace(new RegExp('\x1b\\[\\d+m', 'g'), '')).toBe(summaryLines(exampleReport, options).join('\n'));
});

it('stays short for a large estate', () => {
  const [object] = exampleReport.objects.filter(({ id }) => id === 'dw.vRanking');
  const objects = Array.from({ length: 2000 }, (_, i) => ({ ...object!, id: `dw.v${i}` }));
  const lines = summaryLines({ ...exampleReport, objects }, options);
  expect(lines).toContain('  and 1,960 more objects: see the report page');
});

it('has an answer for an empty source and for dbt that did not run', () => {
  const totals = { objects: 0, statements: 0, converted: 0, absorbed: 0, refused: 0, models: 0, rowsCompared: 0 };
  const text = summaryLines({ ...exampleReport, objects: [], totals, dbt: null }, options).join('\n');
  expect(text).toContain('The source holds no objects.');
  expect(text).toContain('No rows were compared.');
  expect(text).toContain('dbt did not run.');
});
