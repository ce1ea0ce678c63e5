import type { SqlType } from '@datamigrate/catalog';
import { Refusal } from '../errors/sql-error.js';
import { civilDate, dayOfWeek, MONTHS, WEEKDAYS } from '../values/calendar.js';
import { offsetSuffix, two } from '../values/format-value.js';
import type { LocalMoment } from '../values/moment.js';
import type { Culture } from './cultures.js';

/** A date by a standard (one letter) or custom .NET pattern. */
export function formatMoment(moment: LocalMoment, type: SqlType, pattern: string, culture: Culture): string | null {
  if (type.name === 'time') return formatTimeSpan(moment, pattern);
  return custom(
    moment,
    pattern.length === 1 ? standard(pattern, culture) : pattern === '' ? standard('G', culture) : pattern,
    culture,
  );
}

function standard(letter: string, culture: Culture): string {
  switch (letter) {
    case 'd':
      return culture.shortDate;
    case 'D':
      return culture.longDate;
    case 't':
      return culture.shortTime;
    case 'T':
      return culture.longTime;
    case 'f':
      return `${culture.longDate} ${culture.shortTime}`;
    case 'F':
      return `${culture.longDate} ${culture.longTime}`;
    case 'g':
      return `${culture.shortDate} ${culture.shortTime}`;
    case 'G':
      return `${culture.shortDate} ${culture.longTime}`;
    case 's':
      return "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
    case 'u':
      return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
    case 'O':
    case 'o':
      return "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffff";
    case 'Y':
    case 'y':
      return 'MMMM yyyy';
    case 'M':
    case 'm':
      return 'MMMM d';
    default:
      throw new Refusal(`FORMAT with ${letter}`);
  }
}

function custom(moment: LocalMoment, pattern: string, culture: Culture): string {
  const { year, month, day } = civilDate(moment.days);
  const seconds = Number(moment.ticks / 10_000_000n);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = (moment.ticks % 10_000_000n).toString().padStart(7, '0');
  const names = (): void => {
    if (!culture.english) throw new Refusal(`FORMAT with names in ${culture.name}`);
  };
  const piece = (run: string): string => {
    const length = run.length;
    switch (run[0]) {
      case 'y':
        return length <= 2 ? String(year % 100).padStart(length, '0') : String(year).padStart(length, '0');
      case 'M':
        if (length > 2) names();
        return length > 3
          ? (MONTHS[month - 1] ?? '')
          : length === 3
            ? (MONTHS[month - 1] ?? '').slice(0, 3)
            : String(month).padStart(length, '0');
      case 'd': {
        const weekday = WEEKDAYS[dayOfWeek(moment.days)] ?? '';
        if (length > 2) names();
        return length > 3 ? weekday : length === 3 ? weekday.slice(0, 3) : String(day).padStart(length, '0');
      }
      case 'H':
        return String(hour).padStart(Math.min(length, 2), '0');
      case 'h':
        return String(hour % 12 === 0 ? 12 : hour % 12).padStart(Math.min(length, 2), '0');
      case 'm':
        return String(minute).padStart(Math.min(length, 2), '0');
      case 's':
        return String(second).padStart(Math.min(length, 2), '0');
      case 'f':
        return fraction.slice(0, length);
      case 'F':
        return fraction.slice(0, length).replace(/0+$/, '');
      case 't':
        return (hour < 12 ? 'AM' : 'PM').slice(0, length);
      case 'z':
        return length >= 3
          ? offsetSuffix(moment.offsetMinutes ?? 0)
          : offsetSuffix(moment.offsetMinutes ?? 0).slice(0, 3);
      case '/':
        return culture.dateSeparator.repeat(length);
      default:
        return run;
    }
  };
  let text = '';
  for (let i = 0; i < pattern.length; ) {
    const character = pattern.charAt(i);
    if (character === "'" || character === '"') {
      const end = pattern.indexOf(character, i + 1);
      text += pattern.slice(i + 1, end < 0 ? undefined : end);
      i = end < 0 ? pattern.length : end + 1;
    } else if (character === '\\') {
      text += pattern.charAt(i + 1);
      i += 2;
    } else if (character === '%') i++;
    else {
      let end = i + 1;
      while (end < pattern.length && pattern.charAt(end) === character) end++;
      text += piece(pattern.slice(i, end));
      i = end;
    }
  }
  return text;
}

/** A time is a TimeSpan: separators must be escaped, else .NET refuses the pattern. */
function formatTimeSpan(moment: LocalMoment, pattern: string): string | null {
  const seconds = Number(moment.ticks / 10_000_000n);
  const parts: Readonly<Record<string, string | undefined>> = {
    hh: two(Math.floor(seconds / 3600)),
    h: String(Math.floor(seconds / 3600)),
    mm: two(Math.floor(seconds / 60) % 60),
    m: String(Math.floor(seconds / 60) % 60),
    ss: two(seconds % 60),
    s: String(seconds % 60),
  };
  if (pattern === 'c' || pattern === 't' || pattern === 'T') {
    const fraction = (moment.ticks % 10_000_000n).toString().padStart(7, '0');
    return `${parts['hh']}:${parts['mm']}:${parts['ss']}${/^0+$/.test(fraction) ? '' : `.${fraction}`}`;
  }
  let text = '';
  for (let i = 0; i < pattern.length; ) {
    const run = /^(hh?|mm?|ss?)/.exec(pattern.slice(i))?.[0];
    if (run !== undefined) {
      text += parts[run] ?? '';
      i += run.length;
    } else if (pattern[i] === '\\') {
      text += pattern.charAt(i + 1);
      i += 2;
    } else if (pattern[i] === "'") {
      const end = pattern.indexOf("'", i + 1);
      if (end < 0) return null;
      text += pattern.slice(i + 1, end);
      i = end + 1;
    } else if (/^f{1,7}/.test(pattern.slice(i))) {
      const length = /^f{1,7}/.exec(pattern.slice(i))?.[0].length ?? 1;
      text += (moment.ticks % 10_000_000n).toString().padStart(7, '0').slice(0, length);
      i += length;
    } else return null;
  }
  return text;
}
