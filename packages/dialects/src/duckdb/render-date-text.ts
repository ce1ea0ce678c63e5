import type { SqlType } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, text } from '../sql/sql.js';
import { cutFormat, dateStyle } from './convert-styles.js';
import { duck } from './duck-type.js';
import { fitText, type TextType } from './fit-text.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

export function renderDateText(
  renderer: Renderer,
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  target: TextType,
  refuse: (detail?: string) => Rendered,
): Rendered {
  if (value.type.name === 'varchar') return refuse();
  // Without a style date and time are written in ISO form, the older types as `Jan  2 2024  3:04PM`.
  const legacy = from.name === 'datetime' || from.name === 'smalldatetime';
  const style = node.style ?? (legacy ? 0 : 121);
  const long = legacyStyle(renderer, style, value, from);
  if (long) return fitText(long.text, long.length, target);
  if (style === 0 || style === 100) {
    if (from.name === 'time' || from.name === 'date') return refuse(` with style ${style}`);
    return fitText(rendered(renderer.macro('tsql_datetime_text', [value]), duck('varchar')), 19, target);
  }
  const row = dateStyle(style, from);
  if (!row) return refuse(` with style ${style}`);
  const moment = from.name === 'time' ? onFirstDay(value) : value;
  const cut = target.length !== 'max' && target.length < row.length ? target.length : undefined;
  const format = cut === undefined ? row.format : cutFormat(row.format, cut);
  const wholeLength = row.fraction === undefined || format !== row.format;
  const shown = wholeLength
    ? rendered(call('strftime', moment, text(format ?? row.format)), duck('varchar'))
    : withFraction(moment, row.format, row.length - row.fraction, row.fraction);
  return fitText(shown, format === undefined ? row.length : Math.min(cut ?? row.length, row.length), target);
}

const onFirstDay = (value: Rendered): Rendered =>
  rendered(binary('+', BINDING.additive, atom("date '1900-01-01'"), value), duck('timestamp'));

/** A format that ends in a fraction of a second, cut to its digits; `before` is the length of what stands before them. */
function withFraction(moment: Rendered, format: string, before: number, digits: number): Rendered {
  const fine = moment.type.name === 'timestamp_ns';
  const written = call('strftime', moment, text(fine ? format.replace('%f', '%n') : format));
  if (digits === 7 && !fine) return rendered(binary('||', BINDING.other, written, text('0')), duck('varchar'));
  if (digits === 6 && format.endsWith('%f')) return rendered(written, duck('varchar'));
  return rendered(call('left', written, atom(String(before + digits))), duck('varchar'));
}

interface LongText {
  readonly text: Rendered;
  /** At most so many characters. */
  readonly length: number;
}

/** Styles with the name of the month or a T between date and time. */
function legacyStyle(renderer: Renderer, style: number, value: Rendered, from: SqlType): LongText | undefined {
  if (from.name === 'date' && [0, 100, 9, 109].includes(style)) {
    const day = call('left', renderer.macro('tsql_datetime_text', [value]), atom('11'));
    return { text: rendered(day, duck('varchar')), length: 11 };
  }
  const legacy = from.name === 'datetime' || from.name === 'smalldatetime';
  if (!legacy && from.name !== 'datetime2') return undefined;
  const digits = legacy ? 3 : from.name === 'datetime2' ? from.scale : 0;
  const room = digits === 0 ? 0 : digits + 1;
  // The older types have a colon before their milliseconds, but for the ISO styles.
  const clock = (format: string, before: number, point = legacy ? ':' : '.'): Rendered => {
    if (digits === 0) return rendered(call('strftime', value, text(format)), duck('varchar'));
    if (legacy) return rendered(call('strftime', value, text(`${format}${point}%g`)), duck('varchar'));
    return withFraction(value, `${format}${point}%f`, before + 1, digits);
  };
  switch (style) {
    case 9:
    case 109: {
      const day = rendered(call('left', renderer.macro('tsql_datetime_text', [value]), atom('14')), duck('varchar'));
      const half = rendered(call('strftime', value, text('%p')), duck('varchar'));
      return { text: joined(joined(day, clock(':%M:%S', 6)), half), length: 22 + room };
    }
    case 13:
    case 113:
      return { text: clock('%d %b %Y %H:%M:%S', 20), length: 20 + room };
    case 126:
    case 127: {
      const whole = clock('%Y-%m-%dT%H:%M:%S', 19, '.');
      const short = legacy
        ? call('replace', whole, text('.000'), text(''))
        : call('regexp_replace', whole, text('[.]0+$'), text(''));
      return { text: digits === 0 ? whole : rendered(short, duck('varchar')), length: 19 + room };
    }
    default:
      return undefined;
  }
}

function joined(left: Rendered, right: Rendered): Rendered {
  return rendered(binary('||', BINDING.other, left, right), duck('varchar'));
}
