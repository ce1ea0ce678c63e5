import { describe, expect, it } from 'vitest';
import { dayOf } from '../../values/moment-units.js';
import { bare } from '../extraction/columns-from.js';
import { legacyValue, momentValue, offsetValue, timeValue } from './moments.js';

/** Texts as CONVERT gives them, and the counts of the engine. */
const MOMENTS: readonly (readonly [(text: string) => unknown, string, unknown])[] = [
  [dayOf, '0001-01-01', 0n],
  [dayOf, '1900-01-01', 693_595n],
  [dayOf, '9999-12-31', 3_652_058n],
  [timeValue, '23:59:59.9999999', 863_999_999_999n],
  [timeValue, '00:00:01', 10_000_000n],
  [timeValue, '00:00:00.5', 5_000_000n],
  [momentValue, '0001-01-02 00:00:00.0000001', 864_000_000_001n],
  [momentValue, '1900-01-01 00:01:00', 693_595n * 864_000_000_000n + 600_000_000n],
  [legacyValue, '1900-01-01 00:00:00.003', 1n],
  [legacyValue, '1900-01-01 00:00:00.007', 2n],
  [legacyValue, '1900-01-01 00:00:00.010', 3n],
  [legacyValue, '1899-12-31 23:59:59.997', -1n],
  [offsetValue, '0001-01-01 05:30:00.0000000 +05:30', { utcTicks: 0n, offsetMinutes: 330 }],
  [offsetValue, '0001-01-01 00:00:00.0 -08:00', { utcTicks: 288_000_000_000n, offsetMinutes: -480 }],
];

describe('moments from text', () => {
  it.each(MOMENTS)('%o %s', (convert, text, expected) => {
    expect(convert(text)).toEqual(expected);
  });
});

/** What SQL Server keeps, and what was written. */
const DEFINITIONS: readonly (readonly [string, string])[] = [
  ['((0))', '(0)'],
  ['(getdate())', 'getdate()'],
  ["(')')", "')'"],
  ['([a]]b]+(1))', '[a]]b]+(1)'],
  ['(1)+(2)', '(1)+(2)'],
  ["('a')+(b')", "('a')+(b')"],
  ['x', 'x'],
];

describe('an expression of the catalog', () => {
  it.each(DEFINITIONS)('%s', (kept, written) => {
    expect(bare(kept)).toBe(written);
  });
});
