import { type Collation, collationByName } from '@datamigrate/catalog';
import { byteOfCharacter } from './code-page.js';

/**
 * A text's key under a collation: two texts are equal exactly when their keys are, and keys order as texts do.
 * `unicode` tells nvarchar from varchar: SQL_ collations compare the two by different tables.
 */
export function collationKey(text: string, collationName: string, unicode: boolean): string {
  return rulesFor(collationName, unicode).key(text);
}

interface CollationRules {
  readonly collation: Collation;
  key(text: string): string;
  /** Each character as compared, for LIKE, CHARINDEX and REPLACE; an ignorable one is ''. */
  fold(character: string): string;
  /** What is compared one after the other when a text is searched for inside another. */
  units(text: string): readonly TextUnit[];
}

/** One compared unit and the characters it stands for: a ligature gives several, a mark joins the letter before it. */
export interface TextUnit {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** Asked for with every text that is compared: by name as it stands. */
const UNICODE_RULES = new Map<string, CollationRules>();
const BYTE_RULES = new Map<string, CollationRules>();

export function rulesFor(collationName: string, unicode: boolean): CollationRules {
  const known = unicode ? UNICODE_RULES : BYTE_RULES;
  let rules = known.get(collationName);
  if (!rules) {
    rules = makeRules(collationByName(collationName), unicode);
    known.set(collationName, rules);
  }
  return rules;
}

function makeRules(collation: Collation, unicode: boolean): CollationRules {
  if (collation.order !== 'dictionary') {
    return {
      collation,
      fold: (character) => character,
      units: (text) => text.split('').map((unit, i) => ({ unit, from: i, to: i + 1 })),
      key: (text) => `${binaryText(text.replace(/ +$/, ''), unicode || collation.utf8)} `,
    };
  }
  // SQL_ collations compare varchar by a table of their own: no expansions, punctuation by code.
  const simple = collation.sqlServerStyle && !unicode;
  const weights = new Map<string, Weight>();
  const weigh = (character: string): Weight => {
    const known = weights.get(character);
    if (known) return known;
    const made = simple ? simpleWeight(character, collation) : wordWeight(character, collation);
    weights.set(character, made);
    return made;
  };
  return {
    collation,
    fold: (character) => {
      const { primary, secondary, tertiary, minor } = weigh(character);
      return primary + secondary + tertiary + minor;
    },
    units: (text) => unitsOf(text, weigh),
    key: (text) => levels(text.replace(/ +$/, ''), weigh),
  };
}

function unitsOf(text: string, weigh: (character: string) => Weight): TextUnit[] {
  const units: TextUnit[] = [];
  let at = 0;
  for (const character of text) {
    const { primary, secondary, tertiary, minor } = weigh(character);
    const to = at + character.length;
    const last = units[units.length - 1];
    if (primary === '' && minor === '') {
      // A mark belongs to the letter before it; an ignorable character to nobody.
      if (secondary !== '' && last) units[units.length - 1] = { unit: last.unit + secondary, from: last.from, to };
    } else if (primary.length <= 1) units.push({ unit: primary + secondary + tertiary + minor, from: at, to });
    else for (const part of primary) units.push({ unit: part + tertiary, from: at, to });
    at = to;
  }
  return units;
}

/** Primary weights decide first, then accents, then case, then minor characters such as the hyphen. */
interface Weight {
  readonly primary: string;
  readonly secondary: string;
  readonly tertiary: string;
  readonly minor: string;
}

const LEVEL = '\u0000';

function levels(text: string, weigh: (character: string) => Weight): string {
  let primary = '';
  let secondary = '';
  let tertiary = '';
  let minor = '';
  let plain = true;
  let position = 0;
  for (const character of text) {
    const weight = weigh(character);
    primary += weight.primary;
    if (weight.secondary !== '') {
      // A mark of its own belongs to the letter before it.
      const place = weight.primary === '' ? position - 1 : position;
      secondary = secondary.padEnd(place, SECONDARY_PLAIN) + weight.secondary;
      plain = false;
    }
    position += weight.primary.length;
    tertiary += weight.tertiary;
    if (weight.minor !== '') minor += `${String.fromCharCode(1 + position)}${weight.minor}`;
  }
  if (plain && tertiary === '' && minor === '') return primary;
  return `${primary}${LEVEL}${secondary}${LEVEL}${tertiary}${LEVEL}${minor}`;
}

const SECONDARY_PLAIN = '\u0001';

const NONE: Weight = { primary: '', secondary: '', tertiary: '', minor: '' };

/** Digits after punctuation, letters after digits. */
const PUNCTUATION = 0x100;
const DIGIT = 0x800;

function letterWeight(base: string, marks: string, collation: Collation, upper: boolean): Weight {
  return {
    primary: base,
    secondary: collation.accentSensitive ? marks : '',
    tertiary: collation.caseSensitive ? (upper ? '\u0003' : '\u0002') : '',
    minor: '',
  };
}

function simpleWeight(character: string, collation: Collation): Weight {
  const lower = character.toLowerCase();
  const decomposed = lower.normalize('NFD');
  const base = decomposed[0] ?? '';
  if (/\d/.test(character)) return { ...NONE, primary: String.fromCharCode(DIGIT + character.charCodeAt(0)) };
  if (/[a-z]/.test(base)) return letterWeight(shifted(base), decomposed.slice(1), collation, character !== lower);
  const own = SIMPLE_LETTERS.get(lower);
  if (own !== undefined) return letterWeight(own, '', collation, character !== lower);
  return { ...NONE, primary: String.fromCharCode(PUNCTUATION + byteOfCharacter(character.charCodeAt(0))) };
}

/** Letters of code page 1252 that are no accented Latin letter: each has a place of its own. */
const SIMPLE_LETTERS: ReadonlyMap<string, string> = new Map([
  ['æ', `${shifted('a')}\uffee`],
  ['ø', `${shifted('o')}\uffee`],
  ['ß', `${shifted('s')}\uffee`],
  ['ð', `${shifted('d')}\uffee`],
  ['þ', `${shifted('t')}\uffee`],
  ['œ', `${shifted('o')}\uffed`],
]);

function shifted(letters: string): string {
  let result = '';
  for (let i = 0; i < letters.length; i++) result += String.fromCharCode(0x1000 + letters.charCodeAt(i));
  return result;
}

const EXPANSIONS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
  ['ﬀ', 'ff'],
]);

