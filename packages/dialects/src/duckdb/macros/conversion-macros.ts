import { argument, raise, type TsqlMacro } from './macro.js';

const text = argument('text', 'a text');

/** A reading of texts as CAST does it, with an error, and as TRY_CAST does it, with NULL. */
function reading(
  name:
    | 'tsql_whole_text'
    | 'tsql_exact_text'
    | 'tsql_float_from_text'
    | 'tsql_money_text'
    | 'tsql_bit_from_text'
    | 'tsql_guid_text',
  description: string,
  form: string,
  value: string,
  message: string,
): readonly TsqlMacro[] {
  const attempt = name.replace('tsql_', 'tsql_try_') as TsqlMacro['name'];
  const found = `    when regexp_full_match({{ text }}, '${form}') then ${value}`;
  return [
    {
      name,
      description: `${description}; an error for anything else.`,
      arguments: [text],
      body: ['case', found, `    when ({{ text }}) is not null then ${raise(message)}`, 'end'].join('\n'),
    },
    {
      name: attempt,
      description: `${description}; NULL for anything else.`,
      arguments: [text],
      body: ['case', found, 'end'].join('\n'),
    },
  ];
}

const NO_NUMBER = 'Conversion failed when converting the text to a number (245)';

/** The sign stays where the digits behind it are cut away. */
const MINUS = "case when {{ number }} < 0 then '-' else '' end";
const WHOLE = `${MINUS} || cast(cast(trunc(abs({{ number }})) as decimal(38, 0)) as varchar)`;
const STR_TEXT = `${MINUS} || cast(round(cast(format('{:.15f}', abs({{ number }})) as decimal(38, 15)), {{ decimals }}) as varchar)`;

export const CONVERSION_MACROS: readonly TsqlMacro[] = [
  ...reading(
    'tsql_whole_text',
    'A text that SQL Server reads as a whole number, without blanks and plus sign; an empty one is 0',
    ' *[+-]? *[0-9]* *',
    "regexp_replace(regexp_replace({{ text }}, '[ +]', '', 'g'), '^-?$', '0')",
    NO_NUMBER,
  ),
  ...reading(
    'tsql_exact_text',
    'A text that SQL Server reads as a decimal number, without blanks and plus sign',
    ' *[+-]? *([0-9]+[.]?[0-9]*|[.][0-9]+) *',
    "regexp_replace({{ text }}, '[ +]', '', 'g')",
    'Error converting data type varchar to numeric (8114)',
  ),
  ...reading(
    'tsql_float_from_text',
    'A text that SQL Server reads as a float; an empty one is 0',
    '[ \\t\\n\\x{a0}]*([+-]? *([0-9]+[.]?[0-9]*|[.][0-9]+)([eEdD][+-]?[0-9]*)?)? *',
    "coalesce(nullif(regexp_replace(regexp_replace(translate(lower({{ text }}), 'd', 'e'), '[ +\\s\\x{a0}]', '', 'g'), 'e-?$', ''), ''), '0')",
    'Error converting data type varchar to float (8114)',
  ),
  ...reading(
    'tsql_money_text',
    'A text that SQL Server reads as money, without currency and commas; an empty one is 0',
    ' *([+-]? *[$£€¥¢]?|[$£€¥¢] *[+-]?) *[0-9,]*([.][0-9]*)? *',
    "regexp_replace(regexp_replace({{ text }}, '[ +,$£€¥¢]', '', 'g'), '^-?[.]?$', '0')",
    'Cannot convert a char value to money. The char value has incorrect syntax (235)',
  ),
  ...reading(
    'tsql_bit_from_text',
    'A text that SQL Server reads as a bit: true, false or a whole number',
    ' *(?i:true|false|[+-]? *[0-9]*) *',
    "lower(trim({{ text }})) = 'true' or regexp_matches({{ text }}, '[1-9]')",
    NO_NUMBER,
  ),
  ...reading(
    'tsql_guid_text',
    'The 36 characters of a uniqueidentifier, with or without braces; what follows is left out',
    '(?i)(\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}).*',
    "left(ltrim({{ text }}, '{'), 36)",
    'Conversion failed when converting from a character string to uniqueidentifier (8169)',
  ),
  {
    name: 'tsql_guid_key',
    description:
      'What sorts as a uniqueidentifier does: its last six bytes first, then the others in groups from behind.',
    arguments: [argument('guid', 'a uuid')],
    body: [
      'substr(cast({{ guid }} as varchar), 25, 12) || substr(cast({{ guid }} as varchar), 20, 4)',
      '|| substr(cast({{ guid }} as varchar), 17, 2) || substr(cast({{ guid }} as varchar), 15, 2)',
      '|| substr(cast({{ guid }} as varchar), 12, 2) || substr(cast({{ guid }} as varchar), 10, 2)',
      '|| substr(cast({{ guid }} as varchar), 7, 2) || substr(cast({{ guid }} as varchar), 5, 2)',
      '|| substr(cast({{ guid }} as varchar), 3, 2) || substr(cast({{ guid }} as varchar), 1, 2)',
    ].join('\n'),
  },
  {
    name: 'tsql_float_text',
    description: 'A float as text without a style: six digits, rounded from seventeen; an exponent of three digits.',
    arguments: [argument('number', 'a float')],
    body: [
      'regexp_replace(',
      "    format('{:g}', cast(",
      "        cast(cast(cast(split_part(format('{:.16e}', {{ number }}), 'e', 1) as decimal(18, 16)) as decimal(7, 5)) as varchar)",
      "        || 'e' || split_part(format('{:.16e}', {{ number }}), 'e', 2) as double",
      '    )),',
      "    'e([+-])([0-9]{2})$', 'e\\10\\2'",
      ')',
    ].join('\n'),
  },
  {
    name: 'tsql_str',
    description:
      'STR: a float with so many decimals, filled with blanks on its left; asterisks where there is no room for its whole part, an error where there is none for its decimals.',
    arguments: [argument('number', 'a float'), argument('length', 'characters'), argument('decimals', 'decimals')],
    body: [
      'case',
      `    when length(${WHOLE}) > {{ length }} then repeat('*', {{ length }})`,
      `    when length(${STR_TEXT}) > {{ length }} then ${raise('There is no room for the decimals of this number')}`,
      `    else lpad(${STR_TEXT}, {{ length }}, ' ')`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_number_room',
    description: 'A whole number as text; an asterisk where there is no room for it.',
    arguments: [argument('number', 'a number as text'), argument('room', 'characters')],
    body: "case when length({{ number }}) > ({{ room }}) then '*' else {{ number }} end",
  },
  {
    name: 'tsql_exact_room',
    description: 'A number as text; an error where there is no room for it.',
    arguments: [argument('number', 'a number as text'), argument('room', 'characters')],
    body: `case when length({{ number }}) > ({{ room }}) then ${raise('Arithmetic overflow error converting to data type varchar (8115)')} else {{ number }} end`,
  },
];
