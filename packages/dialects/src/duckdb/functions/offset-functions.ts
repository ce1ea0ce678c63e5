import { type SummerTime, timeZone } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, type Sql, text } from '../../sql/sql.js';
import { asType } from '../coerce.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { interval, isIntervalPart } from './add-interval.js';
import { constantText, noFunction, wholeNumber } from './function-rendering.js';

/** A datetimeoffset is a text on the target, with all its digits. */
export const isOffset = (type: Rel.RelExpression['type'] | undefined): boolean => type?.name === 'datetimeoffset';

/** The date and time that it shows, where parts of it are asked for. */
export const localOf = (renderer: Renderer, value: Rendered): Rendered =>
  rendered(renderer.macro('tsql_local', [value]), duck('timestamp'));

/** Characters before the offset: a point and its digits where there are any. */
export const lengthBefore = (scale: number): number => (scale === 0 ? 19 : 20 + scale);

/** Tenths of microseconds; what is larger than a second leaves the fraction alone. */
const TICKS: { readonly [part: string]: number } = { millisecond: 10_000, microsecond: 10 };
const FEWEST_DIGITS: { readonly [part: string]: number } = { millisecond: 3, microsecond: 6, nanosecond: 7 };

/** DATEADD to a datetimeoffset moves what it shows. */
export function addToOffset(renderer: Renderer, node: Rel.RelCall, [count, moment]: readonly Rendered[]): Rendered {
  const { datePart = '', type } = node;
  if (!count || !moment || type.name !== 'datetimeoffset') return noFunction(renderer, node);
  const ticks = TICKS[datePart];
  if (ticks === undefined && datePart !== 'nanosecond') {
    if (!isIntervalPart(datePart)) return noFunction(renderer, node, `for ${datePart}`);
    const local = binary('+', BINDING.additive, localOf(renderer, moment), interval(datePart, count));
    return rendered(renderer.macro('tsql_offset_at', [local, moment]), duck('varchar'));
  }
  const number = wholeNumber(count);
  if (type.scale < (FEWEST_DIGITS[datePart] ?? 0))
    return noFunction(renderer, node, `for ${datePart} of so few digits`);
  let added: Sql;
  if (number !== undefined) {
    const whole = ticks === undefined ? number / 100 : number * ticks;
    if (!Number.isSafeInteger(whole))
      return noFunction(renderer, node, `for ${datePart} that are no tenths of a microsecond`);
    added = atom(String(whole));
  } else {
    if (ticks === undefined) return noFunction(renderer, node, `for a computed number of ${datePart}s`);
    added = binary('*', BINDING.multiplicative, asType(count, duck('bigint')), atom(String(ticks)));
  }
  const length = atom(String(lengthBefore(type.scale)));
  return rendered(renderer.macro('tsql_offset_add', [moment, added, length]), duck('varchar'));
}

/** The same moment with a constant offset. */
export function renderSwitchOffset(renderer: Renderer, node: Rel.RelCall, [moment]: readonly Rendered[]): Rendered {
  const offset = constantText(node, 1);
  const minutes = minutesOf(offset);
  if (!moment || offset === undefined || minutes === undefined || !isOffset(node.arguments[0]?.type)) {
    return noFunction(renderer, node, 'with this offset');
  }
  return switched(renderer, moment, minutes, offset);
}

function switched(renderer: Renderer, moment: Rendered, minutes: number, offset: string): Rendered {
  const args = [moment, atom(String(minutes)), text(offset)];
  return rendered(renderer.macro('tsql_switch_offset', args), duck('varchar'));
}

/** `+02:00` in minutes; offsets reach to 14 hours. */
function minutesOf(offset: string | undefined): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset ?? '') ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  if (sign === undefined || Number(minutes) > 59 || size > 840) return undefined;
  return sign === '-' ? -size : size;
}

