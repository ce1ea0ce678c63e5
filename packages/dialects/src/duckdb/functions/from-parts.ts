import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { noFunction, wholeNumber } from './function-rendering.js';
import { offsetText, withOffset } from './offset-functions.js';

/**
 * DATETIMEFROMPARTS and its like. DuckDB takes 24 for an hour and 60 for a second where SQL Server raises an error (289).
 * learn.microsoft.com/sql/t-sql/functions/datetime2fromparts-transact-sql
 */
export function renderFromParts(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const { type } = node;
  switch (type.name) {
    case 'smalldatetime':
      return momentOf(renderer, [...args, zero(args[0])]);
    case 'datetime': {
      const moment = momentOf(renderer, args.slice(0, 6));
      const milliseconds = args[6];
      const exact = added(renderer, moment, milliseconds, 3);
      return exact === moment ? moment : rendered(renderer.macro('tsql_datetime', [exact]), duck('timestamp'));
    }
    case 'datetime2': {
      if (type.scale > 6 && wholeNumber(args[6]) !== 0) return noFunction(renderer, node, SEVENTH);
      return added(renderer, momentOf(renderer, args.slice(0, 6)), args[6], type.scale);
    }
    case 'datetimeoffset': {
      if (type.scale > 6 && wholeNumber(args[6]) !== 0) return noFunction(renderer, node, SEVENTH);
      const offset = offsetOf(args.slice(7, 9));
      if (offset === undefined) return noFunction(renderer, node, 'with this offset');
      const moment = added(renderer, momentOf(renderer, args.slice(0, 6)), args[6], type.scale);
      const digits = wholeNumber(args[6]) === 0 ? 0 : type.scale;
      return withOffset(moment, { name: 'datetime2', scale: digits }, type.scale, offset) ?? noFunction(renderer, node);
    }
    case 'time': {
      if (type.scale > 6 && wholeNumber(args[3]) !== 0) return noFunction(renderer, node, SEVENTH);
      const time = timeOf(renderer, args.slice(0, 3));
      const exact = added(renderer, time, args[3], type.scale);
      return exact === time ? time : rendered(castTo('time', exact), duck('time'));
    }
    default:
      return noFunction(renderer, node);
  }
}

const SEVENTH = 'with a seventh digit of a second';

/** Constant hours and minutes of one sign as `+01:30`; they reach to 14 hours. */
function offsetOf(parts: readonly Rendered[]): string | undefined {
  const [hours, minutes] = parts.map(wholeNumber);
  if (hours === undefined || minutes === undefined || hours * minutes < 0) return undefined;
  const all = hours * 60 + minutes;
  return Math.abs(minutes) > 59 || Math.abs(all) > 840 ? undefined : offsetText(all);
}

const zero = (like: Rendered | undefined): Rendered => ({
  ...rendered(atom('0'), like?.type ?? duck('integer')),
  constant: true,
});

/** Constants that are a time of day. */
function isClock([hour, minute, second]: readonly Rendered[]): boolean {
  const within = (part: Rendered | undefined, most: number): boolean => {
    const number = wholeNumber(part);
    return number !== undefined && number >= 0 && number <= most;
  };
  return within(hour, 23) && within(minute, 59) && within(second, 59);
}

function momentOf(renderer: Renderer, parts: readonly Rendered[]): Rendered {
  const made = isClock(parts.slice(3))
    ? call('make_timestamp', ...parts)
    : renderer.macro('tsql_moment_of_parts', parts);
  return rendered(made, duck('timestamp'));
}

function timeOf(renderer: Renderer, parts: readonly Rendered[]): Rendered {
  return rendered(
    isClock(parts) ? call('make_time', ...parts) : renderer.macro('tsql_time_of_parts', parts),
    duck('time'),
  );
}

/** With so many units of a fraction of a second. */
function added(renderer: Renderer, moment: Rendered, fraction: Rendered | undefined, digits: number): Rendered {
  if (!fraction || wholeNumber(fraction) === 0) return moment;
  const sizes = [10 ** digits, 10 ** (6 - digits)].map((size) => atom(String(size)));
  const part = renderer.macro('tsql_fraction_of_second', [fraction, ...sizes]);
  return rendered(binary('+', BINDING.additive, moment, part), moment.type);
}
