import { argument, optional, raise, type TsqlMacro } from './macro.js';

const moment = argument('moment', 'a datetimeoffset as text');

/** Tenths of microseconds since year 1, of the date and time that the text shows. */
const TICKS =
  "((epoch_us(cast(left({{ moment }}, 19) as timestamp)) + 62135596800000000) * 10 + cast(rpad(regexp_extract({{ moment }}, '[.]([0-9]+)', 1), 7, '0') as integer))";

/** Minutes before UTC. */
const OFFSET =
  "(cast(right({{ moment }}, 6)[1] || '1' as integer) * (cast(right({{ moment }}, 5)[:2] as integer) * 60 + cast(right({{ moment }}, 2) as integer)))";

/** The nth Sunday of a month in the year of a clock, 5 for the last one, and minutes of that day. */
const change = (place: number): string =>
  [
    'list_transform([make_date(year({{ clock }}), rule[PLACE], 1)], lambda first: cast(case when rule[PLACE + 1] = 5',
    '        then last_day(first) - cast(dayofweek(last_day(first)) as integer)',
    '        else first + cast((7 - dayofweek(first)) % 7 + 7 * (rule[PLACE + 1] - 1) as integer)',
    '    end as timestamp) + to_minutes(rule[PLACE + 2]))[1]',
  ]
    .join('\n')
    .replace(/PLACE( \+ (\d))?/g, (_, __, more) => String(place + Number(more ?? 0)));

const rules = argument(
  'rules',
  'of summer time: lists of the first year, then month, Sunday of it (5 is the last) and minutes of begin and end',
);
const standard = argument('standard', 'minutes before UTC, without summer time');
const winter = argument('winter', 'the offset as text, without summer time');
const summer = argument('summer', 'the offset as text, in summer time');
const SHIFTED = raise('Summer time moves this moment out of the range of datetimeoffset');

const OUT_OF_RANGE = raise('Adding a value to a datetimeoffset caused an overflow (517)');

/**
 * A datetimeoffset stands as the text that SQL Server shows: `2024-01-31 10:20:30.1234567 +02:00`, all its digits kept.
 * learn.microsoft.com/sql/t-sql/data-types/datetimeoffset-transact-sql
 */
