import { DATE_STYLES, type FractionalTimeType, type SqlType } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, type Sql } from '../sql/sql.js';
import { duck } from './duck-type.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

type Settings = Readonly<Record<string, string | number>>;

/** Styles of CONVERT whose texts the macro reads as SQL Server does. */
const READ: ReadonlySet<number> = new Set([
  1, 2, 3, 4, 5, 10, 11, 12, 20, 21, 23, 25, 100, 101, 102, 103, 104, 105, 106, 107, 110, 111, 112, 113, 120, 121,
]);
/** With a T, and nothing else. */
const ISO: ReadonlySet<number> = new Set([126, 127]);

/** How a style reads a text as a type, for the macro; undefined where it cannot. */
function settingsOf(style: number, to: SqlType): Settings | undefined {
  if (style === 0) return {};
  if (ISO.has(style)) return { order: 'iso' };
  const found = READ.has(style) ? DATE_STYLES[style] : undefined;
  if (!found) return undefined;
  const old = to.name === 'datetime' || to.name === 'smalldatetime';
  const numbers = found.numbers === 'all' || (found.numbers === 'new' && !old);
  return { order: found.order, years: found.years, ...(numbers ? {} : { numbers: 'no' }) };
}

/** A text as a date or time; undefined for styles and types that have no rendering. */
export function renderMomentText(renderer: Renderer, node: Rel.RelCast, value: Rendered): Rendered | undefined {
  const { type: to, attempt, reading } = node;
  const style = settingsOf(node.style ?? 0, to);
  if (!style) return undefined;
  const failed: Settings = attempt ? { failed: 'null' } : {};
  const read = (rules: Settings): Rendered => {
    const settings = withFields(style, { ...reading, ...rules, ...failed });
    return rendered(renderer.macro('tsql_moment_from_text', [value], settings), duck('timestamp'));
  };
  // Rounding to six digits would have to see it.
  const seventh: Settings = node.sixDigits && (!('scale' in to) || to.scale !== 6) ? {} : { seventh: 'raise' };
  switch (to.name) {
    case 'date':
      return rendered(castTo('date', read({})), duck('date'));
    case 'datetime2':
      if (to.scale >= 6) return read(seventh);
      return rendered(renderer.macro('tsql_datetime2_scale', [read({}), stepOf(to.scale)]), duck('timestamp'));
    case 'time': {
      if (to.scale >= 6) return rendered(castTo('time', read(seventh)), duck('time'));
      return rendered(renderer.macro('tsql_time_scale', [read({}), stepOf(to.scale)]), duck('time'));
    }
    case 'datetime': {
      const ticks = renderer.macro('tsql_datetime', [read({ rules: 'old' })]);
      return rendered(renderer.macro('tsql_datetime_range', [ticks], failed), duck('timestamp'));
    }
    case 'smalldatetime': {
      const ticks = renderer.macro('tsql_datetime', [read({ rules: 'old' })]);
      const minutes = renderer.macro('tsql_smalldatetime', [ticks]);
      const range = { first: '1900-01-01', beyond: '2079-06-07', ...failed };
      return rendered(renderer.macro('tsql_datetime_range', [minutes], range), duck('timestamp'));
    }
    case 'datetimeoffset':
      return renderOffsetText(renderer, node, value, to);
    default:
      return undefined;
  }
}

/** A text as a datetimeoffset, without a style. */
function renderOffsetText(
  renderer: Renderer,
  node: Rel.RelCast,
  value: Rendered,
  { scale }: FractionalTimeType,
): Rendered | undefined {
  if ((node.style ?? 0) !== 0) return undefined;
  const failed: Readonly<Record<string, string>> = node.attempt ? { failed: 'null' } : {};
  return rendered(renderer.macro('tsql_offset_from_text', [value, atom(String(scale))], failed), duck('varchar'));
}

/** Microseconds of the last digit. */
export const stepOf = (scale: number): Sql => atom(String(10 ** (6 - scale)));

/** Fractions of a second are rounded to fewer digits. */
export function roundedTo(value: Rendered, scale: number, fromScale: number): Rendered {
  if (scale >= fromScale || scale >= 6) return value;
  const step = 10 ** (6 - scale);
  const half = binary('+', BINDING.additive, value, atom(`interval ${step / 2} microseconds`));
  const bucket = call('time_bucket', atom(`interval ${step} microseconds`), half);
  return rendered(bucket, duck('timestamp'));
}
