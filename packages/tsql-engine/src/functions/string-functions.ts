import { isCharacter, isUnicode } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import { Refusal, sqlError } from '../errors/sql-error.js';
import { evaluate } from '../expressions/evaluate.js';
import { patternPosition } from '../predicates/like.js';
import { byteOfCharacter, characterOfByte } from '../values/code-page.js';
import { rulesFor, type TextUnit } from '../values/collation-key.js';
import { toBinary } from '../values/convert-binary.js';
import { fromFloat } from '../values/exact-numbers.js';
import { escapeJson } from '../values/json.js';
import type { SqlValue } from '../values/sql-value.js';
import { asInteger, asText, type Call, type FunctionBody, ofText, strict } from './call.js';
import { formatText } from './format-text.js';
import { difference, soundex } from './soundex.js';

/** The result cut to the room of its type; functions do not pad. */
function fitted(call: Call, text: string): string {
  const { type } = call;
  const limit = 'length' in type && typeof type.length === 'number' ? type.length : Number.POSITIVE_INFINITY;
  return text.length > limit ? text.slice(0, limit) : text;
}

/** Text by its characters: surrogate pairs are one under _SC collations, else two. */
function characters(text: string, call: Call): readonly string[] {
  return rulesFor(call.collation, true).collation.supplementary ? [...text] : text.split('');
}

export const STRING_FUNCTIONS = {
  ASCII: ofText(([text = '']) => (text === '' ? null : BigInt(byteOfCharacter(text.charCodeAt(0))))),
  CHAR: strict(([code]) => {
    const byte = asInteger(code);
    return byte >= 0n && byte <= 255n ? characterOfByte(Number(byte)) : null;
  }),
  CHARINDEX: strict(([needle, text, from], call) => {
    const start = from === undefined ? 0 : Math.max(0, Number(asInteger(from)) - 1);
    return BigInt(indexOfText(asText(text ?? null), asText(needle ?? null), start, call) + 1);
  }),
  CONCAT: (call) =>
    fitted(
      call,
      call
        .values()
        .map((value) => (value === null ? '' : asText(value)))
        .join(''),
    ),
  CONCAT_WS: (call) => {
    const [separator = null, ...rest] = call.values();
    const parts = rest.filter((value) => value !== null).map(asText);
    return fitted(call, parts.join(separator === null ? '' : asText(separator)));
  },
  DATALENGTH: (call) => dataLength(call.value(0), call),
  DIFFERENCE: ofText(([a = '', b = '']) => BigInt(difference(a, b))),
  FORMAT: (call) => formatText(call),
  LEFT: strict(([text, count], call) => {
    const length = asInteger(count);
    if (length < 0n) throw negativeLength(call, 1, 537);
    return characters(asText(text ?? null), call)
      .slice(0, Number(length))
      .join('');
  }),
  LEN: strict(([value], call) => {
    if (value instanceof Uint8Array) return BigInt(value.length);
    return BigInt(characters(asText(value ?? null).replace(/ +$/, ''), call).length);
  }),
  LOWER: ofText(([text = '']) => mapCase(text, (character) => character.toLowerCase())),
  LTRIM: ofText(([text = '', set], call) => trim(text, set, call, true, false)),
  NCHAR: strict(([code]) => {
    const unit = asInteger(code);
    return unit >= 0n && unit <= 65535n ? String.fromCharCode(Number(unit)) : null;
  }),
  PATINDEX: ofText(([pattern = '', text = ''], call) =>
    BigInt(patternPosition(pattern, text, call.collation, call.unicode)),
  ),
  QUOTENAME: (call) => quoteNameCall(call),
  REPLACE: ofText(([text = '', search = '', replacement = ''], call) =>
    fitted(call, replaceText(text, search, replacement, call)),
  ),
  REPLICATE: strict(([text, count], call) => {
    const times = asInteger(count);
    if (times < 0n) return null;
    const unit = asText(text ?? null);
    const { type } = call;
    const limit = 'length' in type && typeof type.length === 'number' ? type.length : 50_000_000;
    const needed = unit === '' ? 0 : Math.min(Number(times), Math.ceil(limit / unit.length));
    return unit.repeat(needed).slice(0, limit);
  }),
  REVERSE: ofText(([text = ''], call) => [...characters(text, call)].reverse().join('')),
  RIGHT: strict(([text, count], call) => {
    const length = asInteger(count);
    if (length < 0n) throw sqlError(536, 'RIGHT');
    const all = characters(asText(text ?? null), call);
    return all.slice(Math.max(0, all.length - Number(length))).join('');
  }),
  RTRIM: ofText(([text = '', set], call) => trim(text, set, call, false, true)),
  SOUNDEX: ofText(([text = '']) => soundex(text)),
  SPACE: strict(([count]) => {
    const length = asInteger(count);
    return length < 0n ? null : ' '.repeat(Math.min(8000, Number(length)));
  }),
  STR: strict(([value, length, decimals]) => str(value as number, length, decimals)),
  STRING_ESCAPE: ofText(([text = '', kind = '']) => {
    if (kind.trim().toLowerCase() !== 'json') throw new Refusal(`STRING_ESCAPE of type ${kind}`);
    return escapeJson(text);
  }),
  STUFF: (call) => {
    const [text = null, start = null, length = null, insert = null] = call.values();
    if (text === null || start === null || length === null) return null;
    const all = asText(text);
    const from = Number(asInteger(start));
    const count = Number(asInteger(length));
    if (from <= 0 || from > all.length || count < 0) return null;
    return fitted(call, all.slice(0, from - 1) + (insert === null ? '' : asText(insert)) + all.slice(from - 1 + count));
  },
  SUBSTRING: strict(([text, start, length], call) => substring(text ?? null, asInteger(start), length, call)),
  TRANSLATE: ofText(([text = '', from = '', to = ''], call) => translate(text, from, to, call)),
  TRIM: ofText(([text = '', set], call) => trim(text, set, call, true, true)),
  UNICODE: ofText(([text = '']) => (text === '' ? null : BigInt(text.charCodeAt(0)))),
  UPPER: ofText(([text = '']) => mapCase(text, (character) => character.toUpperCase())),
} as const satisfies Record<string, FunctionBody>;

