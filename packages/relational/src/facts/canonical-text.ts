import { type Collation, collationByName } from '@datamigrate/catalog';

/**
 * A constant text in the form that stands for all texts equal to it under the collation. For texts of simple letters it
 * is what the targets compute as collation key: lower case and no trailing blanks.
 */
export function canonicalText(text: string, collationName: string, unicode: boolean): string {
  const collation = collationByName(collationName);
  const trimmed = text.replace(/ +$/, '');
  if (collation.order !== 'dictionary') return trimmed;
  const words = collation.sqlServerStyle && !unicode ? trimmed : wordForm(trimmed, collation);
  const cased = collation.caseSensitive ? words : words.toLowerCase();
  return collation.accentSensitive ? cased : cased.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

const EXPANSIONS: { readonly [letter: string]: string } = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  þ: 'th',
  Þ: 'TH',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬀ: 'ff',
};

/** Rules of Unicode comparison beside case and accents: expansions, width, kana, characters without weight. */
function wordForm(text: string, collation: Collation): string {
  let result = '';
  for (const character of text.normalize('NFC')) {
    // The first generation gives no weight to what lies outside the basic plane.
    if (IGNORABLE.has(character) || (character.length > 1 && collation.version === 0)) continue;
    const narrow = collation.widthSensitive ? character : narrowWidth(character);
    const kana = collation.kanaSensitive ? narrow : hiragana(narrow);
    result += EXPANSIONS[kana] ?? kana;
  }
  return result;
}

const IGNORABLE: ReadonlySet<string> = new Set(['\u0000', '\u200d', '\u200e', '\ufeff', '\u00ad']);

function narrowWidth(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  return code === 0x3000 ? ' ' : character;
}

function hiragana(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0x30a1 && code <= 0x30f6 ? String.fromCharCode(code - 0x60) : character;
}
