import { argument, checkedValue, type TsqlMacro } from './macro.js';

const WRONG = 'Cannot construct the data type, some of the arguments have values which are not valid. (289)';
const CLOCK = '({{ hour }}) between 0 and 23 and ({{ minute }}) between 0 and 59 and ({{ second }}) between 0 and 59';
const clock = [
  argument('hour', 'from 0 to 23'),
  argument('minute', 'from 0 to 59'),
  argument('second', 'from 0 to 59'),
];

export const PARTS_MACROS: readonly TsqlMacro[] = [
  {
    name: 'tsql_moment_of_parts',
    description: 'DATETIME2FROMPARTS and its like: an error for 24 as an hour and 60 as a second, which DuckDB takes.',
    arguments: [argument('year', 'a year'), argument('month', 'from 1 to 12'), argument('day', 'from 1'), ...clock],
    body: checkedValue(
      CLOCK,
      'make_timestamp({{ year }}, {{ month }}, {{ day }}, {{ hour }}, {{ minute }}, {{ second }})',
      '({{ year }}) + ({{ month }}) + ({{ day }}) + ({{ hour }}) + ({{ minute }}) + ({{ second }})',
      WRONG,
    ),
  },
  {
    name: 'tsql_time_of_parts',
    description: 'TIMEFROMPARTS: an error for 24 as an hour and 60 as a second, which DuckDB takes.',
    arguments: clock,
    body: checkedValue(
      CLOCK,
      'make_time({{ hour }}, {{ minute }}, {{ second }})',
      '({{ hour }}) + ({{ minute }}) + ({{ second }})',
      WRONG,
    ),
  },
  {
    name: 'tsql_fraction_of_second',
    description: 'So many units of a fraction of a second as an interval; an error for more than a second has.',
    arguments: [
      argument('fraction', 'a whole number'),
      argument('above', 'units of a second'),
      argument('unit', 'microseconds of a unit'),
    ],
    body: checkedValue(
      '({{ fraction }}) >= 0 and ({{ fraction }}) < {{ above }}',
      'to_microseconds(cast({{ fraction }} as bigint) * {{ unit }})',
      '({{ fraction }})',
      WRONG,
    ),
  },
];
