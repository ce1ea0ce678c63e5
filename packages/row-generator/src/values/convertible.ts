import { isCharacter, isDateOrTime, isInteger, isNumeric, type SqlType } from '@datamigrate/catalog';
import { defaultValues } from './default-values.js';
import { distinctValue } from './distinct-value.js';

const MOST: Readonly<Record<string, number | undefined>> = {
  bit: 1,
  tinyint: 255,
  smallint: 32_767,
  int: 2_147_483_647,
};
const WHOLE = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,9})?$/;
const DAY = /^\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d/;

/** Whether a text converts to a type without doubt. What only some settings can read counts as no text of it. */
export function convertsTo(value: string, type: SqlType): boolean {
  if (isCharacter(type)) return true;
  const text = value.trim();
  if (isInteger(type) || type.name === 'bit') {
    const least = type.name === 'bit' || type.name === 'tinyint' ? 0 : -(MOST[type.name] ?? Number.MAX_SAFE_INTEGER);
    return WHOLE.test(text) && Number(text) >= least && Number(text) <= (MOST[type.name] ?? Number.MAX_SAFE_INTEGER);
  }
  if (type.name === 'decimal') {
    const whole = text.replace(/^-?0*/, '').split('.')[0] ?? '';
    return DECIMAL.test(text) && whole.length <= type.precision - type.scale;
  }
  if (isNumeric(type)) return DECIMAL.test(text);
  if (type.name === 'time') return TIME.test(text);
  if (isDateOrTime(type)) return DAY.test(text);
  return type.name !== 'uniqueidentifier' || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

/** Texts of a type, the longest first: a moment may stand as a day alone, with or without its dashes. */
export function textsOf(type: SqlType): readonly string[] {
  const texts = defaultValues(type);
  if (!isDateOrTime(type) || type.name === 'time') return texts;
  const days = defaultValues({ name: 'date' });
  return [...texts, ...days, ...days.map(compact)];
}

/** The n-th of texts of a type that are all different, in each of their lengths. */
export function distinctTexts(type: SqlType, n: number): readonly string[] {
  const text = distinctValue(type, n);
  if (text === undefined) return [];
  if (!isDateOrTime(type) || type.name === 'time') return [text];
  const day = distinctValue({ name: 'date' }, n) ?? text;
  return [text, day, compact(day)];
}

const compact = (day: string): string => day.replaceAll('-', '');
