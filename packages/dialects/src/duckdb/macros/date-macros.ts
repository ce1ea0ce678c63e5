import { argument, checkedValue, optional, type TsqlMacro } from './macro.js';

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
    name: 'tsql_month_bucket',
    description:
      'DATE_BUCKET of months from an origin: each bucket begins where DATEADD puts it, at the end of shorter months.',
    arguments: [
      argument('moment', 'a timestamp'),
      argument('origin', 'where the first bucket begins'),
      argument('months', 'of a bucket'),
    ],
    body: [
      'list_transform([{{ moment }}], lambda each: list_transform([{{ origin }}], lambda first: list_transform(',
      "    [cast(floor(date_diff('month', first, each) / {{ months }}) as integer) * {{ months }}], lambda distance:",
      '    case when first + to_months(distance) > each then first + to_months(distance - {{ months }})',
      '        else first + to_months(distance) end',
      ')[1])[1])[1]',
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
    name: 'tsql_moment_range',
    description: 'The date itself; an error for one beyond the range of its type.',
    arguments: [
      argument('moment', 'a date or timestamp'),
      optional('first', 'the first day'),
      optional('end', 'the day behind the last one'),
    ],
    body: checkedValue(
      `({{ moment }}) >= date '{{ first or "0001-01-01" }}' and ({{ moment }}) < date '{{ end or "10000-01-01" }}'`,
      '{{ moment }}',
      '({{ moment }})',
      'The date is outside of the range of its type (242, 517)',
    ),
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
      // A parameter that is called today is a variable of the project without a value.
      `cast('{{ var("today", none) or run_started_at.strftime("%Y-%m-%d") }}' as {{ type }})`,
      '{%- elif value is none -%}',
      'cast(null as {{ type }})',
      '{%- else -%}',
      `cast('{{ value | string | replace("'", "''") }}' as {{ type }})`,
      '{%- endif -%}',
    ].join('\n'),
  },
];
