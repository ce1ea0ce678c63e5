import { tableByName } from '@datamigrate/foundation';

/** When the clock changes in a year: the nth Sunday of a month (5 is the last one), in minutes of the clock that is left. */
export interface ClockChange {
  readonly month: number;
  readonly sunday: 1 | 2 | 3 | 4 | 5;
  readonly minutes: number;
}

/** The rule of summer time from a year on. */
export interface SummerTime {
  readonly from: number;
  readonly begins: ClockChange;
  readonly ends: ClockChange;
}

/** A time zone of Windows: minutes before UTC, and its summer time, one hour more. */
export interface TimeZone {
  readonly standard: number;
  readonly summer: readonly SummerTime[];
}

const on = (month: number, sunday: ClockChange['sunday'], minutes: number): ClockChange => ({ month, sunday, minutes });
const fixed = (standard: number): TimeZone => ({ standard, summer: [] });

/** All countries of the European Union change at one instant; the rule holds for all years. */
const european = (standard: number): TimeZone => ({
  standard,
  summer: [{ from: 0, begins: on(3, 5, standard + 60), ends: on(10, 5, standard + 120) }],
});

const american = (standard: number): TimeZone => ({
  standard,
  summer: [
    { from: 0, begins: on(4, 1, 120), ends: on(10, 5, 120) },
    { from: 2007, begins: on(3, 2, 120), ends: on(11, 1, 120) },
  ],
});

/** What held before 2008 is not written here. */
const southern = (standard: number, month: number, sunday: ClockChange['sunday']): TimeZone => ({
  standard,
  summer: [{ from: 2008, begins: on(month, sunday, 120), ends: on(4, 1, 180) }],
});

/**
 * The names that AT TIME ZONE takes, for zones whose rules are few. SQL Server reads them from the registry of Windows,
 * which knows other years than the IANA database: European rules hold there for all years. Zones that have changed their
 * rules often are not here.
 * learn.microsoft.com/sql/t-sql/queries/at-time-zone-transact-sql,
 * learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones,
 * learn.microsoft.com/windows/win32/api/timezoneapi/ns-timezoneapi-dynamic_time_zone_information
 */
const TIME_ZONES: ReadonlyMap<string, TimeZone> = tableByName({
  utc: fixed(0),
  'gmt standard time': european(0),
  'greenwich standard time': fixed(0),
  'w. europe standard time': european(60),
  'central europe standard time': european(60),
  'central european standard time': european(60),
  'romance standard time': european(60),
  'w. central africa standard time': fixed(60),
  'fle standard time': european(120),
  'gtb standard time': european(120),
  'south africa standard time': fixed(120),
  'arab standard time': fixed(180),
  'e. africa standard time': fixed(180),
  'arabian standard time': fixed(240),
  'india standard time': fixed(330),
  'nepal standard time': fixed(345),
  'se asia standard time': fixed(420),
  'china standard time': fixed(480),
  'singapore standard time': fixed(480),
  'taipei standard time': fixed(480),
  'tokyo standard time': fixed(540),
  'korea standard time': fixed(540),
  'aus central standard time': fixed(570),
  'cen. australia standard time': southern(570, 10, 1),
  'aus eastern standard time': southern(600, 10, 1),
  'e. australia standard time': fixed(600),
  'tasmania standard time': southern(600, 10, 1),
  'new zealand standard time': southern(720, 9, 5),
  'atlantic standard time': american(-240),
  'eastern standard time': american(-300),
  'sa pacific standard time': fixed(-300),
  'central standard time': american(-360),
  'canada central standard time': fixed(-360),
  'central america standard time': fixed(-360),
  'mountain standard time': american(-420),
  'us mountain standard time': fixed(-420),
  'pacific standard time': american(-480),
  'alaskan standard time': american(-540),
  'hawaiian standard time': fixed(-600),
});

/** A zone by the name that Windows gives it; undefined for others, and for zones whose rules are not known here. */
export const timeZone = (name: string): TimeZone | undefined => TIME_ZONES.get(name.toLowerCase());
