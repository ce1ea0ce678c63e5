import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTexts } from './merge-texts.js';

const text = (lines: string): string => lines.split('').join('\n');

describe('mergeTexts', () => {
  it.each([
    // base, edited, generated, merged
    ['abc', 'abc', 'abc', 'abc'],
    ['abc', 'aXbc', 'abc', 'aXbc'],
    ['abc', 'abc', 'abY', 'abY'],
    ['abcde', 'aXcde', 'abcdY', 'aXcdY'],
    ['abcde', 'abcdeX', 'Yabcde', 'YabcdeX'],
    ['abcde', 'acde', 'abcYe', 'acYe'],
    ['abc', 'aXc', 'aXc', 'aXc'],
    ['abcdef', 'aXcdef', 'aXcdYf', 'aXcdYf'],
    ['', 'X', '', 'X'],
  ])('%s, edited %s, generated %s: %s', (base, edited, generated, merged) => {
    expect(mergeTexts(text(base), text(edited), text(generated))).toEqual({ text: text(merged), conflict: false });
  });

  it.each([
    ['abc', 'aXc', 'aYc'],
    ['abc', 'ac', 'aYc'],
    ['abc', 'abcX', 'abcY'],
  ])('%s, edited %s, generated %s: conflict, nothing of the edit is lost', (base, edited, generated) => {
    expect(mergeTexts(text(base), text(edited), text(generated))).toEqual({ text: text(edited), conflict: true });
  });

  it('gives up on texts that are too large to compare', () => {
    const many = (word: string): string => Array.from({ length: 5000 }, (_, i) => `${word} ${i}`).join('\n');
    expect(mergeTexts(many('a'), many('b'), many('c')).conflict).toBe(true);
  });

  it('takes over every edit when what is generated stays the same, and the other way round', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(lines, lines, (base, changed) => {
        expect(mergeTexts(base, changed, base)).toEqual({ text: changed, conflict: false });
        expect(mergeTexts(base, base, changed)).toEqual({ text: changed, conflict: false });
        expect(mergeTexts(base, changed, changed)).toEqual({ text: changed, conflict: false });
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('loses no line that only one side has added', () => {
    const base = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(base, fc.nat(), fc.nat(), (numbers, i, j) => {
        const lines = numbers.map(String);
        const [first, second] = [i % lines.length, j % lines.length];
        const edited = lines.toSpliced(first, 0, 'edited');
        const generated = lines.toSpliced(second, 0, 'generated');
        const merged = mergeTexts(lines.join('\n'), edited.join('\n'), generated.join('\n'));
        if (first === second) expect(merged.conflict).toBe(true);
        else expect(merged.text.split('\n').sort()).toEqual([...lines, 'edited', 'generated'].sort());
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
