import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowFormat, splitRows } from './split-rows.js';

const CSV: RowFormat = { field: ',', row: '\n', quote: '"' };

describe('splitRows', () => {
  it.each<readonly [string, RowFormat, readonly (readonly string[])[]]>([
    [
      'a,b\nc,d\n',
      CSV,
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      CSV,
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a,\n""b""",c\n', CSV, [['a,\n"b"', 'c']]],
    [
      'a,\n,b',
      CSV,
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a,', CSV, [['a', '']]],
    ['""\n', CSV, [['']]],
    ['\n\na\n', CSV, [[''], [''], ['a']]],
    ['"open, never closed', CSV, [['open, never closed']]],
    [
      'a|b;c|d;',
      { field: '|', row: ';' },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      '1|x\ny\n2|z\n',
      { field: '|', row: '\n', fields: 2 },
      [
        ['1', 'x'],
        ['y\n2', 'z'],
      ],
    ],
    [
      '1||x~~2||y~~',
      { field: '||', row: '~~', fields: 2 },
      [
        ['1', 'x'],
        ['2', 'y'],
      ],
    ],
  ])('%j', (text, format, rows) => expect([...splitRows(text, format)]).toEqual(rows));

  it('gives the same rows wherever the text is cut', () => {
    const formats: readonly RowFormat[] = [
      CSV,
      { ...CSV, row: '\r\n' },
      { field: '||', row: '~~', fields: 3 },
      { field: '\t', row: '\n' },
    ];
    const texts = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '|', '~', '\t'), maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(40), { maxLength: 4 }), fc.constantFrom(...formats), (text, cuts, format) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const parts = places.slice(1).map((end, i) => text.slice(places[i], end));
        expect([...splitRows(parts, format)]).toEqual([...splitRows(text, format)]);
      }),
      { numRuns: 2000 },
    );
  });
});
