import { expect, it } from 'vitest';
import { noColors } from '../colors.js';
import { textLog } from './text-log.js';

/** What a terminal of this width shows after the text was written to it, line by line. */
function screen(text: string): string[] {
  const lines = [''];
  for (const [token] of text.matchAll(/\r|\n|\x1b\[K|[^\r\n\x1b]+/g)) {
    const last = lines.length - 1;
    if (token === '\n') lines.push('');
    else if (token === '\x1b[K') lines[last] = '';
    else if (token !== '\r') lines[last] = token;
  }
  return lines;
}

function terminal(columns: number) {
  const written: string[] = [];
  const stream = { write: (text: string) => void written.push(text), isTerminal: true, columns };
  return { log: textLog(stream, noColors, false), shown: () => screen(written.join('')) };
}

const object = { kind: 'object', id: 'dbo.LoadCustomer', index: 3, total: 4, verdict: 'equal', text: '' } as const;

it('draws one bar with the object at hand', () => {
  const { log, shown } = terminal(80);
  log.event({ ...object, id: 'dbo.LoadEverythingElse', index: 2 });
  log.event(object);
  expect(shown()).toEqual(['███████████████░░░░░ 3/4 dbo.LoadCustomer']);
});

it('writes other lines above the bar and takes it away at the end', () => {
  const { log, shown } = terminal(80);
  log.event(object);
  log.event({ kind: 'stage', agent: 'tester', text: 'dbt build' });
  expect(shown()).toEqual(['tester  dbt build', '███████████████░░░░░ 3/4 dbo.LoadCustomer']);
  log.end();
  expect(shown()).toEqual(['tester  dbt build', '']);
});

it.each([20, 30, 40])('never draws over the edge of a terminal of %i columns', (columns) => {
  const { log, shown } = terminal(columns);
  log.event({ ...object, id: `dbo.${'x'.repeat(200)}`, text: 'translated' });
  expect(shown()[0]!.length).toBeLessThanOrEqual(columns - 1);
});
