import type { FractionalTimeType } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, type Sql } from '../sql/sql.js';
import { duck } from './duck-type.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

type Settings = Readonly<Record<string, string | number>>;

/**
 * How each style of CONVERT reads a text: the order of its parts and the digits of its years.
 * learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql (date and time styles)
 */
const READING: { readonly [style: number]: Settings } = {
  0: {},
  1: { order: 'mdy', years: 2 },
  2: { order: 'ymd', years: 2 },
  3: { order: 'dmy', years: 2 },
  4: { order: 'dmy', years: 2 },
  5: { order: 'dmy', years: 2 },
  10: { order: 'mdy', years: 2 },
  11: { order: 'ymd', years: 2 },
  12: { order: 'ymd', years: 2 },
  20: { order: 'ymd', years: 4 },
  21: { order: 'ymd', years: 4 },
  23: { order: 'ymd', years: 4 },
  25: { order: 'ymd', years: 4 },
  100: { order: 'mdy', years: 4 },
  101: { order: 'mdy', years: 4 },
  102: { order: 'ymd', years: 4 },
  103: { order: 'dmy', years: 4 },
  104: { order: 'dmy', years: 4 },
  105: { order: 'dmy', years: 4 },
  106: { order: 'dmy', years: 4 },
  107: { order: 'mdy', years: 4 },
  110: { order: 'mdy', years: 4 },
  111: { order: 'ymd', years: 4 },
  112: { order: 'ymd', years: 4 },
  113: { order: 'dmy', years: 4 },
  120: { order: 'ymd', years: 4 },
  121: { order: 'ymd', years: 4 },
  126: { order: 'iso' },
  127: { order: 'iso' },
};

/** A text as a date or time; undefined for styles and types that have no rendering. */
export function renderMomentText(renderer: Renderer, node: Rel.RelCast, value: Rendered): Rendered | undefined {
  const { type: to, attempt, reading } = node;
  const style = READING[node.style ?? 0];
  if (!style) return undefined;
  const failed: Settings = attempt ? { failed: 'null' } : {};
  const read = (rules: Settings): Rendered => {
    const settings = { ...style, ...reading, ...rules, ...failed };
    return rendered(renderer.macro('tsql_moment_from_text', [value], settings), duck('timestamp'));
  };
  switch (to.name) {
    case 'date':
      return rendered(castTo('date', read({})), duck('date'));
    case 'datetime2':
      if (to.scale >= 6) return read({});
      return rendered(renderer.macro('tsql_datetime2_scale', [read({}), stepOf(to.scale)]), duck('timestamp'));
    case 'time': {
      if (to.scale >= 6) return rendered(castTo('time', read({})), duck('time'));
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
