export interface LikeRegex {
  /** Not anchored. */
  readonly regex: string;
  /** No text matches: an unclosed or empty bracket, a reversed range, an escape at the end. */
  readonly never: boolean;
}

/** ASCII and letters of Western Europe that stand for themselves and their partner in case. */
const SIMPLE = /^[\t\r\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýÿ£§°€]*$/;

export interface LikeRules {
  readonly ignoreCase: boolean;
  /** Characters stand for themselves, and ranges follow their code points. */
  readonly binary: boolean;
}

/** A pattern of LIKE as a regular expression. Undefined for what the collation decides in ways that are not covered. */
export function likeRegex(pattern: string, escape: string | undefined, rules: LikeRules): LikeRegex | undefined {
  if (!SIMPLE.test(pattern)) return undefined;
  const never: LikeRegex = { regex: '', never: true };
  let regex = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (escape !== undefined && character === escape) {
      i++;
      if (i >= pattern.length) return never;
      regex += literal(pattern.charAt(i));
    } else if (character === '%') regex += '.*';
    else if (character === '_') regex += '.';
    else if (character === '[') {
      const end = closing(pattern, i, escape);
      const set = end === undefined ? 'never' : classOf(pattern.slice(i + 1, end), escape, rules);
      if (set === undefined) return undefined;
      if (end === undefined || set === 'never') return never;
      regex += set;
      i = end;
    } else regex += literal(character);
  }
  return { regex, never: false };
}

const literal = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function closing(pattern: string, open: number, escape: string | undefined): number | undefined {
  for (let i = open + 1; i < pattern.length; i++) {
    if (escape !== undefined && pattern.charAt(i) === escape) i++;
    else if (pattern.charAt(i) === ']') return i;
  }
  return undefined;
}

function classOf(inside: string, escape: string | undefined, rules: LikeRules): string | undefined {
  const negated = inside.startsWith('^');
  const items = negated ? inside.slice(1) : inside;
  let set = '';
  for (let i = 0; i < items.length; i++) {
    const escaped = escape !== undefined && items.charAt(i) === escape;
    if (escaped) i++;
    const low = items.charAt(i);
    const high = items.charAt(i + 2);
    if (items.charAt(i + 1) !== '-' || high === '') {
      set += member(low);
      continue;
    }
    const range = rangeOf(low, high, rules);
    if (range === undefined || range === 'never') return range;
    set += range;
    i += 2;
  }
  return set === '' ? 'never' : `[${negated ? '^' : ''}${set}]`;
}

const member = (character: string): string => character.replace(/[\]\\^[-]/g, '\\$&');

/** Accented letters by the letter they stand behind: a range from a to f holds é. */
const ACCENTED: { readonly [letter: string]: string } = {
  a: 'àáâãäå',
  c: 'ç',
  e: 'èéêë',
  i: 'ìíîï',
  n: 'ñ',
  o: 'òóôõö',
  u: 'ùúûü',
  y: 'ýÿ',
};

function rangeOf(low: string, high: string, { binary, ignoreCase }: LikeRules): string | undefined {
  const both = low + high;
  // Code pages hold ASCII where Unicode has it, and all else behind it.
  if (binary) {
    if (!/^[ -~]{2}$/.test(both)) return undefined;
    return low <= high ? `${member(low)}-${member(high)}` : 'never';
  }
  if (/^\d\d$/.test(both)) return low <= high ? `${low}-${high}` : 'never';
  if (!/^[a-z]{2}$/i.test(both)) return undefined;
  const [from, to] = [low.toLowerCase(), high.toLowerCase()];
  const between = Object.entries(ACCENTED).flatMap(([letter, letters]) =>
    letter >= from && letter < to ? [letters] : [],
  );
  const accented = between.join('');
  if (!ignoreCase) return casedRange(low, high, accented);
  return from > to ? 'never' : `${from}-${to}${accented}`;
}

/**
 * Under a collation that heeds case the order is aAbB: a range from A to Z holds all letters but a. Accents count more
 * than case. Captured from SQL Server 2025, for SQL_ collations and those of Windows.
 */
function casedRange(low: string, high: string, accented: string): string | 'never' {
  const place = (letter: string): number =>
    2 * letter.toLowerCase().charCodeAt(0) + (letter === letter.toLowerCase() ? 0 : 1);
  if (place(low) > place(high)) return 'never';
  const letters = [...'abcdefghijklmnopqrstuvwxyz'].flatMap((letter) => [letter, letter.toUpperCase()]);
  const within = letters.filter((letter) => place(letter) >= place(low) && place(letter) <= place(high));
  const inCase = (isLower: boolean): string =>
    runsOf(within.filter((letter) => (letter === letter.toLowerCase()) === isLower));
  return `${inCase(true)}${inCase(false)}${accented}${accented.toUpperCase()}`;
}

/** Letters without gaps as a range. */
const runsOf = (letters: readonly string[]): string =>
  letters.length < 3 ? letters.join('') : `${letters[0]}-${letters[letters.length - 1]}`;
