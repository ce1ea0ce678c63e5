// Random expressions of T-SQL by kind of value. `aliases` are the tables in scope.
import { columnsOf } from './tables.mjs';

const MAKERS = {
  int: [
    (r, a, d) => `${number(r, a, d)} ${r.of(['+', '-', '*'])} ${value(r, a, 'int', d)}`,
    (r, a, d) => `${value(r, a, 'int', d)} / ${r.of(['2', '3', '-4', '7'])}`,
    (r, a, d) => `${value(r, a, 'int', d)} % ${r.of(['2', '3', '5', '-3'])}`,
    (r, a, d) => `ABS(${value(r, a, 'int', d)})`,
    (r, a, d) => `LEN(${value(r, a, 'text', d)})`,
    (r, a, _d) => `DATALENGTH(${value(r, a, 'text', 0)})`,
    (r, a, d) => `CHARINDEX(${text(r)}, ${value(r, a, 'text', d)})`,
    (r, a, _d) =>
      `DATEDIFF(${r.of(['day', 'month', 'year', 'quarter', 'week', 'hour'])}, ${value(r, a, 'date', 0)}, ${value(r, a, 'datetime', 0)})`,
    (r, a, _d) =>
      `DATEPART(${r.of(['year', 'month', 'day', 'weekday', 'quarter', 'dayofyear', 'week', 'hour', 'iso_week'])}, ${value(r, a, 'datetime', 0)})`,
    (r, a, d) => `${r.of(['YEAR', 'MONTH', 'DAY'])}(${value(r, a, 'date', d)})`,
    (r, a, d) => `SIGN(${value(r, a, 'int', d)})`,
    (r, a, d) => `ISNULL(${value(r, a, 'int', d)}, ${value(r, a, 'int', 0)})`,
    (r, a, d) => `COALESCE(${value(r, a, 'int', d)}, ${value(r, a, 'int', 0)}, 0)`,
    (r, a, d) => `NULLIF(${value(r, a, 'int', d)}, ${r.of(['0', '1', '7'])})`,
    (r, a, d) => choice(r, a, 'int', d),
    (r, a, d) => `CAST(${value(r, a, 'decimal', d)} AS int)`,
    (r, a, _d) => `${value(r, a, 'int', 0)} & 5`,
    (r, a, _d) => `ASCII(${value(r, a, 'text', 0)})`,
  ],
  decimal: [
    (r, a, d) => `${value(r, a, 'decimal', d)} ${r.of(['+', '-', '*'])} ${value(r, a, r.of(['decimal', 'int']), 0)}`,
    (r, a, d) => `${value(r, a, 'decimal', d)} / ${r.of(['3', '7.0', '0.25', '-1.1'])}`,
    (r, a, d) => `ROUND(${value(r, a, 'decimal', d)}, ${r.of(['0', '1', '-1', '3'])})`,
    (r, a, _d) => `ROUND(${value(r, a, 'decimal', 0)}, 1, 1)`,
    (r, a, d) => `${r.of(['FLOOR', 'CEILING', 'ABS'])}(${value(r, a, 'decimal', d)})`,
    (r, a, d) =>
      `CAST(${value(r, a, r.of(['decimal', 'int', 'money']), d)} AS decimal(${r.of(['18,2', '12,4', '10,0'])}))`,
    (r, a, d) => `ISNULL(${value(r, a, 'decimal', d)}, 0)`,
    (r, a, d) => `${value(r, a, 'decimal', d)} % ${r.of(['3', '0.7', '-2'])}`,
    (r, a, d) => `TRY_CAST(${value(r, a, 'text', d)} AS decimal(9,2))`,
    (r, a, d) => `CAST(${value(r, a, 'decimal', d)} AS decimal(20,8)) * ${value(r, a, 'decimal', 0)}`,
    (r, a, d) => choice(r, a, 'decimal', d),
  ],
  money: [
    (r, a, d) => `${value(r, a, 'money', d)} ${r.of(['+', '-'])} ${value(r, a, r.of(['money', 'int']), 0)}`,
    (r, a, d) => `${value(r, a, 'money', d)} * ${r.of(['2', '0.5', '3'])}`,
    (r, a, d) => `${value(r, a, 'money', d)} / ${r.of(['3', '7', '1.5'])}`,
    (r, a, d) => `CAST(${value(r, a, r.of(['decimal', 'int']), d)} AS money)`,
    (r, a, d) => choice(r, a, 'money', d),
  ],
  text: [
    (r, a, d) => `${value(r, a, 'text', d)} + ${r.chance(0.5) ? text(r) : value(r, a, 'text', 0)}`,
    (r, a, d) => `${r.of(['UPPER', 'LOWER', 'LTRIM', 'RTRIM', 'REVERSE', 'TRIM'])}(${value(r, a, 'text', d)})`,
    (r, a, d) => `SUBSTRING(${value(r, a, 'text', d)}, ${r.of(['1', '2', '0', '-1'])}, ${r.of(['1', '2', '5'])})`,
    (r, a, d) => `${r.of(['LEFT', 'RIGHT'])}(${value(r, a, 'text', d)}, ${r.of(['1', '2', '9'])})`,
    (r, a, d) => `REPLACE(${value(r, a, 'text', d)}, ${text(r)}, ${r.of(["''", "'_'"])})`,
    (r, a, d) => `ISNULL(${value(r, a, 'text', d)}, ${text(r)})`,
    (r, a, d) => `COALESCE(${value(r, a, 'text', d)}, ${value(r, a, 'text', 0)})`,
    (r, a, d) => `CAST(${value(r, a, r.of(['int', 'decimal', 'money', 'bit', 'date']), d)} AS varchar(30))`,
    (r, a, _d) =>
      `CONVERT(varchar(${r.of(['10', '30'])}), ${value(r, a, 'datetime', 0)}, ${r.of(['112', '120', '23', '101', '103'])})`,
    (r, a, d) => `CONCAT(${value(r, a, 'text', 0)}, '-', ${value(r, a, r.of(['int', 'text', 'decimal']), d)})`,
    (r, a, _d) => `STUFF(${value(r, a, 'text', 0)}, 1, 1, 'z')`,
    (r, _a, _d) => `REPLICATE(${text(r)}, ${r.of(['0', '1', '3'])})`,
    (r, a, _d) => `DATENAME(${r.of(['month', 'weekday', 'year'])}, ${value(r, a, 'date', 0)})`,
    (r, a, d) => choice(r, a, 'text', d),
  ],
  date: [
    (r, a, d) =>
      `DATEADD(${r.of(['day', 'month', 'year', 'week', 'quarter'])}, ${r.of(['1', '-1', '13', '-5'])}, ${value(r, a, 'date', d)})`,
    (r, a, d) => `EOMONTH(${value(r, a, 'date', d)}${r.chance(0.3) ? ', 1' : ''})`,
    (r, a, d) => `CAST(${value(r, a, 'datetime', d)} AS date)`,
    (r, a, d) => `ISNULL(${value(r, a, 'date', d)}, '2020-02-02')`,
    (r, _a, _d) => `DATEFROMPARTS(2024, ${r.of(['1', '2', '12'])}, ${r.of(['1', '28'])})`,
    (r, a, d) => choice(r, a, 'date', d),
  ],
  datetime: [
    (r, a, d) =>
      `DATEADD(${r.of(['hour', 'minute', 'second', 'day', 'month', 'millisecond'])}, ${r.of(['1', '-1', '25', '90'])}, ${value(r, a, 'datetime', d)})`,
    (r, a, d) => `CAST(${value(r, a, 'date', d)} AS ${r.of(['datetime', 'datetime2(3)'])})`,
    (r, a, _d) => `DATEADD(day, DATEDIFF(day, 0, ${value(r, a, 'datetime', 0)}), 0)`,
    (r, a, _d) => `DATEADD(month, DATEDIFF(month, 0, ${value(r, a, 'datetime', 0)}), 0)`,
    (r, a, d) => `CAST(${value(r, a, 'datetime', d)} AS smalldatetime)`,
    (r, a, d) => `CAST(CAST(${value(r, a, 'datetime', d)} AS datetime2(7)) AS datetime)`,
    (r, a, _d) => `${value(r, a, 'datetime', 0).replace(/\w+\.Moment/, 'a.At')} + 1`,
    (r, a, d) => choice(r, a, 'datetime', d),
  ],
  bit: [(r, a, d) => `CAST(${value(r, a, 'int', d)} AS bit)`, (r, a, d) => choice(r, a, 'bit', d)],
};

