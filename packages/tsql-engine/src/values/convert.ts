import { familyOf, isCharacter, isDateOrTime, isUnicode, type SqlType, typeText } from '@datamigrate/catalog';
import { decimalText } from '@datamigrate/foundation';
import { Refusal, SqlError, sqlError } from '../errors/sql-error.js';
import { hierarchyText } from '../hierarchyid/codec.js';
import { readHierarchy, toHierarchy } from '../hierarchyid/to-hierarchy.js';
import { dayNumber, LEGACY_TICKS_PER_DAY, TICKS_PER_DAY } from './calendar.js';
import { decode1252, decodeUtf16, hexText, narrow } from './code-page.js';
import { toBinary, utf8Bytes } from './convert-binary.js';
import { toNumber } from './convert-number.js';
import { divideRounding, pow10, rescale } from './exact-numbers.js';
import { scientificText, shortFloatText } from './float-text.js';
import { momentText } from './format-moment.js';
import { guidFromBytes, parseGuid } from './guid.js';
import { LEGACY_END, LEGACY_START, momentOf, momentValue } from './moment.js';
import { parseMoment, readsStyle } from './parse-moment.js';
import type { SessionFormat } from './session-format.js';
import { isOffset, isVariant, type SqlValue, scaleOf } from './sql-value.js';
import { isUtf8Collation } from './utf8-collations.js';

export interface ConversionOptions {
  readonly style?: number | undefined;
  readonly format: SessionFormat;
  /** Of a character target: _UTF8 collations keep characters that a code page lacks. */
  readonly collation?: string | undefined;
}

/** A value of one type as a value of another: what CAST and CONVERT do. NULL stays NULL. */
export function convertValue(value: SqlValue, source: SqlType, target: SqlType, options: ConversionOptions): SqlValue {
  if (value === null) return null;
  if (isVariant(value)) {
    return target.name === 'sql_variant' ? value : convertValue(value.inner, value.type, target, options);
  }
  if (target.name === 'sql_variant') return { type: source, inner: value };
  switch (familyOf(target)) {
    case 'bit':
    case 'integer':
    case 'decimal':
    case 'money':
    case 'approximate':
      return toNumber(value, source, target);
    case 'character':
      return toText(value, source, target, options);
    case 'binary':
      return toBinary(
        value,
        source,
        target,
        options.style ?? 0,
        isUtf8Collation(options.collation) && !isUnicode(source),
      );
    case 'date-and-time':
      return toMoment(value, source, target, options);
    case 'guid':
      if (value instanceof Uint8Array) return guidFromBytes(value);
      if (typeof value === 'string') return isCharacter(source) ? parseGuid(value) : value;
      break;
    case 'other':
      if ((target.name === 'xml' || target.name === 'json') && typeof value === 'string') return value;
      if (source.name === target.name) return value;
      if (target.name === 'hierarchyid') {
        const node = toHierarchy(value);
        if (node) return node;
      }
      break;
  }
  throw new Refusal(`A conversion of ${typeText(source)} to ${typeText(target)}`);
}

