import { Refusal } from '../errors/sql-error.js';
import { divideRounding, pow10 } from '../values/exact-numbers.js';
import type { Culture } from './cultures.js';

/** An exact number: digits without their point. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** One section of a pattern, as .NET reads it before it writes. Places count placeholders from the left. */
interface Section {
  readonly tokens: readonly Token[];
  /** Placeholders before the point. */
  readonly whole: number;
  /** Digits that are written at least, before and behind the point. */
  readonly leastWhole: number;
  readonly leastFraction: number;
  readonly decimals: number;
  readonly grouped: boolean;
  /** Powers of ten that `%` and commas before the point multiply by. */
  readonly power: number;
}

type Token = { readonly kind: 'digit' | 'point' } | { readonly kind: 'literal'; readonly text: string };

/**
 * A pattern of 0, #, point and comma; up to three sections for positive, negative and zero.
 *
 * learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings
 */
export function customNumber(value: Exact, pattern: string, culture: Culture): string {
  const sections = sectionsOf(pattern);
  if (sections.length > 3 || /[eE][+-]?0|‰|\\/.test(pattern)) throw new Refusal(`FORMAT with ${pattern}`);
  const [first = '', negative, zero] = sections;
  const forZero = readSection(zero || first);
  if (value.digits === 0n) return writeSection(forZero, 0n, culture);
  const ofItsOwn = value.digits < 0n && negative;
  const section = readSection(ofItsOwn || first);
  const rounded = roundedFor(section, value);
  // What is rounded to zero is written as zero is.
  if (rounded === 0n) return writeSection(forZero, 0n, culture);
  const text = writeSection(section, rounded < 0n ? -rounded : rounded, culture);
  return rounded < 0n && !ofItsOwn ? culture.minus + text : text;
}

function roundedFor({ power, decimals }: Section, { digits, scale }: Exact): bigint {
  const shift = decimals + power - scale;
  return shift >= 0 ? digits * pow10(shift) : divideRounding(digits, pow10(-shift));
}

/** Semicolons between quotes are text. */
function sectionsOf(pattern: string): string[] {
  const sections = [''];
  for (const piece of pattern.match(QUOTED_OR_ONE) ?? []) {
    if (piece === ';') sections.push('');
    else sections[sections.length - 1] += piece;
  }
  return sections;
}

/** A quotation that does not end goes to the end of the pattern. */
const QUOTED_OR_ONE = /'[^']*'?|"[^"]*"?|./gs;

function readSection(text: string): Section {
  const tokens: Token[] = [];
  let places = 0;
  let firstZero = Number.POSITIVE_INFINITY;
  let behindLastZero = 0;
  let point = -1;
  let commaAt = -1;
  let commas = 0;
  let grouped = false;
  let power = 0;
  for (const piece of text.match(QUOTED_OR_ONE) ?? []) {
    if (piece === '0' || piece === '#') {
      if (piece === '0') firstZero = Math.min(firstZero, places);
      places++;
      if (piece === '0') behindLastZero = places;
      tokens.push({ kind: 'digit' });
    } else if (piece === '.') {
      if (point < 0) point = places;
      tokens.push({ kind: 'point' });
    } else if (piece === ',') {
      if (places === 0 || point >= 0) continue;
      if (commaAt === places) commas++;
      else {
        grouped = commaAt >= 0;
        commaAt = places;
        commas = 1;
      }
    } else if (piece === '%') {
      power += 2;
      tokens.push({ kind: 'literal', text: '%' });
    } else
      tokens.push({ kind: 'literal', text: /^['"]/.test(piece) ? piece.replace(/^(['"])(.*?)\1?$/s, '$2') : piece });
  }
  const whole = point < 0 ? places : point;
  // Commas directly before the point divide by a thousand each; others group.
  if (commaAt === whole) power -= 3 * commas;
  else if (commaAt >= 0) grouped = true;
  return {
    tokens,
    whole,
    leastWhole: Math.max(0, whole - firstZero),
    leastFraction: Math.max(0, behindLastZero - whole),
    decimals: places - whole,
    grouped,
    power,
  };
}

/** The number stands on the placeholders; what has more digits begins at the first one, or at the point. */
function writeSection(section: Section, rounded: bigint, culture: Culture): string {
  const all = rounded.toString().padStart(section.decimals + 1, '0');
  const behind = all.length - section.decimals;
  const whole = all.slice(0, behind).replace(/^0+/, '').padStart(section.leastWhole, '0');
  const fraction = all.slice(behind).replace(/0+$/, '').padEnd(section.leastFraction, '0');
  let text = '';
  // Digits left of the point that are still to be written, and placeholders of them that are still to come.
  let left = whole.length;
  let places = section.whole;
  let written = 0;
  const writeWhole = (until: number): void => {
    for (; left > until; left--) {
      text += whole.charAt(whole.length - left);
      if (section.grouped && left > 1 && left % 3 === 1) text += culture.group;
    }
  };
  let pointWritten = false;
  for (const token of section.tokens) {
    if (token.kind === 'literal') text += token.text;
    else if (token.kind === 'point') {
      if (places === 0) writeWhole(0);
      if (places === 0 && written === 0 && !pointWritten && fraction !== '') {
        text += culture.decimal;
        pointWritten = true;
      }
    } else if (places > 0) writeWhole(--places);
    else text += fraction.charAt(written++);
  }
  return text;
}
