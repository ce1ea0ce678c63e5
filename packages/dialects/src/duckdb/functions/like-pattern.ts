import { collationByName } from '@datamigrate/catalog';
import { text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, rendered } from '../rendered.js';
import { constantText, type FunctionRendering, noFunction } from './function-rendering.js';

interface Pattern {
  readonly regex: string;
  /** No text matches: an unclosed or reversed bracket. */
  readonly never: boolean;
}

/** A pattern of LIKE as a regular expression, not anchored. Undefined for what is outside ASCII. */
export function likeRegex(pattern: string, escape: string | undefined, ignoreCase: boolean): Pattern | undefined {
  if (/[^ -~\t\r\n]/.test(pattern)) return undefined;
  let regex = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (escape !== undefined && character === escape) {
      i++;
      if (i >= pattern.length) return { regex: '', never: true };
      regex += literal(pattern.charAt(i));
    } else if (character === '%') regex += '.*';
    else if (character === '_') regex += '.';
    else if (character === '[') {
      const end = closing(pattern, i, escape);
      if (end === undefined) return { regex: '', never: true };
      const set = classOf(pattern.slice(i + 1, end), escape, ignoreCase);
      if (set === undefined) return { regex: '', never: true };
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

function classOf(inside: string, escape: string | undefined, ignoreCase: boolean): string | undefined {
  const negated = inside.startsWith('^');
  const items = negated ? inside.slice(1) : inside;
  let set = '';
  for (let i = 0; i < items.length; i++) {
    if (escape !== undefined && items.charAt(i) === escape) i++;
    const low = items.charAt(i);
    if (items.charAt(i + 1) === '-' && i + 2 < items.length) {
      const high = items.charAt(i + 2);
      const range = rangeOf(low, high, ignoreCase);
      if (range === undefined) return undefined;
      set += range;
      i += 2;
    } else set += member(low);
  }
  if (set === '') return undefined;
  return `[${negated ? '^' : ''}${set}]`;
}

const member = (character: string): string => character.replace(/[\]\\^[-]/g, '\\$&');

function rangeOf(low: string, high: string, ignoreCase: boolean): string | undefined {
  const digits = /^\d\d$/.test(low + high);
  const [from, to] = ignoreCase ? [low.toLowerCase(), high.toLowerCase()] : [low, high];
  if (digits) return from <= to ? `${from}-${to}` : undefined;
  if (!/^[a-z]{2}$/i.test(from + to) || !ignoreCase) return undefined;
  if (from > to) return undefined;
  let accented = '';
  for (const [letter, letters] of Object.entries(ACCENTED)) if (letter >= from && letter < to) accented += letters;
  return `${from}-${to}${accented}`;
}

/** PATINDEX: the pattern stands for a whole text, as with LIKE. */
export const patternRendering: FunctionRendering = (renderer, node, args): Rendered => {
  const pattern = constantText(node, 0);
  const [, value] = args;
  const collation = node.collation === undefined ? undefined : collationByName(node.collation);
  const ignoreCase = collation?.caseSensitive !== true;
  const compiled = pattern === undefined ? undefined : likeRegex(pattern.replace(/^%+/, ''), undefined, ignoreCase);
  if (!value || pattern === undefined || !compiled || (collation && !collation.accentSensitive)) {
    return noFunction(renderer, node, 'with this pattern');
  }
  const flags = ignoreCase ? '(?is)' : '(?s)';
  const before = pattern.startsWith('%') ? '(.*?)' : '()';
  const regex = compiled.never ? '()[^\\s\\S]' : `${flags}^${before}${compiled.regex}$`;
  return rendered(renderer.macro('tsql_patindex', [value, text(regex)]), duck('bigint'));
};
