import { expect, it } from 'vitest';
import { remembered } from './remembered.js';

it('asks once for each text, until it has too many of them', () => {
  const asked: string[] = [];
  const lower = remembered((text) => {
    asked.push(text);
    return text.toLowerCase();
  }, 2);
  expect(['A', 'B', 'A', 'C', 'A'].map(lower)).toEqual(['a', 'b', 'a', 'c', 'a']);
  expect(asked).toEqual(['A', 'B', 'C', 'A']);
});
