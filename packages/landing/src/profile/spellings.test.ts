import { describe, expect, it } from 'vitest';
import { spellings } from './spellings.js';

const CI_AS = 'SQL_Latin1_General_CP1_CI_AS';
const CI_AI = 'Latin1_General_100_CI_AI';
const CS_AS = 'Latin1_General_CS_AS';
const BIN2 = 'Latin1_General_BIN2';

/** Two values, and the collations under which SQL Server may take them as equal. */
const PAIRS: readonly (readonly [string, string, equal: readonly string[]])[] = [
  ['oslo', 'OSLO', [CI_AS, CI_AI]],
  ['NOR', 'NOR ', [CI_AS, CI_AI, CS_AS, BIN2]],
  ['NOR', ' NOR', []],
  ['jose', 'josé', [CI_AI]],
  ['josé', 'jose\u0301', [CI_AS, CI_AI, CS_AS]],
  ['JOSÉ', 'josé', [CI_AS, CI_AI]],
  ['strasse', 'straße', [CI_AS, CI_AI, CS_AS]],
  ['Ａ', 'A', [CI_AS, CI_AI, CS_AS]],
  ['カ', 'か', [CI_AS, CI_AI, CS_AS]],
  ['a😀', 'a😁', [CI_AS, CI_AI, CS_AS]],
  ['a\u200bb', 'ab', [CI_AS, CI_AI, CS_AS]],
  ['co-op', 'coop', []],
  ['Σ', 'ς', [CI_AS, CI_AI]],
  ['', '  ', [CI_AS, CI_AI, CS_AS, BIN2]],
  ['a', 'b', []],
];

describe('spellings', () => {
  for (const collation of [CI_AS, CI_AI, CS_AS, BIN2]) {
    it.each(PAIRS)(`${collation}: %j and %j`, (a, b, equal) => {
      const found = spellings([[a], [b]], collation);
      expect(found.spelledAlike).toBe(!equal.includes(collation));
      expect(found.conflict).toEqual(equal.includes(collation) ? [a, b] : undefined);
    });
  }

  it('claims nothing for collations with letters of their own', () => {
    expect(spellings([['vin', 'win']], 'Finnish_Swedish_CI_AS')).toMatchObject({ spelledAlike: false, values: 2 });
    expect(spellings([['vin']], 'Finnish_Swedish_CI_AS').spelledAlike).toBe(true);
    expect(spellings([['vin', 'win']], 'Finnish_Swedish_BIN2').spelledAlike).toBe(true);
  });

  it('counts a value of two columns once', () => {
    expect(
      spellings(
        [
          ['a', 'b'],
          ['b', 'a '],
        ],
        CS_AS,
      ),
    ).toEqual({
      spelledAlike: false,
      conflict: ['a', 'a '],
      ascii: true,
      trailingBlanks: true,
      values: 3,
    });
    expect(spellings([['ä'], []], CS_AS)).toMatchObject({ spelledAlike: true, ascii: false, trailingBlanks: false });
  });
});