export const KINDS = Object.keys(MAKERS);

/** A value of a kind; `depth` says how many operations may be inside each other. */
export function value(random, aliases, kind, depth) {
  if (depth > 0 && random.chance(0.75)) return `(${random.of(MAKERS[kind])(random, aliases, depth - 1)})`;
  if (random.chance(0.12)) return literal(random, kind);
  return `${random.of(aliases)}.${random.of(columnsOf(kind))}`;
}

function number(random, aliases, depth) {
  return value(random, aliases, random.chance(0.8) ? 'int' : 'bit', depth).replace(/^(\w+\.Flag)$/, 'CAST($1 AS int)');
}

function choice(random, aliases, kind, depth) {
  const otherwise = random.chance(0.6) ? ` ELSE ${value(random, aliases, kind, 0)}` : '';
  return `CASE WHEN ${predicate(random, aliases, depth)} THEN ${value(random, aliases, kind, depth)}${otherwise} END`;
}

function text(random) {
  return random.of(["'a'", "'A'", "' '", "'x'", "N'n'", "'b '"]);
}

function literal(random, kind) {
  switch (kind) {
    case 'int':
      return random.of(['0', '1', '-1', '5', '42']);
    case 'decimal':
      return random.of(['0.5', '1.25', '-2.5', '10.0']);
    case 'money':
      return random.of(['$1.5', '$0.0001', 'CAST(2 AS money)']);
    case 'text':
      return text(random);
    case 'bit':
      return 'CAST(1 AS bit)';
    case 'date':
      return random.of(["CAST('2024-02-29' AS date)", "CAST('2023-12-31' AS date)"]);
    default:
      return "CAST('2024-01-31T10:20:30' AS datetime)";
  }
}

/** A condition, with the three values of logic in mind. */
export function predicate(random, aliases, depth) {
  const kind = random.of(['int', 'int', 'decimal', 'money', 'text', 'date', 'datetime']);
  const one = (inner = depth) => value(random, aliases, kind, inner);
  const makers = [
    () => `${one()} ${random.of(['=', '<>', '<', '<=', '>', '>='])} ${one(0)}`,
    () => `${one()} IS ${random.of(['', 'NOT '])}NULL`,
    () => `${one()} ${random.of(['', 'NOT '])}IN (${one(0)}, ${one(0)})`,
    () => `${one()} ${random.of(['', 'NOT '])}BETWEEN ${one(0)} AND ${one(0)}`,
    () =>
      `${value(random, aliases, 'text', 0)} ${random.of(['', 'NOT '])}LIKE ${random.of(["'a%'", "'%b'", "'_n%'", "'[a-c]%'", "'%x%'"])}`,
    () =>
      `(${predicate(random, aliases, depth - 1)} ${random.of(['AND', 'OR'])} ${predicate(random, aliases, depth - 1)})`,
    () => `NOT (${predicate(random, aliases, depth - 1)})`,
  ];
  return random.of(depth > 0 ? makers : makers.slice(0, 5))();
}
