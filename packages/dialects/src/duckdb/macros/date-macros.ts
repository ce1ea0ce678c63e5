import { argument, optional, type TsqlMacro } from './macro.js';

export const DATE_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_datediff_week',
    description: 'DATEDIFF(week, …): the Sundays that are crossed, whatever DATEFIRST says.',
    arguments: [argument('start_date', 'from'), argument('end_date', 'to')],
    body: [
      'cast(',
      "    floor((cast({{ end_date }} as date) - date '1899-12-31') / 7.0)",
      "    - floor((cast({{ start_date }} as date) - date '1899-12-31') / 7.0)",
      '    as integer',
      ')',
    ].join('\n'),
  },
  {
    name: 'tsql_week',
    description: 'DATEPART(week, …): 1 January is in week 1, weeks begin with the day of DATEFIRST, Sunday by default.',
    arguments: [argument('day', 'a date'), optional('first', 'DATEFIRST: 1 is Monday, 7 Sunday')],
    body: "((dayofyear({{ day }}) - 1 + (dayofweek(date_trunc('year', {{ day }})) - {{ first or 7 }} + 7) % 7) // 7) + 1",
  },
  {
    name: 'tsql_weekday',
    description: 'DATEPART(weekday, …): 1 is the day of DATEFIRST, Sunday by default.',
    arguments: [argument('day', 'a date'), optional('first', 'DATEFIRST: 1 is Monday, 7 Sunday')],
    body: '((dayofweek({{ day }}) - {{ first or 7 }} + 7) % 7) + 1',
  },
  {
    name: 'tsql_datetime',
    description: 'A moment as datetime keeps it: seconds in steps of 1/300, written to milliseconds.',
    arguments: [argument('moment', 'a timestamp')],
    body: [
      "date_trunc('second', {{ moment }}) + to_milliseconds(cast(",
      '    round(round((microsecond({{ moment }}) % 1000000) * 3 / 10000.0) * 10 / 3) as bigint',
      '))',
    ].join('\n'),
  },
  {
    name: 'tsql_datetime_range',
    description: 'The moment itself; an error for one before 1753, where datetime begins.',
    arguments: [argument('moment', 'a timestamp')],
    body: "list_transform([{{ moment }}], lambda each: case when each < timestamp '1753-01-01' then error('The conversion to datetime resulted in an out-of-range value (242)') else each end)[1]",
  },
  {
    name: 'tsql_try_datetime_range',
    description: 'The moment itself; NULL for one before 1753, where datetime begins.',
    arguments: [argument('moment', 'a timestamp')],
    body: "list_transform([{{ moment }}], lambda each: case when each >= timestamp '1753-01-01' then each end)[1]",
  },
  {
    name: 'tsql_datetime_thirds',
    description:
      'A datetime with the digits of its 1/300 seconds behind its milliseconds: .003 is .003333, and .007 is .006 with the three digits given.',
    arguments: [
      argument('moment', 'a timestamp in milliseconds'),
      argument('after_six', '667, or 666 where it is cut'),
    ],
    body: [
      '{{ moment }} + to_microseconds(case microsecond({{ moment }}) % 10000 // 1000',
      '    when 3 then 333 when 7 then {{ after_six }} - 1000 else 0',
      'end)',
    ].join('\n'),
  },
  {
    name: 'tsql_smalldatetime',
    description: 'A moment as smalldatetime keeps it: to the minute, up from half of one.',
    arguments: [argument('moment', 'a timestamp')],
    body: "date_trunc('minute', {{ moment }} + interval 30 seconds)",
  },
  {
    name: 'tsql_datetime_text',
    description: 'A datetime as text without a style: Jan  2 2024  3:04PM.',
    arguments: [argument('moment', 'a timestamp')],
    body: [
      "strftime({{ moment }}, '%b ') || lpad(strftime({{ moment }}, '%-d'), 2, ' ')",
      "|| strftime({{ moment }}, ' %Y ') || lpad(strftime({{ moment }}, '%-I'), 2, ' ') || strftime({{ moment }}, ':%M%p')",
    ].join('\n'),
  },
  {
    name: 'tsql_date_from_text',
    description:
      'A text as a timestamp, in the forms that us_english reads: yyyymmdd, yyyy-mm-dd, mm/dd/yyyy, with or without a time; an empty text is 1900-01-01. An error for anything else.',
    arguments: [argument('text', 'a text')],
    body: [
      'case',
      "    when trim({{ text }}) = '' then timestamp '1900-01-01'",
      "    else coalesce({{ tsql_try_date_from_text(text) }}, case when ({{ text }}) is not null then error('Conversion failed when converting date and/or time from character string (241)') end)",
      'end',
    ].join('\n'),
    uses: ['tsql_try_date_from_text'],
  },
  {
    name: 'tsql_try_date_from_text',
    description:
      'As tsql_date_from_text, but NULL for what is no date; an error for a form that SQL Server may read and this macro does not.',
    arguments: [argument('text', 'a text')],
    body: [
      'case',
      "    when trim({{ text }}) = '' then timestamp '1900-01-01'",
      '    when regexp_full_match(',
      '        trim({{ text }}),',
      "        '([0-9]{8}|[0-9]{4}([-/.])[0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6}0*)?)?)?'",
      '    ) then try_strptime(',
      "        replace(regexp_replace(regexp_replace(trim({{ text }}), '^([0-9]+)[-/.]([0-9]+)[-/.]([0-9]+)', '\\1-\\2-\\3'), '([.][0-9]{6})0+$', '\\1'), 'T', ' '),",
      '        [',
      "            '%Y%m%d', '%Y-%m-%d', '%m-%d-%Y',",
      "            '%Y%m%d %H:%M', '%Y-%m-%d %H:%M', '%m-%d-%Y %H:%M',",
      "            '%Y%m%d %H:%M:%S', '%Y-%m-%d %H:%M:%S', '%m-%d-%Y %H:%M:%S',",
      "            '%Y%m%d %H:%M:%S.%f', '%Y-%m-%d %H:%M:%S.%f', '%m-%d-%Y %H:%M:%S.%f'",
      '        ]',
      '    )',
      "    when regexp_full_match(trim({{ text }}), '[0-9]{4}') then try_strptime(trim({{ text }}), '%Y')",
      "    when regexp_full_match(trim({{ text }}), '([A-Za-z]{3,9} +[0-9]{1,2},? +[0-9]{4}|[0-9]{1,2} +[A-Za-z]{3,9},? +[0-9]{4})') then try_strptime(",
      "        regexp_replace(replace(trim({{ text }}), ',', ' '), ' +', ' ', 'g'),",
      "        ['%b %d %Y', '%B %d %Y', '%d %b %Y', '%d %B %Y']",
      '    )',
      "    when regexp_matches({{ text }}, '[0-9]') then error('This form of a date is not read on the target')",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_try_iso_moment',
    description:
      'A text of style 126 as a timestamp: yyyy-mm-ddThh:mi:ss with a fraction or without. NULL for what is no date; an error for a form that SQL Server may read and this macro does not.',
    arguments: [argument('text', 'a text')],
    body: [
      'case',
      "    when trim({{ text }}) = '' then timestamp '1900-01-01'",
      "    when regexp_full_match(trim({{ text }}), '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6}0*)?') then try_strptime(",
      "        regexp_replace(trim({{ text }}), '([.][0-9]{6})0+$', '\\1'), ['%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M:%S.%f']",
      '    )',
      "    when regexp_matches({{ text }}, '[0-9]') then error('This form of a date is not read on the target')",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_iso_moment',
    description: 'As tsql_try_iso_moment, but an error for what is no date.',
    arguments: [argument('text', 'a text')],
    body: "coalesce({{ tsql_try_iso_moment(text) }}, case when ({{ text }}) is not null then error('Conversion failed when converting date and/or time from character string (241)') end)",
    uses: ['tsql_try_iso_moment'],
  },
  {
    name: 'tsql_isdate',
    description: 'ISDATE of a text in us_english: 1 for what becomes a datetime, which begins in 1753.',
    arguments: [argument('text', 'a text')],
    body: "case when trim({{ text }}) <> '' and {{ tsql_try_date_from_text(text) }} >= timestamp '1753-01-01' then 1 else 0 end",
    uses: ['tsql_try_date_from_text'],
  },
  {
    name: 'tsql_local',
    description: 'The date and time that a datetimeoffset shows, without its offset.',
    arguments: [argument('moment', 'a datetimeoffset as text')],
    body: "cast(regexp_extract({{ moment }}, '^(.{19}([.][0-9]{1,6})?)', 1) as timestamp)",
  },
  {
    name: 'tsql_instant',
    description: 'The moment of a datetimeoffset in UTC.',
    arguments: [argument('moment', 'a datetimeoffset as text')],
    body: [
      "cast(regexp_extract({{ moment }}, '^(.{19}([.][0-9]{1,6})?)', 1) as timestamp)",
      "- to_minutes(cast(right({{ moment }}, 6)[1] || '1' as integer)",
      '    * (cast(right({{ moment }}, 5)[:2] as integer) * 60 + cast(right({{ moment }}, 2) as integer)))',
    ].join('\n'),
  },
  {
    name: 'tsql_getdate',
    description:
      'GETDATE(): the time at which this run of dbt started, the same in all models; the variable now overrides it.',
    arguments: [],
    body: `cast('{{ var("now", run_started_at.strftime("%Y-%m-%d %H:%M:%S")) }}' as timestamp)`,
    plain: "date_trunc('second', current_localtimestamp())",
  },
  {
    name: 'tsql_parameter',
    description: 'The value of a variable that was a parameter of a procedure, with its type.',
    arguments: [
      argument('name', 'name of the variable'),
      argument('type', 'type of the target'),
      optional('otherwise', "what an unset variable means: 'today', or NULL"),
    ],
    body: [
      '{%- set value = var(name, none) -%}',
      "{%- if value is none and otherwise == 'today' -%}",
      `cast('{{ var("today", run_started_at.strftime("%Y-%m-%d")) }}' as {{ type }})`,
      '{%- elif value is none -%}',
      'cast(null as {{ type }})',
      '{%- else -%}',
      `cast('{{ value | string | replace("'", "''") }}' as {{ type }})`,
      '{%- endif -%}',
    ].join('\n'),
  },
];
