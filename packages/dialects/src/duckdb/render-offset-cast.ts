import type { FractionalTimeType, SqlType } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, text } from '../sql/sql.js';
import { asType } from './coerce.js';
import { CONVERT_STYLES } from './convert-styles.js';
import { duck } from './duck-type.js';
import { fitText, type TextType } from './fit-text.js';
import { lengthBefore, localOf, withOffset } from './functions/offset-functions.js';
import { renderDateText } from './render-date-text.js';
import { roundedTo, stepOf } from './render-moment-text.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

type Offset = FractionalTimeType;

const varchar = (sql: Parameters<typeof rendered>[0]): Rendered => rendered(sql, duck('varchar'));

/** A datetimeoffset as another type: what it shows, its offset is left out. Undefined where digits have no rendering. */
export function renderFromOffset(renderer: Renderer, from: Offset, value: Rendered, to: SqlType): Rendered | undefined {
  const seventh = from.scale === 7;
  switch (to.name) {
    case 'date':
      return asType(localOf(renderer, value), duck('date'));
    case 'datetime2':
      // Rounding to six digits would have to see the seventh.
      return seventh && to.scale === 6 ? undefined : roundedTo(localOf(renderer, value), to.scale, from.scale);
    case 'time': {
      const local = localOf(renderer, value);
      if (to.scale >= from.scale) return asType(local, duck('time'));
      return to.scale >= 6
        ? undefined
        : rendered(renderer.macro('tsql_time_scale', [local, stepOf(to.scale)]), duck('time'));
    }
    case 'datetime':
    case 'smalldatetime': {
      const ticks = renderer.macro('tsql_offset_datetime', [value]);
      if (to.name === 'datetime') return rendered(renderer.macro('tsql_datetime_range', [ticks]), duck('timestamp'));
      const range = { first: '1900-01-01', beyond: '2079-06-07' };
      const minutes = renderer.macro('tsql_smalldatetime', [ticks]);
      return rendered(renderer.macro('tsql_datetime_range', [minutes], range), duck('timestamp'));
    }
    case 'datetimeoffset':
      return rescaled(renderer, from, value, to);
    default:
      return undefined;
  }
}

/** More digits are zeros, fewer are rounded. */
function rescaled(renderer: Renderer, from: Offset, value: Rendered, to: Offset): Rendered {
  if (to.scale === from.scale) return value;
  if (to.scale > from.scale) {
    const point = from.scale === 0 ? '.' : '';
    const digits = text(`${point}${'0'.repeat(to.scale - from.scale)}`);
    const front = call('left', value, atom(String(lengthBefore(from.scale))));
    const back = call('right', value, atom('7'));
    return varchar(binary('||', BINDING.other, binary('||', BINDING.other, front, digits), back));
  }
  const half = atom(String(10 ** (7 - to.scale) / 2));
  const cut = atom(String(lengthBefore(to.scale)));
  return varchar(renderer.macro('tsql_offset_add', [value, half, cut]));
}

/** A date or time as a datetimeoffset: at UTC. */
export function renderToOffsetType(node: Rel.RelCast, value: Rendered, to: Offset): Rendered | undefined {
  const from = node.operand.type;
  const moment = from.name === 'datetime2' && from.scale > to.scale ? roundedTo(value, to.scale, from.scale) : value;
  const type: SqlType = from.name === 'datetime2' && from.scale > to.scale ? { ...from, scale: to.scale } : from;
  if (from.name === 'datetime2' && from.scale === 7 && to.scale === 6) return undefined;
  return withOffset(moment, type, to.scale, '+00:00');
}

/** A datetimeoffset as text: without a style as it stands. */
export function renderOffsetAsText(
  renderer: Renderer,
  node: Rel.RelCast,
  from: Offset,
  value: Rendered,
  target: TextType,
  refuse: (detail?: string) => Rendered,
): Rendered {
  const style = node.style ?? 121;
  const whole = lengthBefore(from.scale) + 7;
  if (style === 121 || style === 21 || style === 25) return fitText(value, whole, target);
  if (style === 120 || style === 20) {
    if (target.length !== 'max' && target.length <= 19) return fitText(value, whole, target);
    const seconds = binary('||', BINDING.other, call('left', value, atom('19')), call('right', value, atom('7')));
    return fitText(varchar(seconds), 26, target);
  }
  const row = CONVERT_STYLES.find((each) => each.style === style);
  if (!row) return refuse(` with style ${style}`);
  // Styles with a date or a clock alone leave the offset out.
  return renderDateText(renderer, node, localOf(renderer, value), { name: 'datetime2', scale: 0 }, target, refuse);
}
