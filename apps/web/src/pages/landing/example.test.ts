import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXAMPLE } from './example.js';

it('shows lines of the sample as they stand there', () => {
  const { file, first, lines } = EXAMPLE.source;
  const sample = readFileSync(new URL(`../../../../../samples/harbor-trading/${file}`, import.meta.url), 'utf8');
  const found = sample.split(/\r?\n/).slice(first - 1, first - 1 + lines.length);
  expect(lines.map((parts) => parts.join(''))).toEqual(found.map((line) => line.slice(4)));
});
