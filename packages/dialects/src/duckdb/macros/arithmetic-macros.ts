import { argument, checkedValue, optional, raise, type TsqlMacro } from './macro.js';

/** NULL divided by zero is NULL. */
const BY_ZERO = '({{ divisor }}) = 0 and ({{ dividend }}) is not null';

const divide = (name: TsqlMacro['name'], operator: string, description: string, kind: string): TsqlMacro => ({
  name,
  description,
  arguments: [argument('dividend', kind), argument('divisor', kind)],
  body: `case when ${BY_ZERO} then ${raise('Divide by zero (8134)')} else ({{ dividend }}) ${operator} ({{ divisor }}) end`,
});

const power = (exponent: number): string => (10n ** BigInt(exponent)).toString();

export const ARITHMETIC_MACROS: readonly TsqlMacro[] = [
  divide(
    'tsql_int_divide',
    '//',
    'Integer division: the quotient is cut towards zero; zero as divisor is an error.',
    'a whole number',
  ),
  divide('tsql_modulo', '%', 'Remainder with the sign of the dividend; zero as divisor is an error.', 'a number'),
  {
    ...divide('tsql_float_divide', '/', 'Division of floats; zero as divisor is an error.', 'a number'),
    body: `case when ${BY_ZERO} then ${raise('Divide by zero (8134)')} else cast({{ dividend }} as double) / ({{ divisor }}) end`,
  },
  {
    name: 'tsql_finite',
    description: 'The number itself; an error for infinity, which is an overflow of float.',
    arguments: [argument('number', 'a double')],
    body: checkedValue(
      'isfinite({{ number }})',
      '{{ number }}',
      '({{ number }})',
      'Arithmetic overflow error converting expression to data type float (8115)',
    ),
  },
  {
    name: 'tsql_money_commas',
    description: 'Money as text in style 1: two decimals, a comma after every three digits.',
    arguments: [argument('amount', 'a number with two decimals')],
    body: [
      "case when ({{ amount }}) < 0 then '-' else '' end",
      "|| format('{:,}', cast(trunc(abs({{ amount }})) as bigint)) || right(cast({{ amount }} as varchar), 3)",
    ].join('\n'),
  },
  {
    name: 'tsql_money_range',
    description: 'The amount itself; an error for one beyond the range of money, or of the type that is given.',
    arguments: [
      argument('amount', 'a number with four decimals'),
      optional('most', 'the largest amount'),
      optional('type', 'the type of the result'),
    ],
    body: checkedValue(
      'abs({{ amount }}) <= {{ most or "922337203685477.5807" }}',
      'cast({{ amount }} as {{ type or "decimal(19, 4)" }})',
      '({{ amount }})',
      'Arithmetic overflow error converting expression to data type money (8115)',
    ),
  },
  {
    name: 'tsql_power',
    description: 'POWER: zero to a negative exponent is an error.',
    arguments: [argument('base', 'a number'), argument('exponent', 'a number')],
    body: `case when ({{ base }}) = 0 and ({{ exponent }}) < 0 then ${raise('Divide by zero (8134)')} else pow({{ base }}, {{ exponent }}) end`,
  },
  {
    name: 'tsql_logarithm_base',
    description: 'The natural logarithm of a base of LOG; 1 is an error.',
    arguments: [argument('base', 'a number')],
    body: `case when ({{ base }}) = 1 then ${raise('An invalid floating point operation occurred (3623)')} else ln({{ base }}) end`,
  },
  {
    name: 'tsql_decimal_divide',
    description:
      'Division of exact numbers as SQL Server does it: by whole numbers, cut at the scale of the result and never rounded. Zero as divisor is an error, or NULL where it cannot happen.',
    arguments: [
      argument('dividend', 'an exact number'),
      argument('divisor', 'an exact number'),
      argument('precision', 'digits of the result'),
      argument('scale', 'decimals of the result'),
      argument('divisor_scale', 'decimals of the divisor'),
      optional('zero', 'SQL for a divisor of zero; default: an error'),
    ],
    body: [
      `case when ${BY_ZERO} then {{ zero or "${raise('Divide by zero (8134)')}" }} else cast(`,
      '    cast(',
      '        cast(({{ dividend }}) * {{ 10 ** (scale + divisor_scale) }}::hugeint as hugeint)',
      '        // cast(({{ divisor }}) * {{ 10 ** divisor_scale }}::hugeint as hugeint)',
      '        as decimal(38, 0)',
      "    ) * {{ '1' if scale == 0 else '0.' ~ '0' * (scale - 1) ~ '1' }}",
      '    as decimal({{ precision }}, {{ scale }})',
      ') end',
    ].join('\n'),
    computed: {
      '10 ** (scale + divisor_scale)': (settings) =>
        power(Number(settings['scale']) + Number(settings['divisor_scale'])),
      '10 ** divisor_scale': (settings) => power(Number(settings['divisor_scale'])),
      "'1' if scale == 0 else '0.' ~ '0' * (scale - 1) ~ '1'": (settings) => {
        const scale = Number(settings['scale']);
        return scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
      },
    },
  },
];
