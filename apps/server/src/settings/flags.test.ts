import { expect, it } from 'vitest';
import { readFlags } from './flags.js';

it.each([
  [[], {}],
  [['--demo'], { demo: true }],
  [['--port=0', '--data', 'd', '--host', '::1', '--role=api'], { port: '0', data: 'd', host: '::1', role: 'api' }],
])('reads %j', (args, flags) => {
  expect(readFlags(args)).toEqual({ ok: true, value: flags });
});

it.each([
  [
    ['--prot', '80'],
    ['--prot: there is no such flag', '80: allowed are --port'],
  ],
  [['-x'], ['-x: there is no such flag']],
  [['serve'], ['serve: allowed are']],
  [['--port'], ['--port: it needs a value']],
  [['--data='], ['--data: it needs a value']],
  [
    ['--demo=yes', '--toString'],
    ['--demo: it takes no value', '--toString: there is no such flag'],
  ],
])('says what is wrong with %j', (args, reasons) => {
  const read = readFlags(args);
  const messages = read.ok ? [] : read.error.map(({ message }) => message);
  expect(messages).toHaveLength(reasons.length);
  for (const [n, reason] of reasons.entries()) expect(messages[n]).toContain(reason.replace(': ', ' is not usable: '));
});
