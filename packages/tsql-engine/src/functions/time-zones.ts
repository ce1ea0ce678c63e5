import { type ClockChange, type TimeZone, timeZone } from '@datamigrate/catalog';
import { tableByName } from '@datamigrate/foundation';
import { Refusal, sqlError } from '../errors/sql-error.js';
import {
  civilDate,
  dayNumber,
  dayOfWeek,
  EPOCH_1970,
  floorDivide,
  TICKS_PER_DAY,
  TICKS_PER_MINUTE,
} from '../values/calendar.js';
import { momentOf, momentValue, totalTicks } from '../values/moment.js';
import { isOffset } from '../values/sql-value.js';
import { asText, type FunctionBody, strict } from './call.js';

/** Zones whose rules changed often: their IANA counterparts. Source: unicode.org CLDR, windowsZones.xml (territory 001) */
const ZONES = tableByName<string>({
  'e. europe standard time': 'Europe/Chisinau',
  'turkey standard time': 'Europe/Istanbul',
  'israel standard time': 'Asia/Jerusalem',
  'egypt standard time': 'Africa/Cairo',
  'russian standard time': 'Europe/Moscow',
  'w. australia standard time': 'Australia/Perth',
  'newfoundland standard time': 'America/St_Johns',
  'us eastern standard time': 'America/Indiana/Indianapolis',
  'e. south america standard time': 'America/Sao_Paulo',
  'argentina standard time': 'America/Buenos_Aires',
});

type Zone = TimeZone | string;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone's clock is ahead of UTC at an instant. */
function offsetAt(zone: Zone, utcTicks: bigint): number {
  if (typeof zone === 'string') return offsetByName(zone, utcTicks);
  const { standard, summer } = zone;
  if (summer.length === 0) return standard;
  const clock = utcTicks + BigInt(standard) * TICKS_PER_MINUTE;
  const { year } = civilDate(Number(floorDivide(clock, TICKS_PER_DAY)));
  const rule = summer.findLast(({ from }) => from <= year);
  if (!rule) throw new Refusal('AT TIME ZONE in years whose rule is not known');
  const begins = ticksOf(year, rule.begins);
  const ends = ticksOf(year, rule.ends) - 60n * TICKS_PER_MINUTE;
  const isSummer = begins < ends ? clock >= begins && clock < ends : clock >= begins || clock < ends;
  return standard + (isSummer ? 60 : 0);
}

/** When the clock changes in a year, on that clock. */
function ticksOf(year: number, { month, sunday, minutes }: ClockChange): bigint {
  const first = dayNumber(year, month, 1);
  let day = first + ((7 - dayOfWeek(first)) % 7) + 7 * (Math.min(sunday, 4) - 1);
  if (sunday === 5 && civilDate(day + 7).month === month) day += 7;
  return BigInt(day) * TICKS_PER_DAY + BigInt(minutes) * TICKS_PER_MINUTE;
}

function offsetByName(zone: string, utcTicks: bigint): number {
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
  const name = asText(zoneName ?? null).toLowerCase();
  const zone = timeZone(name) ?? ZONES.get(name);
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
