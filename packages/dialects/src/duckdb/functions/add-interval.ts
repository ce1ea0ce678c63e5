import type { Rel } from '@datamigrate/relational';
import { BINDING, binary, call, type Sql } from '../../sql/sql.js';
import { asType } from '../coerce.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';

/** datetime ± a whole number of days; the binder has converted the number to datetime. */
export function addDays(renderer: Renderer, sign: 1 | -1, left: Rendered, days: Rel.RelExpression): Rendered {
  const number = days.kind === 'cast' && days.operand.type.name !== 'datetime' ? days.operand : undefined;
  const whole = number && ['tinyint', 'smallint', 'int', 'bigint'].includes(number.type.name) ? number : undefined;
  if (!whole) return constantDays(sign, left, days) ?? addMoment(renderer, sign, left, days);
  const count = renderer.value(whole);
  return rendered(binary(sign === 1 ? '+' : '-', BINDING.additive, left, interval('day', count)), duck('timestamp'));
}

/** What is added has become a datetime: the time since 1900-01-01. Both are in steps of 1/300 seconds, and so is the sum. */
function addMoment(renderer: Renderer, sign: 1 | -1, left: Rendered, days: Rel.RelExpression): Rendered {
  if (days.kind === 'literal' || days.type.name !== 'datetime') {
    return renderer.refuse('render-unsupported', { construct: 'Adding so many days to a datetime' });
  }
  const first = { doc: "timestamp '1900-01-01'", binding: BINDING.atom };
  const right = renderer.value(days);
  const sum =
    sign === 1
      ? binary('+', BINDING.additive, left, binary('-', BINDING.additive, right, first))
      : binary('+', BINDING.additive, first, binary('-', BINDING.additive, left, right));
  return rendered(renderer.macro('tsql_datetime', [sum]), duck('timestamp'));
}

/** The number of days was a constant: it has become a datetime, counted from 1900-01-01. */
function constantDays(sign: 1 | -1, left: Rendered, days: Rel.RelExpression): Rendered | undefined {
  if (days.kind !== 'literal' || typeof days.value !== 'string') return undefined;
  const milliseconds = Date.parse(`${days.value.replace(' ', 'T')}Z`) - Date.UTC(1900, 0, 1);
  if (Number.isNaN(milliseconds)) return undefined;
  // So many days lead out of the range of a datetime, which is an error there.
  if (Math.abs(milliseconds) > 1_000_000 * 86_400_000) return undefined;
  const whole = milliseconds % 86_400_000 === 0;
  const [count, unit] = whole ? [milliseconds / 86_400_000, 'days'] : [milliseconds, 'milliseconds'];
  // Fractions of a day that are no whole third of a hundredth second would be rounded once more.
  if (!whole && milliseconds % 1000 !== 0) return undefined;
  const operator = count < 0 === (sign === 1) ? '-' : '+';
  const amount = { doc: `interval ${Math.abs(count)} ${unit}`, binding: BINDING.atom };
  return rendered(binary(operator, BINDING.additive, left, amount), duck('timestamp'));
}

const UNITS = {
  year: ['years', 1],
  quarter: ['months', 3],
  month: ['months', 1],
  dayofyear: ['days', 1],
  day: ['days', 1],
  weekday: ['days', 1],
  week: ['days', 7],
  hour: ['hours', 1],
  minute: ['minutes', 1],
  second: ['seconds', 1],
  millisecond: ['milliseconds', 1],
  microsecond: ['microseconds', 1],
} as const;

export type IntervalPart = keyof typeof UNITS;

export const isIntervalPart = (part: string): part is IntervalPart => part in UNITS;

/** An interval of so many units. */
export function interval(part: IntervalPart, count: Rendered): Sql {
  const [unit, factor] = UNITS[part];
  if (count.constant && typeof count.doc === 'string' && /^-?\d+$/.test(count.doc)) {
    return { doc: `interval ${wrapNegative(Number(count.doc) * factor)} ${unit}`, binding: BINDING.atom };
  }
  const scaled =
    factor === 1 ? count : binary('*', BINDING.multiplicative, count, { doc: String(factor), binding: BINDING.atom });
  const integer = count.type.name === 'integer' ? scaled : asType({ ...scaled, type: duck('bigint') }, duck('integer'));
  return call(`to_${unit}`, integer);
}

const wrapNegative = (count: number): string => (count < 0 ? `(${count})` : String(count));
