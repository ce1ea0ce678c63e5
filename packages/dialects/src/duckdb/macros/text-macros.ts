import { argument, optional, raise, type TsqlMacro } from './macro.js';

export const TEXT_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_left',
    description: 'LEFT: a negative length is an error.',
    arguments: [argument('text', 'a text'), argument('length', 'number of characters')],
    body: `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to LEFT (537)')} else left({{ text }}, {{ length }}) end`,
  },
  {
    name: 'tsql_right',
    description: 'RIGHT: a negative length is an error.',
    arguments: [argument('text', 'a text'), argument('length', 'number of characters')],
    body: `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to RIGHT (536)')} else right({{ text }}, {{ length }}) end`,
  },
  {
    name: 'tsql_substring',
    description: 'SUBSTRING: a start before the first character uses up length; a negative length is an error.',
    arguments: [
      argument('text', 'a text'),
      argument('start', 'position from 1'),
      argument('length', 'number of characters'),
    ],
    body: [
      `case when {{ length }} < 0 then ${raise('Invalid length parameter passed to SUBSTRING (537)')}`,
      'else substr({{ text }}, greatest({{ start }}, 1), greatest(({{ length }}) + least(({{ start }}), 1) - 1, 0)) end',
    ].join('\n'),
  },
  {
    name: 'tsql_charindex',
    description: 'CHARINDEX under a case-insensitive collation: 0 for an empty text, a start before 1 counts as 1.',
    arguments: [
      argument('searched', 'what to look for'),
      argument('text', 'where to look'),
      optional('start', 'position to begin at, from 1'),
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
      argument('text', 'a text'),
      argument('start', 'position from 1'),
      argument('length', 'number of characters to take out'),
      argument('replacement', 'what to put in'),
    ],
    body: [
      'case when {{ text }} is null or {{ start }} <= 0 or {{ start }} > length({{ text }}) or {{ length }} < 0 then null',
      "else substr({{ text }}, 1, ({{ start }}) - 1) || coalesce({{ replacement }}, '') || substr({{ text }}, ({{ start }}) + ({{ length }})) end",
    ].join('\n'),
  },
  {
    name: 'tsql_replicate',
    description: 'REPLICATE: NULL for a negative count.',
    arguments: [argument('text', 'a text'), argument('count', 'how often')],
    body: 'case when {{ count }} >= 0 then repeat({{ text }}, {{ count }}) end',
  },
];
