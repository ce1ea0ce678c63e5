import { describe, expect, it } from 'vitest';
import { descriptionText } from './description.js';

const words = (count: number, word = 'word'): string => Array(count).fill(word).join(' ');

describe('descriptionText', () => {
  it.each([
    ['short', 'short'],
    ['two\n\nparagraphs', 'two\n\nparagraphs'],
    [words(20), `${words(17)}\n${words(3)}`],
    [`1. ${words(18)}`, `1. ${words(17)}\n   word`],
    [words(1, 'x'.repeat(120)), 'x'.repeat(120)],
    ['{{ secret }}', "{{ '{' }}{ secret }}"],
  ])('%j', (text, expected) => {
    expect(descriptionText(text)).toBe(expected);
  });

  it('changes nothing but line breaks', () => {
    const text = `${words(50)}\n\n- ${words(40, 'item')}`;
    expect(descriptionText(text)?.replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
  });
});