/** A constant length is refused when the batch is compiled (536), another one when it runs (537). */
function negativeLength(call: Call, position: number, atRunTime: number): Error {
  const constant = isConstant(call.node.arguments[position]);
  return sqlError(constant ? 536 : atRunTime, call.node.function.toLowerCase());
}

function isConstant(node: Call['node']['arguments'][number] | undefined): boolean {
  if (node?.kind === 'cast') return isConstant(node.operand);
  return node?.kind === 'literal';
}

/** One character to one: 'ß' has no single upper case and stays. */
function mapCase(text: string, map: (character: string) => string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const mapped = map(character);
    result += mapped.length === 1 ? mapped : character;
  }
  return result;
}

/** Position of a text in another under the call's collation, from 0; -1 where it is not. An empty one is nowhere. */
function indexOfText(text: string, needle: string, from: number, call: Call): number {
  return findText(text, needle, from, call)?.from ?? -1;
}

function findText(text: string, needle: string, from: number, call: Call): { from: number; to: number } | undefined {
  if (needle === '') return undefined;
  const rules = rulesFor(call.collation, call.unicode);
  const wanted = rules.units(needle);
  if (wanted.length === 0) return undefined;
  return findUnits(rules.units(text), wanted, from);
}

function findUnits(
  units: readonly TextUnit[],
  wanted: readonly TextUnit[],
  from: number,
): { from: number; to: number } | undefined {
  for (let i = 0; i + wanted.length <= units.length; i++) {
    const first = units[i] as TextUnit;
    if (first.from < from || units[i - 1]?.from === first.from) continue;
    if (!wanted.every((unit, j) => units[i + j]?.unit === unit.unit)) continue;
    const last = units[i + wanted.length - 1] as TextUnit;
    if (units[i + wanted.length]?.from === last.from) continue;
    return { from: first.from, to: last.to };
  }
  return undefined;
}

function replaceText(text: string, search: string, replacement: string, call: Call): string {
  if (search === '') return text;
  let result = '';
  let at = 0;
  const rules = rulesFor(call.collation, call.unicode);
  const units = rules.units(text);
  const wanted = rules.units(search);
  if (wanted.length === 0) return text;
  for (;;) {
    const found = findUnits(units, wanted, at);
    if (!found) return result + text.slice(at);
    result += text.slice(at, found.from) + replacement;
    at = found.to;
  }
}

function trim(text: string, set: string | undefined, call: Call, leading: boolean, trailing: boolean): string {
  const rules = rulesFor(call.collation, call.unicode);
  const wanted = new Set([...(set ?? ' ')].map((character) => rules.fold(character)));
  let from = 0;
  let to = text.length;
  while (leading && from < to && wanted.has(rules.fold(text.charAt(from)))) from++;
  while (trailing && to > from && wanted.has(rules.fold(text.charAt(to - 1)))) to--;
  return text.slice(from, to);
}

