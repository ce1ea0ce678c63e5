import { tableByName } from '@datamigrate/foundation';
import { sqlError } from '../errors/sql-error.js';
import { EPOCH_1970, TICKS_PER_MINUTE } from '../values/calendar.js';
import { momentOf, momentValue, totalTicks } from '../values/moment.js';
import { isOffset } from '../values/sql-value.js';
import { asText, type FunctionBody, strict } from './call.js';

/** Windows' names of time zones. Source: unicode.org CLDR, windowsZones.xml (territory 001) */
const ZONES = tableByName<string>({
  utc: 'UTC',
  'gmt standard time': 'Europe/London',
  'greenwich standard time': 'Atlantic/Reykjavik',
  'w. europe standard time': 'Europe/Berlin',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'romance standard time': 'Europe/Paris',
  'gtb standard time': 'Europe/Bucharest',
  'e. europe standard time': 'Europe/Chisinau',
  'fle standard time': 'Europe/Kiev',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'egypt standard time': 'Africa/Cairo',
  'south africa standard time': 'Africa/Johannesburg',
  'russian standard time': 'Europe/Moscow',
  'arabian standard time': 'Asia/Dubai',
  'arab standard time': 'Asia/Riyadh',
  'india standard time': 'Asia/Kolkata',
  'china standard time': 'Asia/Shanghai',
  'singapore standard time': 'Asia/Singapore',
  'taipei standard time': 'Asia/Taipei',
  'tokyo standard time': 'Asia/Tokyo',
  'korea standard time': 'Asia/Seoul',
  'aus eastern standard time': 'Australia/Sydney',
  'e. australia standard time': 'Australia/Brisbane',
  'w. australia standard time': 'Australia/Perth',
  'cen. australia standard time': 'Australia/Adelaide',
  'new zealand standard time': 'Pacific/Auckland',
  'newfoundland standard time': 'America/St_Johns',
  'atlantic standard time': 'America/Halifax',
  'eastern standard time': 'America/New_York',
  'us eastern standard time': 'America/Indiana/Indianapolis',
  'central standard time': 'America/Chicago',
  'canada central standard time': 'America/Regina',
  'mountain standard time': 'America/Denver',
  'us mountain standard time': 'America/Phoenix',
  'pacific standard time': 'America/Los_Angeles',
  'alaskan standard time': 'America/Anchorage',
  'hawaiian standard time': 'Pacific/Honolulu',
  'sa pacific standard time': 'America/Bogota',
  'e. south america standard time': 'America/Sao_Paulo',
  'argentina standard time': 'America/Buenos_Aires',
});

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone's clock is ahead of UTC at an instant. */
function offsetAt(zone: string, utcTicks: bigint): number {
  let format = FORMATS.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    FORMATS.set(zone, format);
  }
  const milliseconds = Number((utcTicks - EPOCH_1970) / 10_000n);
  const name = format.formatToParts(milliseconds).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** AT TIME ZONE: gives a local time its offset, or shows an instant on another clock. */
export const atTimeZone: FunctionBody = strict(([value, zoneName], call) => {
  const zone = ZONES.get(asText(zoneName ?? null).toLowerCase());
  if (zone === undefined) throw sqlError(9820, 'AT TIME ZONE');
  if (isOffset(value ?? null)) {
    const { utcTicks } = value as { readonly utcTicks: bigint };
    return { utcTicks, offsetMinutes: offsetAt(zone, utcTicks) };
  }
  const moment = momentOf(value ?? null, call.typeOf(0));
  const local = totalTicks(moment);
  const before = offsetAt(zone, local - 14n * 60n * TICKS_PER_MINUTE);
  const after = offsetAt(zone, local + 14n * 60n * TICKS_PER_MINUTE);
  // A repeated time takes the daylight offset, the larger one; a skipped one is read as standard time.
  const fitting = [Math.max(before, after), Math.min(before, after)].find(
    (offset) => offsetAt(zone, local - BigInt(offset) * TICKS_PER_MINUTE) === offset,
  );
  const utcTicks = local - BigInt(fitting ?? Math.min(before, after)) * TICKS_PER_MINUTE;
  const offsetMinutes = offsetAt(zone, utcTicks);
  return momentValue(
    { ...momentOf({ utcTicks, offsetMinutes }, { name: 'datetimeoffset', scale: 7 }), offsetMinutes },
    call.type,
    'datetime2',
  );
});
