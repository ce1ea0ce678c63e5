import { argument, optional, raise, type TsqlMacro } from './macro.js';

const text = argument('text', 'JSON as text');
const path = argument('path', 'where to look');

/** Before a number that has become a text. */
const MARK = '\\u0001#';

const LOST = raise('How this part is written in the JSON text is not known to DuckDB');

/** The text with its numbers as they were. */
const unmarked = (json: string): string => `regexp_replace(${json}, '"\\\\u0001#([^"]*)"', '\\1', 'g')`;

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
    name: 'tsql_json_spelled',
    description:
      'JSON whose numbers are texts behind a mark, as they are written: DuckDB keeps the values of numbers, SQL Server how they are spelled.',
    arguments: [text],
    body: [
      'replace(replace(replace(',
      `    regexp_replace({{ text }}, '(?s)("(?:[^"\\\\]|\\\\.)*")|(-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?)', '\\1' || chr(1) || '\\2' || chr(2), 'g'),`,
      `    chr(1) || chr(2), ''), chr(1), '"${MARK}'), chr(2), '"')`,
    ].join('\n'),
  },
  {
    name: 'tsql_json_elements',
    description:
      'The elements of a JSON array as a list, an object as the only one; NULL for anything else. Their numbers stay spelled as they are.',
    arguments: [
      text,
      optional('exact', 'yes: an error where DuckDB would write an element in another way than the text does'),
    ],
    body: [
      "case json_type({{ text }}) when 'ARRAY' then list_transform(json_extract({{ tsql_json_spelled(text) }}, '$[*]'), lambda each: case",
      `    when '{{ exact or "no" }}' = 'yes' and strpos(${unmarked('{{ text }}')}, ${unmarked('cast(each as varchar)')}) = 0 then ${LOST}`,
      '    else cast(each as varchar)',
      "end) when 'OBJECT' then [{{ tsql_json_spelled(text) }}] end",
    ].join('\n'),
    uses: ['tsql_json_spelled'],
  },
  {
    name: 'tsql_json_value',
    description: 'JSON_VALUE: a scalar as text; NULL for what is missing, an object or an array.',
    arguments: [text, path],
    body: [
      "case when json_type({{ text }}, {{ path }}) not in ('OBJECT', 'ARRAY')",
      `    then regexp_replace(json_extract_string({{ tsql_json_spelled(text) }}, {{ path }}), '^\\x01#', '')`,
      'end',
    ].join('\n'),
    uses: ['tsql_json_spelled'],
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
      "case when json_type({{ text }}, {{ path }}) in ('OBJECT', 'ARRAY') then list_transform(",
      `    [${unmarked('cast(json_extract({{ tsql_json_spelled(text) }}, {{ path }}) as varchar)')}],`,
      `    lambda each: case when strpos(${unmarked('{{ text }}')}, each) > 0 then each else ${LOST} end`,
      ')[1] end',
    ].join('\n'),
    uses: ['tsql_json_spelled'],
  },
  {
    name: 'tsql_isjson',
    description: 'ISJSON: 1 for an object or an array.',
    arguments: [argument('text', 'a text')],
    body: "case when ({{ text }}) is not null then case when not json_valid({{ text }}) or not regexp_matches({{ text }}, '^\\s*[{\\[]') then 0 when regexp_matches({{ text }}, ',\\s*[}\\]]') then error('Whether this text is JSON is not known: a comma before a bracket') else 1 end end",
  },
];
