import { decimal, fractional, plain, type SqlType, string } from '@datamigrate/catalog';
import { formatValue } from '@datamigrate/tsql-engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskFor } from './mask-value.js';
import { permute } from './permute.js';

const KEY = 'a key of more than sixteen letters';
const mask = (type: SqlType, key = KEY) => maskFor(type, key) ?? (() => 'no mask');
const shown = (type: SqlType, value: bigint): string | null => formatValue(mask(type)(value), type);

describe('permute', () => {
  it.each([[[10]], [[26, 10]], [[9, 10, 10]], [[365]], [[3, 5, 7]]])('is one to one over %j', (radices) => {
    const all = radices.reduce<number[][]>(
      (lists, radix) => lists.flatMap((list) => Array.from({ length: radix }, (_, i) => [...list, i])),
      [[]],
    );
    const masked = all.map((values) => permute(KEY, { radices, values }));
    expect(new Set(masked.map((values) => values.join())).size).toBe(all.length);
    for (const values of masked) expect(values.every((value, i) => value < (radices[i] ?? 0))).toBe(true);
  });

  it('depends on the key, and takes any length', () => {
    const long = {
      radices: Array.from({ length: 200 }, () => 26),
      values: Array.from({ length: 200 }, (_, i) => i % 26),
    };
    expect(permute(KEY, long)).toEqual(permute(KEY, long));
    expect(permute(KEY, long)).not.toEqual(permute(`${KEY}!`, long));
    expect(permute(KEY, { radices: [], values: [] })).toEqual([]);
  });
});

describe('masked values', () => {
  it('of text keep their form', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const masked = String(mask(string('nvarchar', 60))(text));
        expect(masked).toHaveLength(text.length);
        [...text].forEach((character, i) => {
          const other = masked[i] ?? '';
          if (/[0-9]/.test(character)) expect(other).toMatch(/[0-9]/);
          else if (/[a-z]/.test(character)) expect(other).toMatch(/[a-z]/);
          else if (/[A-Z]/.test(character)) expect(other).toMatch(/[A-Z]/);
          else expect(other).toBe(character);
        });
      }),
    );
  });

  it('of text that SQL Server takes as equal are equal', () => {
    const masked = mask(string('varchar', 30));
    const plainly = String(masked('Ann.Lee@example.org'));
    expect(plainly).not.toBe('Ann.Lee@example.org');
    expect(String(masked('ANN.LEE@EXAMPLE.ORG')).toLowerCase()).toBe(plainly.toLowerCase());
    expect(masked('Ann.Lee@example.org   ')).toBe(`${plainly}   `);
  });

  it.each<readonly [SqlType, bigint, RegExp]>([
    [plain('int'), 2_147_483_647n, /^[12]\d{9}$/],
    [plain('tinyint'), 255n, /^[12]\d\d$/],
    [plain('int'), -42n, /^-[1-9]\d$/],
    [decimal(9, 2), 123_450n, /^[1-9]\d{3}\.\d\d$/],
    [plain('money'), 5_000n, /^0\.[1-9]\d{3}$/],
    [plain('date'), 738_944n, /^2024-\d\d-\d\d$/],
    [plain('datetime'), 45_349n * 25_920_000n + 300n, /^2024-\d\d-\d\d 00:00:01\.000$/],
    [fractional('datetime2', 0), 738_944n * 864_000_000_000n, /^2024-\d\d-\d\d 00:00:00$/],
  ])('of %j keep their size: %s', (type, value, form) => {
    expect(shown(type, value)).toMatch(form);
    expect(shown(type, value)).not.toBe(formatValue(value, type));
  });

  it.each<readonly [SqlType, string, bigint]>([
    [plain('int'), '42', 42n],
    [decimal(9, 2), '1234.5', 123_450n],
    [plain('date'), '2024-02-29', 738_944n],
  ])('of %j are the same from a file and from a server', (type, text, value) => {
    expect(mask(type)(text)).toBe(shown(type, value));
  });

  it('of a guid and of bytes are of the same length', () => {
    expect(mask(plain('uniqueidentifier'))('0E984725-C51C-4BF4-9960-E1C80E27ABA0')).toMatch(
      /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/,
    );
    expect(mask({ name: 'varbinary', length: 4 })(Uint8Array.of(1, 2, 3))).toHaveLength(3);
    expect(mask(plain('int'))(null)).toBeNull();
    expect(maskFor(plain('xml'), KEY)).toBeUndefined();
  });
});
