import { argument, optional, raise, type TsqlMacro } from './macro.js';

/** Words that texts with a date may have in us_english; what other words make of a text is no date. */
const WORDS = [
  ...['jan', 'january', 'feb', 'february', 'mar', 'march', 'apr', 'april', 'may', 'jun', 'june', 'jul', 'july'],
  ...['aug', 'august', 'sep', 'sept', 'september', 'oct', 'october', 'nov', 'november', 'dec', 'december'],
  ...['mon', 'monday', 'tue', 'tuesday', 'wed', 'wednesday', 'thu', 'thursday', 'fri', 'friday'],
  ...['sat', 'saturday', 'sun', 'sunday', 'am', 'pm', 'a', 'p', 't', 'z', 'd', 'ts'],
].join('|');

const MONTHS =
  'jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|september|oct|october|nov|november|dec|december';

/**
 * A month by its name with a year of four digits; without a day the first of the month is meant.
 *
 * learn.microsoft.com/sql/t-sql/data-types/date-transact-sql (alphabetical formats)
 */
const NAMED = [
  `(${MONTHS})( [0-9]{1,2})?,? [0-9]{4}`,
  `(${MONTHS}) [0-9]{4} [0-9]{1,2}`,
  `[0-9]{1,2} (${MONTHS}),? [0-9]{4}`,
  `[0-9]{1,2} [0-9]{4} (${MONTHS})`,
  `[0-9]{4} (${MONTHS})( [0-9]{1,2})?`,
  `[0-9]{4} [0-9]{1,2} (${MONTHS})`,
  `[0-9]{1,2}-(${MONTHS})-[0-9]{4}`,
  `[0-9]{4}-(${MONTHS})-[0-9]{1,2}`,
].join('|');

const FAILED = 'Conversion failed when converting date and/or time from character string (241)';
const UNDECIDED = "error('No rule decides what SQL Server reads in this text: ' || part.whole)";

/** Two numbers and a year of four digits behind or before them, or of two digits. */
const LAST = '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})';
const FIRST = '([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})';
const SHORT = '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})';

/** Year, month and day, and a time of three digits of a second at most, which all types read. */
const PLAIN = '[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]( ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,3})?)?)?';

/** Where year, month and day of a short form stand. */
const SHORT_PARTS =
  "case '{{ order or \"mdy\" }}' when 'mdy' then '\\3-\\1-\\2' when 'dmy' then '\\3-\\2-\\1' else '\\1-\\2-\\3' end";

const match = (value: string, form: string): string => `regexp_full_match(${value}, '${form}')`;

/**
 * What SQL Server reads in a text as a date and time. The forms are those that it documents or that a server has answered:
 * learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql (styles), …/data-types/datetime-transact-sql
 * (formats of strings, which the older types alone read by three digits of a second), …/set-dateformat-transact-sql,
 * years of two digits: …/configure-windows/configure-the-two-digit-year-cutoff-server-configuration-option
 */
