import { isCharacter, type SqlType } from '@datamigrate/catalog';
import type { SqlValue } from '@datamigrate/tsql-engine';
import { DataFault } from '../data/table-data.js';
import { DAYS_TO_1900, dayOf, dayText, LEGACY_TICKS_PER_DAY, TICKS_PER_DAY } from '../values/moment-units.js';
import { type Digits, permute } from './permute.js';

/** Turns a value into another one of the same form. */
export type Mask = (value: SqlValue) => SqlValue;

/** How values of a type are masked; undefined for types whose values have no form that could be kept. */
export function maskFor(type: SqlType, key: string): Mask | undefined {
  const inForm = maskInForm(type, key);
  if (!inForm) return undefined;
  const known = new Map<SqlValue, SqlValue>();
  return (value) => {
    if (value === null) return null;
    const before = known.get(value);
    if (before !== undefined) return before;
    // Files give every value as text.
    const masked = typeof value === 'string' && !isCharacter(type) ? maskText(value, type, key) : inForm(value);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(value, masked);
    return masked;
  };
}

const MOST_KEPT = 50_000;

function maskInForm(type: SqlType, key: string): Mask | undefined {
  if (isCharacter(type)) return (value) => maskCharacters(String(value), key);
  switch (type.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'money':
    case 'smallmoney':
      return (value) => maskNumber(value as bigint, type, key);
    case 'date':
      return (value) => maskDay(value as bigint, key);
    case 'smalldatetime':
    case 'datetime2':
      return (value) => maskMoment(value as bigint, TICKS_PER_DAY, 0n, key);
    case 'datetime':
      return (value) => maskMoment(value as bigint, LEGACY_TICKS_PER_DAY, DAYS_TO_1900, key);
    case 'uniqueidentifier':
      return (value) => maskHex(String(value), key);
    case 'binary':
    case 'varbinary':
      return (value) => maskBytes(value as Uint8Array, key);
    default:
      return undefined;
  }
}

function maskText(text: string, type: SqlType, key: string): SqlValue {
  if (type.name === 'uniqueidentifier' || type.name === 'binary' || type.name === 'varbinary')
    return maskHex(text, key);
  const date = /^(\d{4})-(\d\d)-(\d\d)(.*)$/s.exec(text.trim());
  if (/date/.test(type.name)) {
    if (!date) throw new DataFault(`a ${type.name} that is not written as 2024-12-31 cannot be masked`);
    return `${dayText(maskDay(dayOf(text.trim()), key))}${date[4] ?? ''}`;
  }
  const number = /^([+-]?)(\d*)(\.?)(\d*)$/.exec(text.trim());
  if (!number) throw new DataFault(`a ${type.name} that is not written as a plain number cannot be masked`);
  const [, sign = '', whole = '', point = '', fraction = ''] = number;
  // The number without its point and without zeros in front and behind: 1.5 and 1.50 are the same.
  const scale = 'scale' in type ? type.scale : type.name === 'money' || type.name === 'smallmoney' ? 4 : 0;
  if (fraction.length > scale) throw new DataFault(`a ${type.name} with more digits than its column cannot be masked`);
  const masked = String(maskNumber(BigInt(whole + fraction.padEnd(scale, '0')), type, key)).padStart(scale + 1, '0');
  if (scale === 0) return `${sign}${masked}${point}`;
  return `${sign}${masked.slice(0, -scale)}.${masked.slice(-scale)}`;
}

/** Letters become letters of the same case, digits digits; everything else stays. Case and blanks make no difference. */
function maskCharacters(text: string, key: string): string {
  const characters = [...text];
  const classes = characters.map((character) => {
    if (/[0-9]/.test(character)) return { radix: 10, value: Number(character), first: '0' };
    if (!/\p{L}/u.test(character)) return undefined;
    const small = character.toLowerCase();
    const code = small.codePointAt(0) ?? 0;
    const value = code >= 97 && code <= 122 ? code - 97 : code % 26;
    return { radix: 26, value, first: small === character ? 'a' : 'A' };
  });
  const digits = classes.filter((each) => each !== undefined);
  const masked = permute(key, { radices: digits.map(({ radix }) => radix), values: digits.map(({ value }) => value) });
  let next = 0;
  return characters
    .map((character, i) => {
      const known = classes[i];
      if (!known) return character;
      return String.fromCharCode(known.first.charCodeAt(0) + (masked[next++] ?? 0));
    })
    .join('');
}

const LARGEST: Readonly<Record<string, bigint | undefined>> = {
  tinyint: 255n,
  smallint: 32_767n,
  int: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
  money: 9_223_372_036_854_775_807n,
  smallmoney: 2_147_483_647n,
};

/** As many digits, the same sign. */
function maskNumber(value: bigint, type: SqlType, key: string): bigint {
  const largest = LARGEST[type.name];
  let size = value < 0n ? -value : value;
  // A result beyond the type is taken as the next input: that is still one to one.
  do size = otherDigits(size, key);
  while (largest !== undefined && size > largest);
  return value < 0n ? -size : size;
}

function otherDigits(size: bigint, key: string): bigint {
  const text = String(size);
  const lead = text.length === 1 ? 0 : 1;
  const form: Digits = {
    radices: [...text].map((_, i) => (i === 0 ? 10 - lead : 10)),
    values: [...text].map((digit, i) => Number(digit) - (i === 0 ? lead : 0)),
  };
  const masked = permute(key, form);
  return BigInt(masked.map((digit, i) => digit + (i === 0 ? lead : 0)).join(''));
}

function maskHex(text: string, key: string): string {
  const start = /^0x/i.test(text) ? 2 : 0;
  const digits = [...text.slice(start)];
  const places = digits.filter((digit) => /[0-9a-f]/i.test(digit));
  const values = places.map((digit) => Number.parseInt(digit, 16));
  const masked = permute(key, { radices: values.map(() => 16), values });
  let next = 0;
  const other = digits.map((digit) =>
    /[0-9a-f]/i.test(digit) ? (masked[next++] ?? 0).toString(16).toUpperCase() : digit,
  );
  return text.slice(0, start) + other.join('');
}

function maskBytes(bytes: Uint8Array, key: string): Uint8Array {
  const hex = maskHex(Buffer.from(bytes).toString('hex'), key);
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Another day of the same year. */
function maskDay(day: bigint, key: string): bigint {
  const year = dayText(day).slice(0, 4);
  const first = dayOf(`${year}-01-01`);
  const days = Number(dayOf(`${year}-12-31`) - first) + 1;
  const [other = 0] = permute(key, { radices: [days], values: [Number(day - first)] });
  return first + BigInt(other);
}

function maskMoment(value: bigint, perDay: bigint, daysBefore: bigint, key: string): bigint {
  const rest = ((value % perDay) + perDay) % perDay;
  const day = (value - rest) / perDay + daysBefore;
  return (maskDay(day, key) - daysBefore) * perDay + rest;
}
