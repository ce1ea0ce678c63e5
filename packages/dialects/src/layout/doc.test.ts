import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Doc, group, hardLine, indent, join, layOut, line, lineComment, softLine } from './doc.js';

const list = (...items: readonly Doc[]): Doc => group('f(', indent(softLine, join([',', line], items)), softLine, ')');

describe('layout', () => {
  it('keeps on one line what fits', () => {
    expect(layOut(list('a', 'b'), 20)).toBe('f(a, b)');
  });

  it('breaks all lines of a group that does not fit, and no group inside that does', () => {
    expect(layOut(list('first', list('a', 'b')), 12)).toBe('f(\n    first,\n    f(a, b)\n)');
  });

  it('takes blanks from the ends of its own lines, and none out of texts', () => {
    expect(layOut(['a ', hardLine, "'b  \n c' "], 80)).toBe("a\n'b  \n c'");
  });

  it('indents by four blanks a level', () => {
    expect(layOut(list(list('aaaaaaaa')), 10)).toBe('f(\n    f(\n        aaaaaaaa\n    )\n)');
  });

  it('counts what follows a group up to the next possible break', () => {
    expect(layOut([list('a', 'b'), ' as long_name'], 10)).toBe('f(\n    a,\n    b\n) as long_name');
  });

  it('breaks every group around a hard line', () => {
    expect(layOut(list('a', ['b', hardLine, 'c']), 80)).toBe('f(\n    a,\n    b\n    c\n)');
    expect(layOut(list('a', ['b', hardLine, 'c']), Number.MAX_SAFE_INTEGER)).toBe('f(\n    a,\n    b\n    c\n)');
  });

  it('puts a comment behind its line, or above it where it has no room', () => {
    const item = (name: string): Doc => [name, ',', lineComment('what it is')];
    const items = indent(hardLine, item('a'), hardLine, item('a_long_name'));
    expect(layOut(['select', items, hardLine, 'from t'], 24)).toBe(
      'select\n    a,  -- what it is\n    -- what it is\n    a_long_name,\nfrom t',
    );
    // Never inside a text.
    expect(layOut(["'one\ntwo'", lineComment('x'), hardLine, 'from t'], 10)).toBe("-- x\n'one\ntwo'\nfrom t");
  });

  it('leaves no blanks at the ends of lines', () => {
    expect(layOut(['a', line, indent(hardLine, 'b')], 80)).toBe('a\n\n    b');
  });

  it('never goes beyond the width where a break is possible', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.integer({ min: 14, max: 60 }), (items, width) => {
        const text = layOut(list(...items), width);
        expect(text.replace(/\s+/g, '')).toBe(`f(${items.join(',')})`);
        expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