/** A date and time with the offset that it is to have. */
export function renderToOffset(renderer: Renderer, node: Rel.RelCall, [moment]: readonly Rendered[]): Rendered {
  const offset = constantText(node, 1);
  if (!moment || offset === undefined || minutesOf(offset) === undefined || node.type.name !== 'datetimeoffset') {
    return noFunction(renderer, node, 'with this offset');
  }
  return withOffset(moment, node.arguments[0]?.type, node.type.scale, offset) ?? noFunction(renderer, node);
}

/** AT TIME ZONE: zones without summer time have one offset, others are followed by their rules. */
export function renderAtTimeZone(renderer: Renderer, node: Rel.RelCall, [moment]: readonly Rendered[]): Rendered {
  const name = constantText(node, 1);
  const zone = timeZone(name ?? '');
  const type = node.arguments[0]?.type;
  if (!moment || !type || !zone || node.type.name !== 'datetimeoffset') {
    return noFunction(renderer, node, name === undefined ? 'with a computed zone' : `'${name}'`);
  }
  const { standard, summer } = zone;
  const [winterText, summerText] = [standard, standard + 60].map(offsetText);
  const { scale } = node.type;
  if (summer.length === 0 || !winterText || !summerText) {
    if (isOffset(type)) return switched(renderer, moment, standard, offsetText(standard));
    return withOffset(moment, type, scale, offsetText(standard)) ?? noFunction(renderer, node, `of ${type.name}`);
  }
  const rules = atom(`[${summer.map(ruleText).join(', ')}]`);
  const offsets = [text(winterText), text(summerText)];
  if (isOffset(type)) {
    const shown = renderer.macro('tsql_in_zone', [moment, atom(String(standard)), rules, ...offsets]);
    return rendered(shown, duck('varchar'));
  }
  const digits = digitsOf(type);
  // A datetime in more than three digits is its thirds.
  if (digits === undefined || moment.type.name === 'timestamp_ns' || (type.name === 'datetime' && scale > 3)) {
    return noFunction(renderer, node, `of ${type.name}`);
  }
  const local = asType(moment, duck('timestamp'));
  return rendered(renderer.macro('tsql_at_zone', [local, atom(String(scale)), rules, ...offsets]), duck('varchar'));
}

const ruleText = ({ from, begins, ends }: SummerTime): string =>
  `[${[from, begins.month, begins.sunday, begins.minutes, ends.month, ends.sunday, ends.minutes].join(', ')}]`;

/** Minutes as `+02:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const shown = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${minutes < 0 ? '-' : '+'}${shown}`;
}

/** The text of a moment with so many digits, and an offset behind it. Undefined where digits would have to be rounded. */
export function withOffset(
  moment: Rendered,
  from: Rel.RelExpression['type'] | undefined,
  scale: number,
  offset: string,
): Rendered | undefined {
  const digits = digitsOf(from);
  if (digits === undefined || moment.type.name === 'timestamp_ns' || digits > scale) return undefined;
  // A datetime has thirds of hundredths of a second: three digits of them are what it shows.
  if (from?.name === 'datetime' && scale > 3) return undefined;
  const shown = (format: string): Sql => call('strftime', moment, text(format));
  const tail = (zeros: number): string => `${'0'.repeat(zeros)} ${offset}`;
  if (digits === 0) return rendered(shown(`%Y-%m-%d %H:%M:%S${scale === 0 ? '' : '.'}${tail(scale)}`), duck('varchar'));
  if (scale === 3) return rendered(shown(`%Y-%m-%d %H:%M:%S.%g ${offset}`), duck('varchar'));
  if (scale >= 6) return rendered(shown(`%Y-%m-%d %H:%M:%S.%f${tail(scale - 6)}`), duck('varchar'));
  const cut = call('left', shown('%Y-%m-%d %H:%M:%S.%f'), atom(String(lengthBefore(scale))));
  return rendered(binary('||', BINDING.other, cut, text(` ${offset}`)), duck('varchar'));
}

/** Digits of a second that values of a type have. */
function digitsOf(type: Rel.RelExpression['type'] | undefined): number | undefined {
  switch (type?.name) {
    case 'date':
    case 'smalldatetime':
      return 0;
    case 'datetime':
      return 3;
    case 'datetime2':
      return type.scale;
    default:
      return undefined;
  }
}
