import { argument, raise, type TsqlMacro } from './macro.js';

/** A part of a name: in brackets, in quotes, or plain. */
const PART = '(?:\\[(?:[^\\]]|\\]\\])*\\]|"(?:[^"]|"")*"|[^.\\[\\]"]*)';

/** The digit of each letter; 0 for those that have none. */
const DIGITS = '01230120022455012623010202';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Neighbours with the same digit as one. */
const collapsed = (value: string): string =>
  ['1', '2', '3', '4', '5', '6'].reduce(
    (inner, digit) => `regexp_replace(${inner}, '${digit}+', '${digit}', 'g')`,
    value,
  );

export const NAME_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_parsename',
    description:
      'PARSENAME: a part of a name with dots, counted from its end; NULL for one that is missing or empty, and for what is no name of four parts at most.',
    // learn.microsoft.com/sql/t-sql/functions/parsename-transact-sql
    arguments: [argument('text', 'a name'), argument('part', 'which part, 1 is the last')],
    body: [
      'list_transform(',
      `    [case when regexp_full_match({{ text }}, '${PART}(\\.${PART}){0,3}') then regexp_extract_all('.' || {{ text }}, '\\.${PART}') end],`,
      '    lambda parts: list_transform(',
      '        [case when ({{ part }}) between 1 and len(parts) then parts[len(parts) + 1 - ({{ part }})][2:] end],',
      "        lambda found: nullif(case found[1] when '[' then replace(found[2:-2], ']]', ']') when '\"' then replace(found[2:-2], '\"\"', '\"') else found end, '')",
      '    )[1]',
      ')[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_soundex',
    description:
      'SOUNDEX: the first letter and three digits for the letters behind it, up to what is no letter. An upper-case H or W parts no neighbours; letters outside ASCII are an error.',
    // learn.microsoft.com/sql/t-sql/functions/soundex-transact-sql, and what SQL Server 2025 was seen to answer
    arguments: [argument('text', 'a text')],
    body: [
      "list_transform([regexp_extract({{ text }}, '^[A-Za-z]*')], lambda word: case",
      '    when ({{ text }}) is null then null',
      `    when ord(substr({{ text }}, length(word) + 1, 1)) > 127 then ${raise('No rule decides the SOUNDEX of this letter')}`,
      "    when word = '' then '0000'",
      `    else upper(word[1]) || rpad(left(replace(${collapsed(
        `translate(upper(word[1] || replace(replace(word[2:], 'H', ''), 'W', '')), '${LETTERS}', '${DIGITS}')`,
      )}[2:], '0', ''), 3), 3, '0')`,
      'end)[1]',
    ].join('\n'),
  },
];