function substring(text: SqlValue, start: bigint, length: SqlValue | undefined, call: Call): SqlValue {
  if (length !== undefined && asInteger(length) < 0n) throw negativeLength(call, 2, 537);
  const first = Number(start) - 1;
  const size = text instanceof Uint8Array ? text.length : characters(asText(text), call).length;
  const end = length === undefined ? size : Math.min(size, first + Number(length));
  const from = Math.max(0, first);
  if (text instanceof Uint8Array) return text.slice(from, Math.max(from, end));
  return characters(asText(text), call).slice(from, Math.max(from, end)).join('');
}

function translate(text: string, from: string, to: string, call: Call): string {
  if (from.length !== to.length) throw sqlError(9828);
  const rules = rulesFor(call.collation, call.unicode);
  const places = new Map<string, string>();
  for (let i = 0; i < from.length; i++) {
    const folded = rules.fold(from.charAt(i));
    if (!places.has(folded)) places.set(folded, to.charAt(i));
  }
  return text
    .split('')
    .map((character) => places.get(rules.fold(character)) ?? character)
    .join('');
}

const CLOSING: Readonly<Record<string, string | undefined>> = {
  '[': ']',
  ']': ']',
  '(': ')',
  ')': ')',
  '{': '}',
  '}': '}',
  '<': '>',
  '>': '>',
  "'": "'",
  '"': '"',
  '`': '`',
};

const OPENING: Readonly<Record<string, string | undefined>> = { ']': '[', ')': '(', '}': '{', '>': '<' };

/** The text as it was written: more than 128 characters give NULL, they are not cut. */
function quoteNameCall(call: Call): SqlValue {
  const delimiter = call.count > 1 ? call.value(1) : '[';
  const argument = call.node.arguments[0];
  const whole = argument?.kind === 'cast' && argument.implicit ? evaluate(call.env, argument.operand) : call.value(0);
  if (whole === null || delimiter === null) return null;
  return quoteName(typeof whole === 'string' ? whole : asText(call.value(0)), asText(delimiter));
}

function quoteName(text: string, delimiter: string): string | null {
  const mark = delimiter.charAt(0) || '[';
  const close = CLOSING[mark];
  if (close === undefined || text.length > 128) return null;
  return `${OPENING[mark] ?? mark}${text.replaceAll(close, close + close)}${close}`;
}

/** Right-justified; fewer digits behind the point where they do not fit, stars where the number does not. */
function str(value: number, length: SqlValue | undefined, decimals: SqlValue | undefined): SqlValue {
  const width = length === undefined ? 10 : Number(asInteger(length));
  let digits = decimals === undefined ? 0 : Number(asInteger(decimals));
  if (width < 1 || width > 8000 || digits < 0) return null;
  digits = Math.min(digits, 16);
  const integral =
    decimalText(fromFloat(Math.trunc(value), 0), 0).length + (value < 0 && Math.trunc(value) === 0 ? 1 : 0);
  if (integral > width) return '*'.repeat(width);
  const room = Math.max(0, Math.min(digits, width - integral - 1));
  let text = decimalText(fromFloat(value, room), room);
  if (value < 0 && !text.startsWith('-')) text = `-${text}`;
  return text.length > width ? '*'.repeat(width) : text.padStart(width, ' ');
}

/** Bytes of storage; of a decimal by the value's own digits. */
function dataLength(value: SqlValue, call: Call): SqlValue {
  if (value === null) return null;
  const type = call.typeOf(0);
  if (typeof value === 'string') {
    if (type.name === 'uniqueidentifier') return 16n;
    if (rulesFor(call.collation, isUnicode(type)).collation.utf8 && !isUnicode(type))
      return BigInt(toBinary(value, type, { name: 'varbinary', length: 'max' }, 0, true).length);
    return BigInt(isUnicode(type) || !isCharacter(type) ? value.length * 2 : value.length);
  }
  if (value instanceof Uint8Array) return BigInt(value.length);
  if (type.name === 'decimal' && typeof value === 'bigint') {
    const digits = (value < 0n ? -value : value).toString().length;
    return digits <= 9 ? 5n : digits <= 19 ? 9n : digits <= 28 ? 13n : 17n;
  }
  const size = SIZES[type.name];
  if (size !== undefined) return size;
  if ('scale' in type) {
    const extra = type.scale <= 2 ? 0n : type.scale <= 4 ? 1n : 2n;
    return { time: 3n, datetime2: 6n, datetimeoffset: 8n, decimal: 9n }[type.name] + extra;
  }
  throw new Refusal(`DATALENGTH of ${type.name}`);
}

const SIZES: Readonly<Record<string, bigint | undefined>> = {
  bit: 1n,
  tinyint: 1n,
  smallint: 2n,
  int: 4n,
  bigint: 8n,
  smallmoney: 4n,
  money: 8n,
  real: 4n,
  float: 8n,
  date: 3n,
  smalldatetime: 4n,
  datetime: 8n,
};
