import type { SqlType } from '@datamigrate/catalog';
import { isCharacter } from '@datamigrate/catalog';

/** ISO text of a date, time or timestamp constant; undefined for what is better left to a refusal. */
export function dateLiteral(
  value: bigint | number | string | Uint8Array,
  from: SqlType,
  to: SqlType,
): string | undefined {
  if (typeof value === 'string' && isCharacter(from)) return fromText(value, to);
  if (typeof value === 'string' && from.name === 'date' && isTimestamp(to)) return `${value} 00:00:00`;
  if (typeof value === 'string' && isTimestamp(from) && to.name === 'date') return value.slice(0, 10);
  if (typeof value === 'bigint' && (to.name === 'datetime' || to.name === 'smalldatetime')) return fromDays(value);
  return undefined;
}

const isTimestamp = (type: SqlType): boolean =>
  type.name === 'datetime' || type.name === 'datetime2' || type.name === 'smalldatetime';

/** Days since 1900-01-01. */
function fromDays(days: bigint): string | undefined {
  if (days < -53690n || days > 2958463n) return undefined;
  const date = new Date(Date.UTC(1900, 0, 1) + Number(days) * 86_400_000);
  return `${date.toISOString().slice(0, 10)} 00:00:00`;
}

/**
 * Forms that mean the same under every DATEFORMAT and LANGUAGE: yyyymmdd, yyyy-mm-ddThh:mm:ss; and yyyy-mm-dd, which
 * us_english reads year first.
 */
const FORMS = /^ *(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)? *$/;

function fromText(text: string, to: SqlType): string | undefined {
  const match = FORMS.exec(text);
  if (!match) return undefined;
  const [, year = '', month1, day1, month2, day2, hour = '00', minute = '00', second = '00', fraction = ''] = match;
  const month = month1 ?? month2 ?? '';
  const day = day1 ?? day2 ?? '';
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(8, 10) !== day) return undefined;
  if (to.name === 'date') return `${year}-${month}-${day}`;
  if (to.name === 'datetime' && Number(year) < 1753) return undefined;
  if (to.name === 'datetime') return withTicks(at, fraction);
  if ((to.name !== 'datetime2' && to.name !== 'datetimeoffset') || fraction.length > Math.min(6, to.scale))
    return undefined;
  const clock = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** datetime counts 1/300 of a second: milliseconds end in 0, 3 or 7, and .999 is the next second. */
function withTicks(at: Date, fraction: string): string {
  const milliseconds = Number(fraction.padEnd(7, '0')) / 10_000;
  const ticks = Math.round((milliseconds * 3) / 10);
  const rounded = new Date(at.getTime() + Math.round((ticks * 10) / 3));
  const iso = rounded.toISOString();
  const clock = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  return ticks % 300 === 0 ? clock : `${clock}.${iso.slice(20, 23)}`;
}