export const MOMENT_TEXT_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_moment_from_text',
    description:
      'A text as a timestamp, by the order of year, month and day that a style or DATEFORMAT gives: what SQL Server reads is read, what it does not read is an error, and so is what no rule decides.',
    arguments: [
      argument('text', 'a text'),
      optional('order', 'mdy, which is the default, dmy, ymd, or iso for the styles 126 and 127'),
      optional('years', 'digits of years, 2 or 4; either without it'),
      optional('numbers', 'no: the style does not read three numbers as a date'),
      optional('rules', 'old for datetime and smalldatetime; new, the default, for the other types'),
      optional('names', 'no: names of months are not those of English'),
      optional('failed', 'null, for TRY_CAST and TRY_CONVERT'),
      optional('seventh', 'raise: an error for a seventh digit of a second; otherwise it is cut off'),
    ],
    body: [
      // The form that most texts have, read at once.
      `case when ${match('{{ text }}', PLAIN)} and '{{ order or "mdy" }}' <> 'iso' and '{{ years or "any" }}' <> '2' and '{{ numbers or "yes" }}' = 'yes' and ('{{ order or "mdy" }}' = 'ymd'`,
      "    or '{{ order or \"mdy\" }}' = 'mdy' and '{{ rules or \"new\" }}' = 'old' or '{{ years or \"any\" }}' = 'any' and '{{ rules or \"new\" }}' = 'new')",
      `    then coalesce(try_cast({{ text }} as timestamp), {{ failed or "${raise(FAILED)}" }})`,
      'else list_transform(',
      '    [regexp_extract(',
      "        regexp_replace(regexp_replace(trim({{ text }}), ' +', ' ', 'g'), case when '{{ seventh or \"cut\" }}' = 'cut' then '(:[0-9]{2}[.][0-9]{6})[0-9]' else '^()$' end, '\\1'),",
      "        '^((.*?)([ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?(Z| ?[AaPp][Mm])?)$', ['whole', 'day', 'clock', 'half']",
      '    )],',
      '    lambda part: case when part is not null then coalesce(',
      '        try_cast(case',
      "            when part.whole = '' then '1900-01-01'",
      "            when not regexp_matches(part.whole, '[0-9]') then null",
      `            when regexp_matches(regexp_replace(regexp_replace(lower(part.whole), '[^a-z]+', '  ', 'g'), '(^| )(${WORDS})( |$)', '', 'g'), '[a-z]') then null`,
      "            when regexp_matches(part.clock, '^[ T]?(2[4-9]|[3-9][0-9]):|:[6-9][0-9]') then null",
      "            when regexp_matches(part.day, '(^|[-/. ])0000') then null",
      "            when '{{ rules or \"new\" }}' = 'old' and regexp_matches(part.clock, '[.][0-9]{4}') then null",
      `            when regexp_matches(part.clock, '[.][0-9]{6}[0-9]*[1-9]') then ${UNDECIDED}`,
      // ISO 8601: T and all places, Z for UTC.
      "            when part.clock[1] = 'T' and ('{{ order or \"mdy\" }}' in ('ymd', 'iso') or '{{ years or \"any\" }}' = 'any')",
      `                and ${match('part.day', '[0-9]{4}-[0-9]{2}-[0-9]{2}')} and ${match('part.clock', 'T[0-9]{2}:[0-9]{2}(:.*)?')}`,
      "                and (part.half in ('', 'Z')) and ('{{ rules or \"new\" }}' = 'new' or length(part.clock) >= 9)",
      "                then part.day || ' ' || part.clock[2:]",
      `            when part.clock[1] = 'T' or part.half = 'Z' then ${UNDECIDED}`,
      "            when part.half <> '' and not regexp_matches(part.clock, '^ ?(0?[1-9]|1[0-2]):')",
      `                or part.day <> '' and part.clock <> '' and part.clock[1] <> ' ' then ${UNDECIDED}`,
      "            when '{{ order or \"mdy\" }}' = 'iso' then case",
      `                when ${match('part.day', '[0-9]{4}-[0-9]{2}-[0-9]{2}')} and part.clock = '' then part.day`,
      `                else ${UNDECIDED}`,
      '            end',
      "            when part.day = '' then '1900-01-01 ' || trim(part.clock)",
      `            when ${match('part.day', '[0-9]{8}')} and ('{{ years or "any" }}' <> '2' or '{{ rules or "new" }}' = 'old') then regexp_replace(part.day, '(....)(..)(..)', '\\1-\\2-\\3') || part.clock`,
      `            when ${match('part.day', '[0-9]{6}')} and part.clock = '' and '{{ years or "any" }}' <> '4' then case when part.day < '5' then '20' else '19' end || regexp_replace(part.day, '(..)(..)(..)', '\\1-\\2-\\3')`,
      `            when ${match('part.day', '[0-9]{4}')} and part.clock = '' and '{{ years or "any" }}' = 'any' then part.day || '-01-01'`,
      `            when ${match('part.day', '[0-9]{1,3}|[0-9]{5}|[0-9]{7}|[0-9]{9,}')} then null`,
      `            when '{{ numbers or "yes" }}' = 'no' and ${match('part.day', `${LAST}|${FIRST}|${SHORT}`)} then null`,
      `            when ${match('part.day', SHORT)} then case`,
      "                when '{{ years or \"any\" }}' = '4' then null",
      `                when ${match(`regexp_replace(part.day, '${SHORT}', ${SHORT_PARTS})`, '[0-9]{2}-.*')}`,
      `                    then case when regexp_replace(part.day, '${SHORT}', ${SHORT_PARTS}) < '5' then '20' else '19' end || regexp_replace(part.day, '${SHORT}', ${SHORT_PARTS}) || part.clock`,
      `                else ${UNDECIDED}`,
      '            end',
      `            when ${match('part.day', `${LAST}|${FIRST}`)} and '{{ years or "any" }}' = '2' then null`,
      // A year at another place than that of the style: never for the newer types, for the older ones perhaps.
      `            when '{{ years or "any" }}' = '4' and '{{ order or "mdy" }}' = 'ymd' and ${match('part.day', LAST)}`,
      "                and ('{{ rules or \"new\" }}' = 'new' or try_cast(regexp_extract(part.day, '^[0-9]+') as integer) > 12) then null",
      `            when '{{ years or "any" }}' = '4' and '{{ order or "mdy" }}' <> 'ymd' and ${match('part.day', FIRST)}`,
      "                and ('{{ rules or \"new\" }}' = 'new' or '{{ order or \"mdy\" }}' = 'dmy' and try_cast(regexp_extract(part.day, '[0-9]+$') as integer) > 12) then null",
      `            when ${match('part.day', LAST)} and '{{ order or "mdy" }}' = 'mdy' then regexp_replace(part.day, '${LAST}', '\\3-\\1-\\2') || part.clock`,
      `            when ${match('part.day', LAST)} and '{{ order or "mdy" }}' = 'dmy' then regexp_replace(part.day, '${LAST}', '\\3-\\2-\\1') || part.clock`,
      // Behind a year the older types read the day first under dmy, the newer types never.
      `            when ${match('part.day', FIRST)} and '{{ order or "mdy" }}' = 'dmy' and '{{ years or "any" }}' = 'any' and '{{ rules or "new" }}' = 'old'`,
      `                then regexp_replace(part.day, '${FIRST}', '\\1-\\3-\\2') || part.clock`,
      `            when ${match('part.day', FIRST)} and ('{{ order or "mdy" }}' = 'ymd'`,
      "                or '{{ order or \"mdy\" }}' = 'mdy' and '{{ rules or \"new\" }}' = 'old'",
      "                or '{{ years or \"any\" }}' = 'any' and '{{ rules or \"new\" }}' = 'new')",
      `                then regexp_replace(part.day, '${FIRST}', '\\1-\\2-\\3') || part.clock`,
      "            when '{{ names or \"yes\" }}' = 'yes' and '{{ years or \"any\" }}' <> '2'",
      `                and ${match('lower(part.day)', NAMED)}`,
      '                then coalesce(strftime(try_strptime(',
      "                    regexp_extract(part.day, '[0-9]{4}') || '-' || regexp_extract(part.day, '[A-Za-z]{3}') || '-'",
      "                        || coalesce(nullif(regexp_extract(part.day, '(^|[^0-9])([0-9]{1,2})([^0-9]|$)', 2), ''), '1'),",
      "                    '%Y-%b-%d'",
      "                ), '%Y-%m-%d'), '') || part.clock",
      `            else ${UNDECIDED}`,
      '        end as timestamp)',
      "        + to_hours(case when part.half in ('', 'Z') or part.clock = '' then 0",
      "            else cast(split_part(part.clock, ':', 1) as integer) % 12 - cast(split_part(part.clock, ':', 1) as integer) + case when part.half ilike '%pm' then 12 else 0 end end),",
      `        {{ failed or "${raise(FAILED)}" }}`,
      '    ) end',
      ')[1] end',
    ].join('\n'),
  },
  {
    name: 'tsql_datetime_range',
    description: 'The moment itself; an error for one before 1753 or beyond 9999, where datetime begins and ends.',
    arguments: [
      argument('moment', 'a timestamp'),
      optional('first', 'where the type begins'),
      optional('beyond', 'where it has ended'),
      optional('failed', 'null, for TRY_CAST and TRY_CONVERT'),
    ],
    body: [
      'list_transform([{{ moment }}], lambda each: case',
      '    when each >= timestamp \'{{ first or "1753-01-01" }}\' and each < timestamp \'{{ beyond or "10000-01-01" }}\' then each',
      '    when each is not null then {{ failed or "error(\'The conversion to datetime resulted in an out-of-range value (242)\')" }}',
      'end)[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_datetime2_scale',
    description: 'A moment, rounded to fewer digits of a second; never beyond the year 9999.',
    arguments: [argument('moment', 'a timestamp'), argument('step', 'microseconds of the last digit')],
    body: [
      'list_transform([{{ moment }}], lambda each: case',
      "    when each >= timestamp '10000-01-01' - to_microseconds({{ step }}) then timestamp '10000-01-01' - to_microseconds({{ step }})",
      '    else time_bucket(to_microseconds({{ step }}), each + to_microseconds({{ step }} // 2))',
      'end)[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_time_scale',
    description: 'The time of day of a moment, rounded to fewer digits of a second; never to the next day.',
    arguments: [argument('moment', 'a timestamp'), argument('step', 'microseconds of the last digit')],
    body: [
      'list_transform([{{ moment }}], lambda each: cast(least(',
      '    time_bucket(to_microseconds({{ step }}), each + to_microseconds({{ step }} // 2)),',
      "    date_trunc('day', each) + to_microseconds(86400000000 - {{ step }})",
      ') as time))[1]',
    ].join('\n'),
  },
  {
    name: 'tsql_isdate',
    description: 'ISDATE of a text in us_english: 1 for what becomes a datetime, which begins in 1753.',
    arguments: [argument('text', 'a text'), argument('moment', 'what is read in it, NULL for no date')],
    body: "case when trim({{ text }}) <> '' and {{ moment }} >= timestamp '1753-01-01' then 1 else 0 end",
  },
];
