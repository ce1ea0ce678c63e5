import { argument, checkedValue, optional, raise, type TsqlMacro } from './macro.js';

const text = argument('text', 'a text');
const count = argument('length', 'number of characters');

/** Characters of code page 1252 from 128 to 159; the places that it leaves open are the control characters themselves. */
const CODE_PAGE = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const side = (name: 'left' | 'right', number: number): TsqlMacro => ({
  name: `tsql_${name}`,
  description: `${name.toUpperCase()}: a negative length is an error.`,
  arguments: [text, count],
  body: `case when ({{ length }}) < 0 then ${raise(`Invalid length parameter passed to ${name.toUpperCase()} (${number})`)} else ${name}({{ text }}, {{ length }}) end`,
});

export const TEXT_MACROS: readonly TsqlMacro[] = [
  side('left', 537),
  side('right', 536),
  {
    name: 'tsql_substring',
    description: 'SUBSTRING: a start before the first character uses up length; a negative length is an error.',
    arguments: [text, argument('start', 'position from 1'), count],
    body: [
      'case',
      `    when ({{ length }}) < 0 then ${raise('Invalid length parameter passed to SUBSTRING (537)')}`,
      '    when ({{ start }}) is not null and ({{ length }}) is not null',
      '        then substr({{ text }}, greatest({{ start }}, 1), greatest(cast({{ length }} as bigint) + least({{ start }}, 1) - 1, 0))',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_charindex',
    description: 'CHARINDEX: 0 for an empty text; a start before 1 counts as 1. Case is to be folded before.',
    arguments: [
      argument('searched', 'what to look for'),
      argument('text', 'where to look'),
      optional('start', 'position to begin at, from 1'),
    ],
    body: [
      'case',
      '    when ({{ searched }}) is null or ({{ text }}) is null or ({{ start or 1 }}) is null then null',
      "    when ({{ searched }}) = '' then 0",
      '    when strpos(substr({{ text }}, greatest({{ start or 1 }}, 1)), {{ searched }}) = 0 then 0',
      '    else strpos(substr({{ text }}, greatest({{ start or 1 }}, 1)), {{ searched }}) + greatest({{ start or 1 }}, 1) - 1',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_patindex',
    description: 'PATINDEX: where the group of a regular expression ends, from 1; 0 where nothing matches.',
    arguments: [text, argument('pattern', 'a regular expression whose first group is what stands before')],
    body: [
      'case',
      '    when regexp_matches({{ text }}, {{ pattern }}) then length(regexp_extract({{ text }}, {{ pattern }}, 1)) + 1',
      '    when ({{ text }}) is not null then 0',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_like',
    description:
      'LIKE with a pattern that is computed, under a collation that ignores case; an error for what a collation decides: characters outside ASCII, ranges of anything but letters or digits.',
    arguments: [text, argument('pattern', 'a pattern of LIKE'), optional('blanks', 'what may follow in the text')],
    body: [
      'case',
      `    when not regexp_full_match({{ text }} || {{ pattern }}, '[\\t\\r\\n -~]*') then ${raise('Whether this text is like the pattern depends on the collation')}`,
      '    when ({{ text }}) is not null and ({{ pattern }}) is not null then regexp_full_match(',
      '        lower({{ text }}),',
      '        array_to_string(list_transform(',
      "            regexp_extract_all(lower({{ pattern }}), '(?s)\\[[^\\]]*\\]|\\[.*|.'),",
      '            lambda part: case',
      "                when part = '%' then '.*'",
      "                when part = '_' then '.'",
      "                when part = '[]' or regexp_matches(part, '^\\[[^\\]]*$') then '[^\\x00-\\x{10ffff}]'",
      "                when part[1] <> '[' then regexp_escape(part)",
      "                when part = '[^]' or regexp_matches(regexp_replace(part[2:-2], '[0-9]-[0-9]|[a-z]-[a-z]', '', 'g'), '[^^]-.')",
      `                    then ${raise('The order of the characters in this pattern depends on the collation')}`,
      "                else '[' || replace(replace(part[2:-2], '\\', '\\\\'), '[', '\\[') || ']'",
      '            end',
      "        ), '') || '{{ blanks or \"\" }}',",
      "        's'",
      '    )',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_replace',
    description: 'REPLACE under a collation that ignores case; an empty text to search for changes nothing.',
    arguments: [text, argument('searched', 'what to look for'), argument('replacement', 'what to put in its place')],
    body: [
      'case',
      "    when ({{ searched }}) = '' then {{ text }}",
      "    else regexp_replace({{ text }}, regexp_escape({{ searched }}), replace({{ replacement }}, '\\', '\\\\'), 'gi')",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_stuff',
    description: 'STUFF: NULL when the place lies outside the text; no replacement deletes.',
    arguments: [
      text,
      argument('start', 'position from 1'),
      argument('length', 'number of characters to take out'),
      argument('replacement', 'what to put in'),
    ],
    body: [
      'case',
      '    when ({{ start }}) between 1 and length({{ text }}) and ({{ length }}) >= 0',
      "        then substr({{ text }}, 1, ({{ start }}) - 1) || coalesce({{ replacement }}, '') || substr({{ text }}, ({{ start }}) + ({{ length }}))",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_replicate',
    description: 'REPLICATE: NULL for a negative count; cut at the most characters that its type has.',
    arguments: [text, argument('count', 'how often'), optional('most', 'characters; no limit if not given')],
    body: 'case when ({{ count }}) >= 0 then left(repeat({{ text }}, least({{ count }}, {{ most or 2147483647 }})), {{ most or 2147483647 }}) end',
  },
  {
    name: 'tsql_basic_text',
    description:
      'The text itself; an error for one with characters that SQL Server counts as two, as it counts units of UTF-16.',
    arguments: [text],
    body: checkedValue(
      "not regexp_matches({{ text }}, '[\\x{10000}-\\x{10ffff}]')",
      '{{ text }}',
      '({{ text }})',
      'Characters of this text count as two',
    ),
  },
  {
    name: 'tsql_upper',
    description: 'UPPER: ß stays as it is.',
    arguments: [text],
    body: `array_to_string(list_transform(string_split({{ text }}, 'ß'), lambda part: upper(part)), 'ß')`,
  },
  {
    name: 'tsql_quotename',
    description: 'QUOTENAME: the text between two marks, the second one doubled inside; NULL beyond 128 characters.',
    arguments: [text, argument('opening', 'first mark'), argument('closing', 'second mark')],
    body: 'case when length({{ text }}) <= 128 then {{ opening }} || replace({{ text }}, {{ closing }}, {{ closing }} || {{ closing }}) || {{ closing }} end',
  },
  {
    name: 'tsql_char',
    description: 'CHAR under code page 1252: NULL outside 0 to 255.',
    arguments: [argument('code', 'a whole number')],
    body: [
      'case',
      `    when ({{ code }}) between 128 and 159 then substr('${CODE_PAGE}', ({{ code }}) - 127, 1)`,
      '    when ({{ code }}) between 0 and 255 then chr(cast({{ code }} as integer))',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_nchar',
    description: 'NCHAR: NULL outside 0 to 65535.',
    arguments: [argument('code', 'a whole number')],
    body: 'case when ({{ code }}) between 0 and 65535 then chr(cast({{ code }} as integer)) end',
  },
  {
    name: 'tsql_ascii',
    description: 'ASCII under code page 1252: the code of the first character, NULL for an empty text.',
    arguments: [text],
    body: [
      'case',
      `    when strpos('${CODE_PAGE}', left({{ text }}, 1)) > 0 and ({{ text }}) <> '' then 127 + strpos('${CODE_PAGE}', left({{ text }}, 1))`,
      '    when unicode({{ text }}) > 255 then 63',
      '    else nullif(unicode({{ text }}), -1)',
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_ansi_bytes',
    description: 'The bytes of a varchar; an error for characters outside ASCII, which the code page decides.',
    arguments: [text],
    body: `case when regexp_full_match({{ text }}, '[\\x00-\\x7f]*') then encode({{ text }}) when ({{ text }}) is not null then ${raise('The bytes of this text depend on the code page')} end`,
  },
  {
    name: 'tsql_western_bytes',
    description: 'The bytes of a varchar in code page 1252; an error for a character that it lacks.',
    arguments: [text],
    body: [
      'case',
      "    when regexp_full_match({{ text }}, '[\\x00-\\x7f]*') then encode({{ text }})",
      '    when ({{ text }}) is not null then unhex(array_to_string(list_transform(',
      "        regexp_extract_all({{ text }}, '(?s).'),",
      '        lambda c: case',
      "            when unicode(c) < 128 or unicode(c) between 160 and 255 then printf('%02X', unicode(c))",
      `            when strpos('${CODE_PAGE}', c) > 0 then printf('%02X', 127 + strpos('${CODE_PAGE}', c))`,
      `            else ${raise('The bytes of this text depend on the code page')}`,
      '        end',
      "    ), ''))",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_unicode_bytes',
    description: 'The bytes of an nvarchar: UTF-16, the low byte first.',
    arguments: [text],
    body: [
      'case',
      "    when ({{ text }}) = '' then ''::blob",
      '    else unhex(array_to_string(list_transform(',
      "        regexp_extract_all({{ text }}, '(?s).'),",
      '        lambda c: case',
      "            when unicode(c) < 65536 then printf('%02X%02X', unicode(c) % 256, unicode(c) // 256)",
      // Characters outside the basic plane are two surrogates.
      "            else printf('%02X%02X%02X%02X', (unicode(c) - 65536) // 1024 % 256, 216 + (unicode(c) - 65536) // 262144, unicode(c) % 256, 220 + unicode(c) % 1024 // 256)",
      '        end',
      "    ), ''))",
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_isnumeric',
    description: 'ISNUMERIC of a text: 1 for what converts to some number type, signs and currency alone included.',
    arguments: [text],
    body: [
      'case when regexp_full_match(',
      '    {{ text }},',
      "    ' *([+-]? *[$£€¥¢]?|[$£€¥¢] *[+-]?) *([0-9,]*\\.?[0-9]*|([0-9]+\\.?[0-9]*|\\.[0-9]+)[eEdD][+-]?[0-9]{1,2}) *'",
      ") and trim({{ text }}) <> '' then 1 else 0 end",
    ].join('\n'),
  },
];
