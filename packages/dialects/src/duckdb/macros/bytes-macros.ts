import { argument, optional, raise, type TsqlMacro } from './macro.js';

const bytes = argument('bytes', 'a blob');
const number = argument('number', 'a float');

const NOT_HEX = raise('Error converting data type varchar to varbinary (8114)');

/** Places of the 16 bytes of a uniqueidentifier among its hex digits; the same in both directions. */
const GUID = [7, 5, 3, 1, 11, 9, 15, 13].map((place) => `substr(hex, ${place}, 2)`);

const SIXTEEN = "format('{:.16e}', cast(abs({{ number }}) as double))";

export const BYTES_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_hex_bytes',
    description: 'The bytes that pairs of hex digits stand for; an error for other texts.',
    arguments: [
      argument('text', 'a text'),
      optional('prefix', '0x where it stands before them'),
      optional('failed', 'null, for TRY_CONVERT'),
    ],
    body: [
      'case',
      '    when regexp_full_match({{ text }}, \'(?i){{ prefix or "" }}([0-9a-f][0-9a-f])*\')',
      "        then coalesce(unhex(nullif(substr({{ text }}, length('{{ prefix or \"\" }}') + 1), '')), ''::blob)",
      `    when ({{ text }}) is not null then {{ failed or "${NOT_HEX}" }}`,
      'end',
    ].join('\n'),
  },
  {
    name: 'tsql_number_from_bytes',
    description: 'The whole number whose last bytes these are, the high one first.',
    arguments: [bytes, argument('size', 'bytes of the type'), optional('unsigned', 'yes for tinyint')],
    body: [
      "list_transform([cast(cast('0x' || right(repeat('0', 16) || hex({{ bytes }}), 2 * {{ size }}) as ubigint) as hugeint)], lambda each:",
      "    case when '{{ unsigned or \"no\" }}' = 'no' and each >= cast(1 as hugeint) << (8 * {{ size }} - 1)",
      '        then each - (cast(1 as hugeint) << (8 * {{ size }})) else each end',
      ')[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_guid_bytes',
    description: 'The bytes of a uniqueidentifier as SQL Server stores them: its first three groups from behind.',
    arguments: [argument('guid', 'a uuid')],
    body: `list_transform([replace(cast({{ guid }} as varchar), '-', '')], lambda hex: unhex(${GUID.join(' || ')} || substr(hex, 17)))[1]`,
  },
  {
    name: 'tsql_guid_from_bytes',
    description: 'The uniqueidentifier that these bytes are; zeros stand behind fewer than sixteen.',
    arguments: [bytes],
    body: `list_transform([rpad(hex({{ bytes }}), 32, '0')], lambda hex: cast(${GUID.join(' || ')} || substr(hex, 17) as uuid))[1]`,
  },
  {
    name: 'tsql_float_digits',
    description:
      'A float as text in styles 1, 2 and 3: so many digits, rounded from seventeen, and an exponent of three.',
    arguments: [number, optional('decimals', 'digits behind the point, 7 by default')],
    body: [
      "list_transform([{'m': cast(cast(split_part(" +
        `${SIXTEEN}, 'e', 1) as decimal(18, 16)) as decimal(18, {{ decimals or 7 }})),`,
      `    'e': cast(split_part(${SIXTEEN}, 'e', 2) as integer)}], lambda part:`,
      "    case when {{ number }} < 0 then '-' else '' end",
      "    || case when part.m >= 10 then '1.' || repeat('0', {{ decimals or 7 }}) else cast(part.m as varchar) end",
      "    || case when part.e + case when part.m >= 10 then 1 else 0 end < 0 then 'e-' else 'e+' end",
      "    || lpad(cast(abs(part.e + case when part.m >= 10 then 1 else 0 end) as varchar), 3, '0')",
      ')[1]',
    ].join('\n'),
  },
];