/** Windows order of the ASCII punctuation. */
const WORD_PUNCTUATION = '_,;:!?/.`^~"()[]{}@$*\\&#%+<=>|';
const MINOR = new Set(['-', "'"]);
const IGNORABLE = new Set(['\u0000', '\u200d', '\u200e', '\ufeff', '\u00ad']);

function wordWeight(character: string, collation: Collation): Weight {
  if (IGNORABLE.has(character)) return NONE;
  if (character.length > 1 && collation.version === 0) return NONE;
  if (MINOR.has(character)) return { ...NONE, minor: character };
  let plain = character;
  if (!collation.widthSensitive) plain = narrowWidth(plain);
  if (!collation.kanaSensitive) plain = hiragana(plain);
  const lower = plain.toLowerCase();
  const expanded = EXPANSIONS.get(lower) ?? lower;
  const decomposed = expanded.normalize('NFD');
  const base = decomposed.replace(/\p{M}/gu, '');
  const marks = decomposed.replace(/\P{M}/gu, '');
  if (base === '') return { ...NONE, secondary: collation.accentSensitive ? marks : '' };
  if (/^\d$/.test(base)) return { ...NONE, primary: String.fromCharCode(DIGIT + base.charCodeAt(0)) };
  const punctuation = base === ' ' ? 0 : WORD_PUNCTUATION.indexOf(base) + 1;
  if (base === ' ' || punctuation > 0) return { ...NONE, primary: String.fromCharCode(PUNCTUATION + punctuation) };
  return letterWeight(shifted(base), marks, collation, plain !== lower);
}

function narrowWidth(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  return code === 0x3000 ? ' ' : character;
}

function hiragana(character: string): string {
  const code = character.charCodeAt(0);
  return code >= 0x30a1 && code <= 0x30f6 ? String.fromCharCode(code - 0x60) : character;
}

/** Binary order of varchar is that of the code page's bytes. */
function binaryText(text: string, unicode: boolean): string {
  if (unicode) return text;
  let result = '';
  for (let i = 0; i < text.length; i++) result += String.fromCharCode(byteOfCharacter(text.charCodeAt(i)));
  return result;
}
