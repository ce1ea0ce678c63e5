import { describe, expect, it } from 'vitest';
import { collationKey } from './collation-key.js';

const CI = 'SQL_Latin1_General_CP1_CI_AS';
const WINDOWS = 'Latin1_General_CI_AS';

describe('collationKey', () => {
  it.each([
    ['a', 'A', CI, false, true],
    ['a', 'a  ', CI, false, true],
    ['a', 'á', CI, true, false],
    ['a', 'á', 'Latin1_General_CI_AI', true, true],
    ['a', 'A', 'Latin1_General_CS_AS', true, false],
    ['ß', 'ss', WINDOWS, true, true],
    ['ß', 'ss', CI, false, false],
    ['é', 'e\u0301', WINDOWS, true, true],
    ['Ａ', 'a', WINDOWS, true, true],
    ['a', 'a ', 'Latin1_General_BIN2', true, true],
    ['a', 'A', 'Latin1_General_BIN2', true, false],
    ['a\u200db', 'ab', WINDOWS, true, true],
    ['coop', 'co-op', WINDOWS, true, false],
  ])('%s and %s under %s (unicode %s): equal is %s', (a, b, collation, unicode, equal) => {
    expect(collationKey(a, collation, unicode) === collationKey(b, collation, unicode)).toBe(equal);
  });

  it('sorts nvarchar with the hyphen as a minor weight, varchar of SQL_ collations by its code', () => {
    const sorted = (texts: readonly string[], unicode: boolean): string =>
      [...texts].sort((x, y) => (collationKey(x, CI, unicode) < collationKey(y, CI, unicode) ? -1 : 1)).join(' ');
    const texts = ['z', 'b', 'ab', 'á', '-a', 'a', '1', '{', '_'];
    expect(sorted(texts, true)).toBe('_ { 1 a -a á ab b z');
    expect(sorted(texts, false)).toBe('-a _ { 1 a á ab b z');
  });
});