export const OFFSET_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_local',
    description: 'The date and time that a datetimeoffset shows, without its offset, to the microsecond.',
    arguments: [moment],
    body: "cast(regexp_extract({{ moment }}, '^(.{19}([.][0-9]{1,6})?)', 1) as timestamp)",
  },
  {
    name: 'tsql_instant',
    description: 'The moment of a datetimeoffset in UTC, to the microsecond.',
    arguments: [moment],
    body: [
      "cast(regexp_extract({{ moment }}, '^(.{19}([.][0-9]{1,6})?)', 1) as timestamp)",
      `- to_minutes(${OFFSET})`,
    ].join('\n'),
  },
  {
    name: 'tsql_instant_key',
    description: 'What is equal, or sorts, as datetimeoffsets do: tenths of microseconds in UTC.',
    arguments: [moment],
    body: `${TICKS} - ${OFFSET} * 600000000::bigint`,
  },
  {
    name: 'tsql_tz_offset',
    description: 'The offset of a datetimeoffset in minutes.',
    arguments: [moment],
    body: OFFSET,
  },
  {
    name: 'tsql_offset_at',
    description: 'A datetimeoffset with another date and time to the second; its fraction and its offset stay.',
    arguments: [argument('local', 'the date and time that it is to show'), moment],
    body: [
      'list_transform([{{ local }}], lambda each: case',
      `    when not (each - to_minutes(${OFFSET}) between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999')`,
      `        or not (each between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999') then ${OUT_OF_RANGE}`,
      "    else strftime(each, '%Y-%m-%d %H:%M:%S') || substr({{ moment }}, 20)",
      'end)[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_offset_add',
    description: 'A datetimeoffset and tenths of microseconds, cut at its digits; its offset stays.',
    arguments: [
      moment,
      argument('ticks', 'tenths of microseconds to add'),
      argument('length', 'characters before the offset'),
    ],
    body: [
      `list_transform([${TICKS} + {{ ticks }}], lambda each: case`,
      `    when not (each between 0 and 3155378975999999999) or not (each - ${OFFSET} * 600000000::bigint between 0 and 3155378975999999999) then ${OUT_OF_RANGE}`,
      "    else left(strftime(make_timestamp(each // 10 - 62135596800000000), '%Y-%m-%d %H:%M:%S.%f') || (each % 10), {{ length }}) || right({{ moment }}, 7)",
      'end)[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_switch_offset',
    description: 'SWITCHOFFSET: the same moment, shown with another offset.',
    arguments: [moment, argument('minutes', 'the offset in minutes'), argument('shown', 'the offset as text')],
    body: [
      'list_transform([{{ moment }}], lambda each: case when each is not null then',
      `    strftime(cast(left(each, 19) as timestamp) - to_minutes(${OFFSET.replaceAll('{{ moment }}', 'each')} - {{ minutes }}), '%Y-%m-%d %H:%M:%S')`,
      "    || regexp_extract(each, '[.][0-9]+') || ' ' || {{ shown }}",
      'end)[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_summer_time',
    description:
      'Whether a clock is one hour ahead: summer begins on the clock without it, and ends on the one with it.',
    arguments: [
      argument('clock', 'a date and time'),
      rules,
      argument('ahead', 'minutes that summer time is ahead of this clock: 0 or 60'),
    ],
    body: [
      'list_transform([list_filter({{ rules }}, lambda rule: rule[1] <= year({{ clock }}))[-1]], lambda rule: case',
      `    when ({{ clock }}) is null then null`,
      `    when rule is null then ${raise('The rule of this time zone for so early a year is not known')}`,
      '    when rule[2] < rule[5] then ({{ clock }}) >= BEGINS and ({{ clock }}) + to_minutes({{ ahead }}) < ENDS',
      '    else ({{ clock }}) >= BEGINS or ({{ clock }}) + to_minutes({{ ahead }}) < ENDS',
      'end)[1]',
    ]
      .join('\n')
      .replaceAll('BEGINS', change(2))
      .replaceAll('ENDS', change(5)),
  },
  {
    name: 'tsql_at_zone',
    description:
      'AT TIME ZONE of a date and time without offset: a repeated hour is the one of summer, a skipped one is read without summer time.',
    arguments: [argument('local', 'a date and time'), argument('digits', 'of the second'), rules, winter, summer],
    body: [
      "list_transform([{{ local }}], lambda each: list_transform([{{ tsql_summer_time('each', rules, '0') }}], lambda is_summer:",
      '    left(rpad(strftime(each + to_minutes(case',
      "        when is_summer and not {{ tsql_summer_time('each - to_minutes(60)', rules, '60') }} then 60 else 0",
      "    end), '%Y-%m-%d %H:%M:%S.%f'), 27, '0'), case when {{ digits }} = 0 then 19 else 20 + {{ digits }} end)",
      "    || ' ' || case when is_summer then {{ summer }} else {{ winter }} end",
      ')[1])[1]',
    ].join('\n'),
    uses: ['tsql_summer_time'],
    computed: {
      "tsql_summer_time('each', rules, '0')": () => 'tsql_summer_time(each, rules, 0)',
      "tsql_summer_time('each - to_minutes(60)', rules, '60')": () =>
        'tsql_summer_time(each - to_minutes(60), rules, 60)',
    },
  },
  {
    name: 'tsql_in_zone',
    description: 'AT TIME ZONE of a datetimeoffset: the same moment on the clock of a zone.',
    arguments: [moment, standard, rules, winter, summer],
    body: [
      'list_transform([{{ moment }}], lambda each: list_transform([',
      `    cast(left(each, 19) as timestamp) - to_minutes(${OFFSET.replaceAll('{{ moment }}', 'each')} - {{ standard }})`,
      "], lambda shown: list_transform([{{ tsql_summer_time('shown', rules, '60') }}], lambda is_summer:",
      "    case when not (shown between timestamp '0001-01-02' and timestamp '9999-12-30 23:59:59')",
      `        then ${SHIFTED}`,
      "        else strftime(shown + to_minutes(case when is_summer then 60 else 0 end), '%Y-%m-%d %H:%M:%S')",
      "            || regexp_extract(each, '[.][0-9]+') || ' ' || case when is_summer then {{ summer }} else {{ winter }} end",
      '    end',
      ')[1])[1])[1]',
    ].join('\n'),
    uses: ['tsql_summer_time'],
    computed: { "tsql_summer_time('shown', rules, '60')": () => 'tsql_summer_time(shown, rules, 60)' },
  },
  {
    name: 'tsql_offset_datetime',
    description: 'The date and time that a datetimeoffset shows as datetime keeps it: in steps of 1/300 seconds.',
    arguments: [moment],
    body: [
      'cast(left({{ moment }}, 19) as timestamp) + to_milliseconds(cast(round(',
      "    (cast(rpad(regexp_extract({{ moment }}, '[.]([0-9]+)', 1), 7, '0') as bigint) * 3 + 50000) // 100000 * 10 / 3",
      ') as bigint))',
    ].join('\n'),
  },
  {
    name: 'tsql_offset_from_text',
    description:
      'A text as a datetimeoffset: yyyy-mm-dd or yyyymmdd, a time, an offset or Z, UTC without one. An error for what is none, and for what no rule decides.',
    arguments: [
      argument('text', 'a text'),
      argument('digits', 'digits of the second'),
      optional('failed', 'null, for TRY_CAST and TRY_CONVERT'),
    ],
    body: [
      'list_transform(',
      '    [regexp_extract(',
      "        regexp_replace(trim({{ text }}), ' +', ' ', 'g'),",
      "        '^(([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[ T](([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,7}))?)?)(?: ?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)$',",
      "        ['whole', 'year', 'month', 'day', 'clock', 'hour', 'minute', 'second', 'fraction', 'zone']",
      '    )],',
      '    lambda part: case when part is not null then coalesce(',
      '        case',
      "            when trim({{ text }}) = '' then '1900-01-01 00:00:00' || case when {{ digits }} > 0 then '.' || repeat('0', {{ digits }}) else '' end || ' +00:00'",
      "            when not regexp_matches({{ text }}, '[0-9]') then null",
      "            when part.whole = '' or rtrim(substr(part.fraction, {{ digits }} + 1), '0') <> '' then error('No rule decides what SQL Server reads in this text: ' || {{ text }})",
      "            when part.hour > '23' or try_cast(part.year || '-' || part.month || '-' || part.day || ' ' || coalesce(nullif(part.clock, ''), '00:00') as timestamp) is null then null",
      "            when part.year = '0000' or substr(part.zone, 2) > '14:00' or substr(part.zone, 5) > '59' then null",
      "            else part.year || '-' || part.month || '-' || part.day || ' ' || rpad(part.hour, 2, '0') || ':' || rpad(part.minute, 2, '0') || ':' || rpad(part.second, 2, '0')",
      "                || case when {{ digits }} > 0 then '.' || rpad(part.fraction, {{ digits }}, '0') else '' end",
      "                || ' ' || replace(coalesce(nullif(part.zone, ''), '+00:00'), 'Z', '+00:00')",
      '        end,',
      `        {{ failed or "${raise('Conversion failed when converting date and/or time from character string (241)')}" }}`,
      '    ) end',
      ')[1]',
    ].join('\n'),
  },
];
