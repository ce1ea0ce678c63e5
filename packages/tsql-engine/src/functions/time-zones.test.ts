import { timeZone } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { value } from '../testing/run-sql.js';

/** The zones whose rules are written down, and their IANA counterparts: unicode.org CLDR, windowsZones.xml (territory 001). */
const ZONES: readonly (readonly [windows: string, iana: string])[] = [
  ['UTC', 'UTC'],
  ['GMT Standard Time', 'Europe/London'],
  ['Greenwich Standard Time', 'Atlantic/Reykjavik'],
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['Central Europe Standard Time', 'Europe/Budapest'],
  ['Central European Standard Time', 'Europe/Warsaw'],
  ['Romance Standard Time', 'Europe/Paris'],
  ['W. Central Africa Standard Time', 'Africa/Lagos'],
  ['FLE Standard Time', 'Europe/Kiev'],
  ['GTB Standard Time', 'Europe/Bucharest'],
  ['South Africa Standard Time', 'Africa/Johannesburg'],
  ['Arab Standard Time', 'Asia/Riyadh'],
  ['E. Africa Standard Time', 'Africa/Nairobi'],
  ['Arabian Standard Time', 'Asia/Dubai'],
  ['India Standard Time', 'Asia/Kolkata'],
  ['Nepal Standard Time', 'Asia/Katmandu'],
  ['SE Asia Standard Time', 'Asia/Bangkok'],
  ['China Standard Time', 'Asia/Shanghai'],
  ['Singapore Standard Time', 'Asia/Singapore'],
  ['Taipei Standard Time', 'Asia/Taipei'],
  ['Tokyo Standard Time', 'Asia/Tokyo'],
  ['Korea Standard Time', 'Asia/Seoul'],
  ['AUS Central Standard Time', 'Australia/Darwin'],
  ['Cen. Australia Standard Time', 'Australia/Adelaide'],
  ['AUS Eastern Standard Time', 'Australia/Sydney'],
  ['E. Australia Standard Time', 'Australia/Brisbane'],
  ['Tasmania Standard Time', 'Australia/Hobart'],
  ['New Zealand Standard Time', 'Pacific/Auckland'],
  ['Atlantic Standard Time', 'America/Halifax'],
  ['Eastern Standard Time', 'America/New_York'],
  ['SA Pacific Standard Time', 'America/Bogota'],
  ['Central Standard Time', 'America/Chicago'],
  ['Canada Central Standard Time', 'America/Regina'],
  ['Central America Standard Time', 'America/Guatemala'],
  ['Mountain Standard Time', 'America/Denver'],
  ['US Mountain Standard Time', 'America/Phoenix'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['Alaskan Standard Time', 'America/Anchorage'],
  ['Hawaiian Standard Time', 'Pacific/Honolulu'],
];

const HOUR = 3_600_000;

describe('time zones', () => {
  // Where both databases know a year they agree, hour by hour around the days on which clocks change.
  it.each(ZONES)('%s is %s from 2008 on', (windows, iana) => {
    expect(timeZone(windows)).toBeDefined();
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: iana, dateStyle: 'short', timeStyle: 'medium' });
    const ahead = (at: number): number => Date.parse(`${shown.format(at).replace(' ', 'T')}Z`) - at;
    const moments: Date[] = [];
    for (const year of [2008, 2015, 2024]) {
      for (let day = 0; day < 365; day += 7) moments.push(new Date(Date.UTC(year, 0, 1 + day, 12)));
      for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year, 11, 31); at += HOUR) {
        if (ahead(at) !== ahead(at - HOUR)) moments.push(new Date(at - 1000), new Date(at));
      }
    }
    const rows = moments.map((at) => `('${at.toISOString().slice(0, 19)}Z')`).join(', ');
    const list = `SELECT STRING_AGG(CONVERT(varchar(19), CAST(m AS datetimeoffset(0)) AT TIME ZONE '${windows}', 120), ',')`;
    const expected = moments.map((at) => shown.format(at)).join(',');
    expect(value(`(${list} FROM (VALUES ${rows}) AS t(m))`)).toBe(expected);
  });
});
