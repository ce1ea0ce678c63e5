import type { MacroName } from './rendered.js';

/** A dbt macro of the generated project: what DuckDB has no operator for. */
export interface TsqlMacro {
  readonly name: MacroName;
  readonly arguments: readonly { readonly name: string; readonly description: string }[];
  readonly description: string;
  /** The text between macro and endmacro. */
  readonly body: string;
}

const value = (name: string, description: string) => ({ name, description });
const raise = (message: string): string => `error('${message}')`;

/** One row a macro; docs/reference/macros.md is made from it. Numbers are those of SQL Server's errors. */
export const TSQL_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_int_divide',
    description: 'Integer division: the quotient is cut towards zero; zero as divisor is an error.',
    arguments: [value('dividend', 'a whole number'), value('divisor', 'a whole number')],
    body: `case when {{ divisor }} = 0 then ${raise('Divide by zero (8134)')} else ({{ dividend }}) // ({{ divisor }}) end`,
  },
  {
    name: 'tsql_modulo',
    description: 'Remainder with the sign of the dividend; zero as divisor is an error.',
    arguments: [value('dividend', 'a number'), value('divisor', 'a number')],
    body: `case when {{ divisor }} = 0 then ${raise('Divide by zero (8134)')} else ({{ dividend }}) % ({{ divisor }}) end`,
  },
  {
    name: 'tsql_float_divide',
    description: 'Division of floats; zero as divisor is an error.',
    arguments: [value('dividend', 'a number'), value('divisor', 'a number')],
    body: `case when {{ divisor }} = 0 then ${raise('Divide by zero (8134)')} else ({{ dividend }}) / ({{ divisor }}) end`,
  },
  {
    name: 'tsql_decimal_divide',
    description:
      'Division of exact numbers as SQL Server does it: by whole numbers, cut at the scale of the result and never rounded. Zero as divisor is an error, or NULL where it cannot happen.',
    arguments: [
      value('dividend', 'an exact number'),
      value('divisor', 'an exact number'),
      value('precision', 'digits of the result'),
      value('scale', 'decimals of the result'),
      value('divisor_scale', 'decimals of the divisor'),
      value('zero', 'SQL for a divisor of zero; default: an error'),
    ],
    body: [
      `case when ({{ divisor }}) = 0 then {{ zero or "${raise('Divide by zero (8134)')}" }} else cast(`,
      '    cast(',
      '        cast(({{ dividend }}) * {{ 10 ** (scale + divisor_scale) }} as hugeint)',
      '        // cast(({{ divisor }}) * {{ 10 ** divisor_scale }} as hugeint)',
      '        as decimal(38, 0)',
      "    ) * {{ '1' if scale == 0 else '0.' ~ '0' * (scale - 1) ~ '1' }}",
      '    as decimal({{ precision }}, {{ scale }})',
      ') end',
    ].join('\n'),
  },
  {
    name: 'tsql_left',
    description: 'LEFT: a negative length is an error.',
    arguments: [value('text', 'a text'), value('length', 'number of characters')],
    body: `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to LEFT (537)')} else left({{ text }}, {{ length }}) end`,
  },
  {
    name: 'tsql_right',
    description: 'RIGHT: a negative length is an error.',
    arguments: [value('text', 'a text'), value('length', 'number of characters')],
    body: `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to RIGHT (536)')} else right({{ text }}, {{ length }}) end`,
  },
  {
    name: 'tsql_substring',
    description: 'SUBSTRING: a start before the first character uses up length; a negative length is an error.',
    arguments: [value('text', 'a text'), value('start', 'position from 1'), value('length', 'number of characters')],
    body: [
      `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to SUBSTRING (537)')}`,
      'else substr({{ text }}, greatest({{ start }}, 1), greatest(({{ length }}) + least(({{ start }}), 1) - 1, 0)) end',
    ].join('\n'),
  },
  {
    name: 'tsql_charindex',
    description: 'CHARINDEX under a case-insensitive collation: 0 for an empty text, a start before 1 counts as 1.',
    arguments: [
      value('searched', 'what to look for'),
      value('text', 'where to look'),
      value('start', 'position to begin at, from 1'),
    ],
    body: [
      'case',
      '    when {{ searched }} is null or {{ text }} is null then null',
      "    when {{ searched }} = '' then 0",
      '    when strpos(substr(lower({{ text }}), greatest({{ start or 1 }}, 1)), lower({{ searched }})) = 0 then 0',
      '    else strpos(substr(lower({{ text }}), greatest({{ start or 1 }}, 1)), lower({{ searched }})) + greatest({{ start or 1 }}, 1) - 1',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_stuff',
    description: 'STUFF: NULL when the place lies outside the text; no replacement deletes.',
    arguments: [
      value('text', 'a text'),
      value('start', 'position from 1'),
      value('length', 'number of characters to take out'),
      value('replacement', 'what to put in'),
    ],
    body: [
      'case when {{ text }} is null or {{ start }} <= 0 or {{ start }} > length({{ text }}) or {{ length }} < 0 then null',
      "else substr({{ text }}, 1, ({{ start }}) - 1) || coalesce({{ replacement }}, '') || substr({{ text }}, ({{ start }}) + ({{ length }})) end",
    ].join('\n'),
  },
  {
    name: 'tsql_replicate',
    description: 'REPLICATE: NULL for a negative count.',
    arguments: [value('text', 'a text'), value('count', 'how often')],
    body: 'case when {{ count }} >= 0 then repeat({{ text }}, {{ count }}) end',
  },
  {
    name: 'tsql_datediff_week',
    description: 'DATEDIFF(week, …): the Sundays that are crossed, whatever DATEFIRST says.',
    arguments: [value('start_date', 'from'), value('end_date', 'to')],
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
    arguments: [value('day', 'a date')],
    body: "((dayofyear({{ day }}) - 1 + dayofweek(date_trunc('year', {{ day }}))) // 7) + 1",
  },
  {
    name: 'tsql_weekday',
    description: 'DATEPART(weekday, …) under DATEFIRST 7: Sunday is 1.',
    arguments: [value('day', 'a date')],
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
      value('name', 'name of the variable'),
      value('type', 'type of the target'),
      value('otherwise', "what an unset variable means: 'today', or NULL"),
    ],
    body: [
      '{%- set value = var(name, none) -%}',
      "{%- if value is none and otherwise == 'today' -%}",
      `cast('{{ run_started_at.strftime("%Y-%m-%d") }}' as {{ type }})`,
      '{%- elif value is none -%}',
      'cast(null as {{ type }})',
      '{%- else -%}',
      `cast('{{ value | string | replace("'", "''") }}' as {{ type }})`,
      '{%- endif -%}',
    ].join('\n'),
  },
];

const OPTIONAL = new Set(['zero', 'otherwise']);

/** The text of a macro's file. */
export function macroText(macro: TsqlMacro): string {
  const args = macro.arguments.map(({ name }) =>
    OPTIONAL.has(name) || (macro.name === 'tsql_charindex' && name === 'start') ? `${name}=none` : name,
  );
  return `{% macro ${macro.name}(${args.join(', ')}) -%}\n${macro.body}\n{%- endmacro %}\n`;
}
