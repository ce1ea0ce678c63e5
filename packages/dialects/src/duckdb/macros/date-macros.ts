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
    description: 'DATEPART(week, …) under DATEFIRST 7: 1 January is in week 1, weeks begin on Sunday.',
    arguments: [argument('day', 'a date')],
    body: "((dayofyear({{ day }}) - 1 + dayofweek(date_trunc('year', {{ day }}))) // 7) + 1",
  },
  {
    name: 'tsql_weekday',
    description: 'DATEPART(weekday, …) under DATEFIRST 7: Sunday is 1.',
    arguments: [argument('day', 'a date')],
    body: 'dayofweek({{ day }}) + 1',
  },
  {
    name: 'tsql_getdate',
    description:
      'GETDATE(): the time at which this run of dbt started, the same in all models; the variable now overrides it.',
    arguments: [],
    body: `cast('{{ var("now", run_started_at.strftime("%Y-%m-%d %H:%M:%S")) }}' as timestamp)`,
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
