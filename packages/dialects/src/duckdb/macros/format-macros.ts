import { argument, checkedValue, type TsqlMacro } from './macro.js';

/** FORMAT of exact numbers: learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings */
export const FORMAT_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_format_number',
    description:
      'FORMAT of a number that is rounded already: digits before the point with or without groups, digits behind it as far as they are not zero.',
    arguments: [
      argument('number', 'an exact number with the decimals that the pattern has room for'),
      argument('grouped', '1 for a comma after every three digits, otherwise 0'),
      argument('whole_digits', 'digits before the point at least'),
      argument('decimals', 'digits behind the point at least'),
    ],
    // The digits are taken from the text of the number, as format() of DuckDB goes through floats.
    body: [
      'list_transform(list_transform([cast({{ number }} as varchar)], lambda digits: {',
      "    'sign': case when digits like '-%' then '-' else '' end,",
      "    'whole': ltrim(split_part(digits, '.', 1), '-0'),",
      "    'fraction': rtrim(split_part(digits, '.', 2), '0')",
      '}), lambda part: part.sign',
      '    || ltrim(reverse(regexp_replace(',
      "        reverse(repeat('0', {{ whole_digits }} - length(part.whole)) || part.whole),",
      "        '(\\d{3})', '\\1' || repeat(',', {{ grouped }}), 'g'",
      "    )), ',')",
      "    || rtrim('.' || part.fraction || repeat('0', {{ decimals }} - length(part.fraction)), '.')",
      ')[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_format_prefix',
    description: 'A formatted number with a text before its digits and behind its minus.',
    arguments: [argument('formatted', 'a formatted number'), argument('prefix', 'the text')],
    body: "regexp_replace({{ formatted }}, '^-?', '\\0' || {{ prefix }})",
  },
  {
    name: 'tsql_format_currency',
    description: 'A formatted number as US dollars: below zero in parentheses.',
    arguments: [argument('formatted', 'a formatted number')],
    body: "regexp_replace('$' || {{ formatted }}, '^[$]-(.*)$', '($\\1)')",
  },
  {
    name: 'tsql_net_decimal',
    description:
      'The number itself; an error for one that the decimal of .NET, on which FORMAT works, has no room for: 96 bits with all decimals.',
    arguments: [argument('number', 'an exact number'), argument('most', 'the largest such number with its decimals')],
    body: checkedValue(
      'abs({{ number }}) <= {{ most }}',
      '{{ number }}',
      '({{ number }})',
      'FORMAT of a number that has more than 96 bits',
    ),
  },
];
