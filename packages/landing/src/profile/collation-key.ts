import type { Collation } from '@datamigrate/catalog';

/** Letters that dictionary collations take as two. */
const EXPANSIONS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
};
const EXPANDED = /[ßẞæÆœŒþÞı]/g;
/** What older collations give no weight: controls, formats, unassigned and private characters, all beyond the first plane. */
const WEIGHTLESS = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}]|[\u{10000}-\u{10ffff}]/gu;
const KATAKANA = /[\u30a1-\u30f6]/g;
const HIRAGANA_DISTANCE = 0x60;

/**
 * A key that values share when SQL Server takes them as equal under a collation. It errs to the side of sharing: different
 * keys mean different values, equal keys mean values that may be equal.
 */
export function collationKey(value: string, collation: Collation): string {
  if (collation.order !== 'dictionary') return withoutTrailingBlanks(value);
  let key = /^[\x20-\x7e]*$/.test(value) ? value : foldForeign(value, collation);
  if (!collation.caseSensitive) key = key.toUpperCase();
  return withoutTrailingBlanks(key);
}

function foldForeign(value: string, collation: Collation): string {
  let key = value
    .normalize('NFKD')
    .replace(EXPANDED, (letter) => EXPANSIONS[letter] ?? letter)
    .replace(WEIGHTLESS, '');
  if (!collation.accentSensitive) key = key.replace(/\p{M}/gu, '');
  if (!collation.kanaSensitive) {
    key = key.replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - HIRAGANA_DISTANCE));
  }
  return key;
}

/** Comparison pads the shorter value with blanks, under binary collations too. */
function withoutTrailingBlanks(value: string): string {
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) === 0x20) end--;
  return end === value.length ? value : value.slice(0, end);
}
