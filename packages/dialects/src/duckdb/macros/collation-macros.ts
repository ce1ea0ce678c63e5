import { argument, checkedValue, raise, type TsqlMacro } from './macro.js';

/** Characters that a collation key decides: ASCII and the letters of Western Europe that have one partner in case. */
const SIMPLE = '[\\t\\r\\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýÿ£§°€]*';

const DIGITS_AND_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** As many characters behind all punctuation, in the order of their code points. */
const PLACES = Array.from(DIGITS_AND_LETTERS, (_, i) => String.fromCharCode(0x100 + i)).join('');

/** The order of Windows collations: punctuation has its own, the hyphen and the apostrophe count last. */
const WORD_PUNCTUATION = ' _,;:!?/.`^~"()[]{}@$*\\&#%+<=>|';
const WORD_PLACES = Array.from(WORD_PUNCTUATION, (_, i) => String.fromCharCode(0xc0 + i)).join('');

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const otherwise = raise('The order of this text depends on the collation');
const trimmed = 'lower(rtrim({{ text }}))';

export const COLLATION_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_simple_text',
    description:
      'The text itself; an error for one that holds characters whose equality a collation decides by more than case and accents.',
    arguments: [argument('text', 'a text')],
    body: checkedValue(
      `regexp_full_match({{ text }}, '${SIMPLE}')`,
      '{{ text }}',
      '{{ text }}',
      'The equality of this text depends on the collation',
    ),
  },
  {
    name: 'tsql_code_page_text',
    description: 'The text itself; an error for one that holds characters outside code page 1252.',
    arguments: [argument('text', 'a text')],
    body: checkedValue(
      "regexp_full_match({{ text }}, '[\\x01-\\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*')",
      '{{ text }}',
      '{{ text }}',
      'This text holds characters that code page 1252 does not have',
    ),
  },
  {
    name: 'tsql_order_key',
    description:
      'What sorts as varchar does under the SQL_Latin1_General collations that ignore case: punctuation, digits, letters, then accents.',
    arguments: [argument('text', 'a text')],
    body: [
      'case',
      `    when regexp_full_match({{ text }}, '[ -~À-ÅÇ-ÖÙ-Ýà-åç-öù-ýÿ]*') then`,
      `        translate(strip_accents(${trimmed}), '${DIGITS_AND_LETTERS}', '${PLACES}') || chr(1) || ${trimmed}`,
      `    when {{ text }} is not null then ${otherwise}`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_word_order_key',
    description:
      'What sorts as texts do under Windows collations that ignore case: punctuation, digits, letters, then accents, then hyphens and apostrophes.',
    arguments: [argument('text', 'a text')],
    body: [
      'case',
      `    when regexp_full_match({{ text }}, '[ -~À-ÅÇ-ÖÙ-Ýà-åç-öù-ýÿΑ-ΡΣ-Ωα-ρσ-ω]*') then`,
      '        translate(',
      `            regexp_replace(strip_accents(${trimmed}), '[''-]', '', 'g'),`,
      `            ${quoted(WORD_PUNCTUATION + DIGITS_AND_LETTERS)},`,
      `            '${WORD_PLACES}${PLACES}'`,
      `        ) || chr(1) || regexp_replace(${trimmed}, '[''-]', '', 'g') || chr(2)`,
      '        || coalesce(array_to_string(list_transform(',
      `            list_filter(range(1, length(${trimmed}) + 1), lambda i: substr(${trimmed}, i, 1) in ('-', '''')),`,
      `            lambda i, j: chr(cast(2 + i - j as integer)) || substr(${trimmed}, i, 1)`,
      "        ), ''), '')",
      `    when {{ text }} is not null then ${otherwise}`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_binary_order_key',
    description: 'What sorts as texts do under binary collations: by code points, without blanks at the end.',
    arguments: [argument('text', 'a text')],
    body: `case when regexp_full_match({{ text }}, '[ -~ -ÿ]*') then rtrim({{ text }}) when {{ text }} is not null then ${otherwise} end`,
  },
];
