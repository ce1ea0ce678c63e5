import { isCharacter, isDateOrTime, isNumeric, type SqlType } from '@datamigrate/catalog';

/** Values close to one that a module compares with: one step to either side, and the ways in which texts are almost equal. */
export function neighbours(value: string, type: SqlType): readonly string[] {
  if (isCharacter(type)) return textVariants(value);
  if (isDateOrTime(type))
    return [step(value, type, -1), step(value, type, 1), ...daysAround(value, type)].filter(isText);
  if (isNumeric(type)) return [step(value, type, -1), step(value, type, 1)].filter(isText);
  return [];
}

const isText = (value: string | undefined): value is string => value !== undefined;

function textVariants(value: string): string[] {
  const variants = [value.toUpperCase(), value.toLowerCase(), `${value} `, `${value}x`];
  return variants.filter((variant) => variant !== value);
}

/** The next value up or down: a unit of the last digit, a day, a second. Undefined for texts of another form. */
export function step(value: string, type: SqlType, by: 1 | -1): string | undefined {
  if (isCharacter(type)) return by > 0 ? `${value}x` : value.slice(0, -1);
  if (type.name === 'bit') return value === '0' ? '1' : '0';
  if (isDateOrTime(type)) return stepMoment(value, type, by);
  return isNumeric(type) ? stepNumber(value, type, by) : undefined;
}

function stepNumber(value: string, type: SqlType, by: 1 | -1): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const scale = type.name === 'decimal' ? type.scale : fraction.length;
  const digits = Math.min(Math.max(fraction.length, 0), scale);
  const units = BigInt(`${sign}${whole}${fraction.slice(0, digits)}`) + BigInt(by);
  if (digits === 0) return units.toString();
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const MOMENT = /^(?:(\d{4})-?(\d\d)-?(\d\d))?(?:[ T]?(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;

interface Parts {
  readonly day: number | undefined;
  readonly seconds: number | undefined;
}

function partsOf(value: string): Parts | undefined {
  const match = MOMENT.exec(value.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return {
    day: year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day)),
    seconds: hour === undefined ? undefined : Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0),
  };
}

function textOf(milliseconds: number, type: SqlType): string | undefined {
  const date = new Date(milliseconds);
  if (Number.isNaN(milliseconds) || date.getUTCFullYear() < 1753 || date.getUTCFullYear() > 9999) return undefined;
  const text = date.toISOString().slice(0, 19).replace('T', ' ');
  return type.name === 'date' ? text.slice(0, 10) : type.name === 'time' ? text.slice(11) : text;
}

/** A day for dates; for moments the second before or after. */
function stepMoment(value: string, type: SqlType, by: 1 | -1): string | undefined {
  const parts = partsOf(value);
  if (!parts) return undefined;
  if (type.name === 'date') return parts.day === undefined ? undefined : textOf(parts.day + by * 86_400_000, type);
  const day = parts.day ?? Date.UTC(2024, 0, 1);
  return textOf(day + ((parts.seconds ?? 0) + by) * 1000, type);
}

/** Midnight of the day, the day after it, and the last day of its month. */
function daysAround(value: string, type: SqlType): (string | undefined)[] {
  const day = partsOf(value)?.day;
  if (day === undefined || type.name === 'time') return [];
  const date = new Date(day);
  const monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
  return [textOf(day, type), textOf(day + 86_400_000, type), textOf(monthEnd, type)];
}
