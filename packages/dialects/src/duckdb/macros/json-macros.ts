import { argument, raise, type TsqlMacro } from './macro.js';

const text = argument('text', 'JSON as text');
const path = argument('path', 'where to look');

export const JSON_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_json_root',
    description: 'The text itself; an error for one that is neither a JSON object nor an array.',
    arguments: [text],
    body: [
      'case',
      "    when json_type({{ text }}) in ('OBJECT', 'ARRAY') then {{ text }}",
      `    when ({{ text }}) is not null then ${raise('JSON text is not properly formatted (13609)')}`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_json_elements',
    description: 'The elements of a JSON array as a list, an object as the only one; NULL for anything else.',
    arguments: [text],
    body: "case json_type({{ text }}) when 'ARRAY' then json_extract({{ text }}, '$[*]') when 'OBJECT' then [cast({{ text }} as json)] end",
  },
  {
    name: 'tsql_json_value',
    description: 'JSON_VALUE: a scalar as text; NULL for what is missing, an object or an array.',
    arguments: [text, path],
    body: [
      'case',
      "    when json_type({{ text }}, {{ path }}) in ('VARCHAR', 'BOOLEAN') then json_extract_string({{ text }}, {{ path }})",
      "    when json_type({{ text }}, {{ path }}) in ('BIGINT', 'UBIGINT') then json_extract_string({{ text }}, {{ path }})",
      `    when json_type({{ text }}, {{ path }}) = 'DOUBLE' then ${raise('How this number is written in the JSON text is not known to DuckDB')}`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_json_value_strict',
    description: 'JSON_VALUE with a strict path: what is missing, an object or an array is an error.',
    arguments: [text, path],
    body: [
      'case',
      `    when ({{ text }}) is not null and json_type({{ text }}, {{ path }}) is null then ${raise('Property cannot be found on the specified JSON path (13608)')}`,
      `    when json_type({{ text }}, {{ path }}) in ('OBJECT', 'ARRAY') then ${raise('Scalar value cannot be found in the specified JSON path (13623)')}`,
      '    else {{ tsql_json_value(text, path) }}',
      'end',
    ].join('\n'),
    uses: ['tsql_json_value'],
  },
  {
    name: 'tsql_json_query',
    description:
      'JSON_QUERY: an object or an array as it stands in the text; NULL for what is missing or a scalar. An error where DuckDB would write it in another way than the text does.',
    arguments: [text, path],
    body: [
      "case when json_type({{ text }}, {{ path }}) in ('OBJECT', 'ARRAY') then case",
      '    when strpos({{ text }}, cast(json_extract({{ text }}, {{ path }}) as varchar)) > 0',
      '        then cast(json_extract({{ text }}, {{ path }}) as varchar)',
      `    else ${raise('How this part is written in the JSON text is not known to DuckDB')}`,
      'end end',
    ].join('\n'),
  },
  {
    name: 'tsql_isjson',
    description: 'ISJSON: 1 for an object or an array.',
    arguments: [argument('text', 'a text')],
    body: "case when ({{ text }}) is not null then case when not json_valid({{ text }}) or not regexp_matches({{ text }}, '^\\s*[{\\[]') then 0 when regexp_matches({{ text }}, ',\\s*[}\\]]') then error('Whether this text is JSON is not known: a comma before a bracket') else 1 end end",
  },
];
