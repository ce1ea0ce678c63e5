import { describe, expect, it } from 'vitest';
import { asDecimal, decimalArithmetic, widerDecimal } from './decimal-rules.js';
import { decimal, plain, typeText } from './sql-type.js';

type Pair = readonly [number, number];

describe('precision and scale of decimal arithmetic', () => {
  it.each<readonly [Pair, '+' | '-' | '*' | '/' | '%', Pair, string]>([
    [[9, 3], '+', [9, 3], 'decimal(10,3)'],
    [[5, 2], '+', [10, 0], 'decimal(13,2)'],
    [[38, 2], '+', [38, 4], 'decimal(38,2)'],
    [[38, 38], '+', [38, 0], 'decimal(38,0)'],
    [[18, 0], '-', [1, 0], 'decimal(19,0)'],
    [[5, 2], '*', [8, 4], 'decimal(14,6)'],
    [[38, 10], '*', [38, 10], 'decimal(38,6)'],
    [[20, 10], '*', [20, 10], 'decimal(38,17)'],
    [[38, 0], '*', [1, 0], 'decimal(38,0)'],
    [[38, 5], '*', [10, 0], 'decimal(38,5)'],
    [[1, 0], '/', [1, 0], 'decimal(7,6)'],
    [[10, 2], '/', [5, 0], 'decimal(16,8)'],
    [[38, 0], '/', [38, 0], 'decimal(38,6)'],
    [[38, 20], '/', [5, 2], 'decimal(38,18)'],
    [[9, 3], '%', [5, 1], 'decimal(7,3)'],
  ])('%j %s %j is %s', (a, operator, b, expected) =>
    expect(typeText(decimalArithmetic(operator, decimal(...a), decimal(...b)))).toBe(expected),
  );

  it.each<readonly [Pair, Pair, string]>([
    [[5, 2], [10, 0], 'decimal(12,2)'],
    [[38, 0], [5, 2], 'decimal(38,0)'],
    [[9, 3], [9, 3], 'decimal(9,3)'],
  ])('%j and %j are held by %s', (a, b, expected) =>
    expect(typeText(widerDecimal(decimal(...a), decimal(...b)))).toBe(expected),
  );

  it.each([
    ['bit', 'decimal(1,0)'],
    ['tinyint', 'decimal(3,0)'],
    ['smallint', 'decimal(5,0)'],
    ['int', 'decimal(10,0)'],
    ['bigint', 'decimal(19,0)'],
    ['smallmoney', 'decimal(10,4)'],
    ['money', 'decimal(19,4)'],
    ['float', undefined],
    ['date', undefined],
  ] as const)('%s beside a decimal is %s', (name, expected) => {
    const type = asDecimal(plain(name));
    expect(type && typeText(type)).toBe(expected);
  });
});