/** TRY_CAST and TRY_CONVERT: NULL in place of a conversion error. */
export function tryConvertValue(
  value: SqlValue,
  source: SqlType,
  target: SqlType,
  options: ConversionOptions,
): SqlValue {
  try {
    return convertValue(value, source, target, options);
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

// Text ----------------------------------------------------------------------------------------------------------------

function toText(value: SqlValue, source: SqlType, target: SqlType, options: ConversionOptions): string {
  const limit = 'length' in target && target.length !== 'max' ? target.length : Number.POSITIVE_INFINITY;
  const text = textOf(value, source, target, limit, options);
  return fitText(text, target, options.collation);
}

/** Text cut and padded to a type; what the code page lacks becomes a question mark. */
export function fitText(text: string, target: SqlType, collation?: string): string {
  const limit = 'length' in target && target.length !== 'max' ? target.length : Number.POSITIVE_INFINITY;
  const utf8 = isUtf8Collation(collation) && !isUnicode(target);
  const stored = isUnicode(target) || utf8 ? text : narrow(text);
  const cut = utf8 ? cutUtf8(stored, limit) : stored.length > limit ? stored.slice(0, limit) : stored;
  return target.name === 'char' || target.name === 'nchar' ? cut.padEnd(limit, ' ') : cut;
}

function cutUtf8(text: string, limit: number): string {
  let bytes = 0;
  let result = '';
  for (const character of text) {
    bytes += utf8Bytes(character).length;
    if (bytes > limit) break;
    result += character;
  }
  return result;
}

function textOf(value: SqlValue, source: SqlType, target: SqlType, limit: number, options: ConversionOptions): string {
  const { style } = options;
  if (typeof value === 'string') {
    if (source.name === 'uniqueidentifier' && limit < 36) throw sqlError(8170);
    return value;
  }
  if (value instanceof Uint8Array && source.name === 'hierarchyid') {
    return checkRoom(hierarchyText(readHierarchy(value)), source, target, limit);
  }
  if (value instanceof Uint8Array) return binaryText(value, target, style ?? 0, limit);
  if (isDateOrTime(source)) return momentText(value, source, style, target.name);
  if (typeof value === 'number') return checkRoom(floatText(value, style ?? 0), source, target, limit);
  if (typeof value !== 'bigint') throw new Refusal(`A conversion of ${source.name} to text`);
  switch (familyOf(source)) {
    case 'money':
      return checkRoom(moneyText(value, style ?? 0), source, target, limit);
    case 'decimal':
      return checkRoom(decimalText(value, scaleOf(source)), source, target, limit);
    default: {
      const text = value.toString();
      if (text.length > limit && !isUnicode(target) && source.name !== 'bigint') return '*';
      return checkRoom(text, source, target, limit);
    }
  }
}

function checkRoom(text: string, source: SqlType, target: SqlType, limit: number): string {
  if (text.length > limit) throw sqlError(8115, source.name === 'decimal' ? 'numeric' : source.name, target.name);
  return text;
}

function floatText(value: number, style: number): string {
  switch (style) {
    case 1:
      return scientificText(value, 8);
    case 2:
      return scientificText(value, 16);
    case 3:
      return scientificText(value, 17);
    case 126:
    case 128:
    case 129:
      return scientificText(value, 16);
    default:
      return shortFloatText(value);
  }
}

/** Two digits by default, style 1 with commas, style 2 with four digits. */
function moneyText(value: bigint, style: number): string {
  if (style === 2 || style === 126) return decimalText(value, 4);
  const text = decimalText(rescale(value, 4, 2), 2);
  return style === 1 ? text.replace(/\B(?=(\d{3})+\.)/g, ',') : text;
}

function binaryText(bytes: Uint8Array, target: SqlType, style: number, limit: number): string {
  if (style === 1 || style === 2) {
    const prefix = style === 1 ? '0x' : '';
    const room = limit === Number.POSITIVE_INFINITY ? bytes.length : Math.floor((limit - prefix.length) / 2);
    return prefix + hexText(bytes.slice(0, room));
  }
  return isUnicode(target) || target.name === 'xml' ? decodeUtf16(bytes) : decode1252(bytes);
}

// Dates and times -----------------------------------------------------------------------------------------------------

function toMoment(value: SqlValue, source: SqlType, target: SqlType, options: ConversionOptions): SqlValue {
  if (typeof value === 'string') return momentFromText(value, source, target, options);
  if (value instanceof Uint8Array) return momentFromBytes(value, target);
  if (isOffset(value) || isDateOrTime(source)) {
    if (source.name === 'datetime' && target.name === 'datetime') return value;
    return momentValue(momentOf(value, source), target, source.name);
  }
  return momentFromNumber(value, source, target);
}

const FAULT_STYLE = new Set([112, 12]);

function momentFromText(text: string, source: SqlType, target: SqlType, options: ConversionOptions): SqlValue {
  const legacy = target.name === 'datetime' || target.name === 'smalldatetime';
  if (options.style !== undefined && !readsStyle(options.style)) {
    if (options.style === 130 || options.style === 131) throw new Refusal('The Hijri calendar');
    throw sqlError(281, options.style, source.name);
  }
  const moment = parseMoment(text, legacy ? 'legacy' : 'modern', options.format, options.style);
  if (typeof moment === 'string') {
    if (moment === 'style' && !legacy && options.style !== undefined && FAULT_STYLE.has(options.style))
      throw sqlError(9807, options.style);
    if (!legacy || moment === 'style') throw sqlError(241);
    if (moment === 'field') throw sqlError(242, source.name, target.name);
    throw sqlError(target.name === 'datetime' ? 241 : 295);
  }
  const { offsetMinutes } = moment;
  const days = dayNumber(moment.year, moment.month, moment.day);
  // A carry out of the eighth digit can reach the next day.
  const carried = moment.ticks >= TICKS_PER_DAY ? 1 : 0;
  const ticks = moment.ticks - BigInt(carried) * TICKS_PER_DAY;
  return momentValue({ days: days + carried, ticks, offsetMinutes }, target, source.name);
}

/** A number is days since 1900, its fraction the time of day. */
function momentFromNumber(value: SqlValue, source: SqlType, target: SqlType): SqlValue {
  let ticks: bigint;
  if (typeof value === 'number') {
    if (Math.abs(value) > 3_000_000) throw sqlError(8115, 'expression', target.name);
    ticks = BigInt(Math.floor(value * Number(LEGACY_TICKS_PER_DAY) + 0.5));
  } else if (typeof value === 'bigint') {
    ticks = divideRounding(value * LEGACY_TICKS_PER_DAY, pow10(scaleOf(source)));
  } else throw new Refusal(`A conversion of ${source.name} to ${target.name}`);
  return legacyTicks(ticks, target);
}

/** 1/300 s since 1900 in range, as datetime or smalldatetime. */
export function legacyTicks(ticks: bigint, target: SqlType): bigint {
  if (ticks < LEGACY_START || ticks >= LEGACY_END) throw sqlError(8115, 'expression', target.name);
  if (target.name === 'datetime') return ticks;
  const value = momentValue(momentOf(ticks, { name: 'datetime' }), target, 'datetime');
  return value as bigint;
}

function momentFromBytes(bytes: Uint8Array, target: SqlType): SqlValue {
  if (target.name !== 'datetime') throw new Refusal(`A conversion of binary to ${target.name}`);
  const padded = new Uint8Array(8);
  padded.set(bytes.slice(-8), Math.max(0, 8 - bytes.length));
  const view = new DataView(padded.buffer);
  return legacyTicks(BigInt(view.getInt32(0)) * LEGACY_TICKS_PER_DAY + BigInt(view.getInt32(4)), target);
}
