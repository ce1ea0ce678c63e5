import { spawnSync } from 'node:child_process';
import { findDbtEnvironment } from '@datamigrate/dbt-runner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../spec/project-spec.js';
import { compact, literalText, writeYaml } from './write-yaml.js';

const found = findDbtEnvironment();

/** What dbt's own YAML reader makes of documents. */
function readByPython(documents: readonly string[]): unknown {
  const script = 'import json, sys, yaml; print(json.dumps([yaml.safe_load(d) for d in json.load(sys.stdin)]))';
  const python = found.ok ? found.value.python : '';
  const run = spawnSync(python, ['-c', script], { input: JSON.stringify(documents), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

const STRINGS = [
  ...[
    'no',
    'Yes',
    'on',
    'y',
    'n',
    'null',
    '~',
    '',
    ' ',
    'true',
    '2024-01-01',
    '2024-01-01 10:00:00',
    '1:30',
    '012',
    '0x1F',
  ],
  ...[
    '1_000',
    '1e3',
    '.5',
    '.inf',
    '=',
    '<<',
    '- x',
    'a: b',
    'a #b',
    '#x',
    '%x',
    '@x',
    '`x',
    '!x',
    '&a',
    '*a',
    '? x',
    '|',
    '>',
  ],
  ...[
    '{{ a }}',
    '[x]',
    '"q"',
    "it's",
    'line\nline',
    'line\n',
    '\n',
    ' lead',
    'trail ',
    'tab\there',
    'cr\r\nlf',
    '\u0085',
    '\u2028',
  ],
  ...['\u0000', '\u007f', '\ufeff', '😀', 'ä'.repeat(120), 'word '.repeat(60).trim(), '---', '...', '\\', '\t'],
];

describe('writeYaml', () => {
  it('writes block style', () => {
    expect(writeYaml({ a: [{ name: 'x', tests: ['unique', { w: { z: [1, 'b'] } }] }] })).toBe(
      'a:\n  - name: x\n    tests:\n      - unique\n      - w:\n          z: [1, b]\n',
    );
  });

  it.skipIf(!found.ok)('writes strings that dbt reads as the same strings', () => {
    const value: ConfigValue = { list: STRINGS, nested: STRINGS.map((text) => ({ description: text })) };
    expect(readByPython([writeYaml(value)])).toEqual([value]);
  });

  it.skipIf(!found.ok)('writes any text so that dbt reads the same', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 120 }), { numRuns: 300, seed: 7 });
    const values = texts.map((text) => ({ models: [{ name: 'm', description: text, values: [text, 1, true, null] }] }));
    expect(readByPython(values.map((value) => writeYaml(value)))).toEqual(values);
  });
});

it('leaves out what says nothing', () => {
  expect(compact({ a: undefined, b: '', c: [], d: {}, e: 0, f: false, g: null })).toEqual({ e: 0, f: false, g: null });
});

it.each([
  ['plain { text }', 'plain { text }'],
  ['use {{ var }} and {% if %}', "use {{ '{' }}{ var }} and {{ '{' }}% if %}"],
])('text with signs of Jinja: %s', (text, expected) => {
  expect(literalText(text)).toBe(expected);
});
