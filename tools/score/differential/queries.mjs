// Random queries whose answer does not depend on an order that SQL Server is free to choose.
import { KINDS, predicate, value } from './expressions.mjs';
import { TABLES } from './tables.mjs';

const SHAPES = [plain, plain, plain, joined, grouped, grouped, windowed, united, derived, correlated];

export function randomQuery(random) {
  return random.of(SHAPES)(random);
}

const KEY = (alias) => `${alias}.Id`;

function columns(random, aliases, count, depth = 2) {
  return Array.from({ length: count }, (_, i) => `${value(random, aliases, random.of(KINDS), depth)} AS c${i}`);
}

function where(random, aliases, share = 0.6) {
  return random.chance(share) ? ` WHERE ${predicate(random, aliases, 1)}` : '';
}

function plain(random) {
  const list = [`${KEY('a')} AS k`, ...columns(random, ['a'], 1 + random.below(3))];
  return `SELECT ${list.join(', ')} FROM ${random.of(TABLES)} AS a${where(random, ['a'])}`;
}

function from(random) {
  const on = random.chance(0.5)
    ? `a.${random.of(['Qty', 'Code', 'Name', 'Day', 'Price'])} = b.${random.of(['Qty', 'Code', 'Name', 'Day', 'Price'])}`
    : 'a.Id = b.Id';
  const same = on.replace(/= b\.\w+/, `= b.${/a\.(\w+)/.exec(on)[1]}`);
  return `${TABLES[0]} AS a ${random.of(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])} ${TABLES[1]} AS b ON ${same}`;
}

function joined(random) {
  const list = [`${KEY('a')} AS k1`, `${KEY('b')} AS k2`, ...columns(random, ['a', 'b'], 2, 1)];
  return `SELECT ${list.join(', ')} FROM ${from(random)}${where(random, ['a', 'b'])}`;
}

const AGGREGATES = [
  (r, a) => `SUM(${value(r, a, r.of(['int', 'decimal', 'money']), 1)})`,
  (r, a) => `AVG(${value(r, a, r.of(['int', 'decimal', 'money']), 1)})`,
  (r, a) => `${r.of(['MIN', 'MAX'])}(${value(r, a, r.of(['int', 'decimal', 'money', 'date', 'datetime']), 1)})`,
  (r, a) => `COUNT(${value(r, a, r.of(KINDS), 1)})`,
  (r, a) => `COUNT(DISTINCT ${value(r, a, r.of(['int', 'decimal', 'text', 'date']), 0)})`,
  () => 'COUNT(*)',
];

function grouped(random) {
  const keys = random.some(['a.Qty', 'a.Day', 'a.Flag', 'a.Price', 'YEAR(a.At)', 'a.Tiny % 3'], random.below(3));
  const list = [
    ...keys.map((key, i) => `${key} AS k${i}`),
    ...Array.from({ length: 2 }, (_, i) => `${random.of(AGGREGATES)(random, ['a'])} AS c${i}`),
  ];
  const grouping = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : '';
  const having = random.chance(0.3) ? ` HAVING ${random.of(AGGREGATES)(random, ['a'])} IS NOT NULL` : '';
  return `SELECT ${list.join(', ')} FROM ${random.of(TABLES)} AS a${where(random, ['a'])}${grouping}${having}`;
}

function windowed(random) {
  const partition = random.chance(0.6) ? `PARTITION BY a.${random.of(['Qty', 'Flag', 'Day', 'Code'])} ` : '';
  const frame = random.of([
    '',
    ' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
    ' RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
  ]);
  const ordered = `(${partition}ORDER BY ${random.of(['', 'a.Qty, ', 'a.Day DESC, ', 'a.Price, '])}a.Id)`;
  const framed = ordered.replace(/\)$/, `${frame})`);
  const functions = [
    `ROW_NUMBER() OVER ${ordered}`,
    `RANK() OVER (${partition}ORDER BY a.Qty)`,
    `DENSE_RANK() OVER (${partition}ORDER BY a.Price DESC)`,
    `NTILE(3) OVER ${ordered}`,
    `LAG(${value(random, ['a'], random.of(KINDS), 0)}${random.chance(0.3) ? ', 2' : ''}) OVER ${ordered}`,
    `LEAD(${value(random, ['a'], 'int', 1)}, 1, 0) OVER ${ordered}`,
    `FIRST_VALUE(${value(random, ['a'], 'int', 0)}) OVER ${framed}`,
    `LAST_VALUE(${value(random, ['a'], 'date', 0)}) OVER ${framed}`,
    `SUM(${value(random, ['a'], random.of(['int', 'decimal', 'money']), 0)}) OVER ${framed}`,
    `COUNT(*) OVER ${framed}`,
    `AVG(${value(random, ['a'], random.of(['int', 'decimal']), 0)}) OVER ${framed}`,
  ];
  return `SELECT a.Id AS k, ${random
    .some(functions, 2)
    .map((each, i) => `${each} AS c${i}`)
    .join(', ')} FROM ${random.of(TABLES)} AS a`;
}

function united(random) {
  const kinds = random.some(['int', 'decimal', 'date', 'money'], 2);
  const side = (table) =>
    `SELECT ${kinds.map((kind, i) => `${value(random, ['a'], kind, 1)} AS c${i}`).join(', ')} FROM ${table} AS a${where(random, ['a'])}`;
  return `${side(TABLES[0])} ${random.of(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])} ${side(TABLES[1])}`;
}

function derived(random) {
  const kind = random.of(['int', 'decimal', 'date']);
  const inner = `SELECT a.Id, ${value(random, ['a'], kind, 1)} AS v FROM ${TABLES[0]} AS a`;
  const form = random.chance(0.5)
    ? (rest) => `WITH d AS (${inner}) ${rest.replace('FROM d', 'FROM d')}`
    : (rest) => rest.replace('FROM d', `FROM (${inner}) AS d`);
  return form(
    `SELECT b.Id AS k, d.v AS c0, ${value(random, ['b'], random.of(KINDS), 1)} AS c1 FROM d JOIN ${TABLES[1]} AS b ON b.Id = d.Id`,
  );
}

function correlated(random) {
  const test = random.of([
    (inner) => `${random.of(['', 'NOT '])}EXISTS (SELECT 1 FROM ${TABLES[1]} AS b WHERE ${inner})`,
    () => `a.Qty ${random.of(['', 'NOT '])}IN (SELECT b.Qty FROM ${TABLES[1]} AS b WHERE b.Id = a.Id)`,
    (inner) => `(SELECT COUNT(*) FROM ${TABLES[1]} AS b WHERE ${inner}) > 1`,
  ]);
  const link = `b.${random.of(['Qty', 'Code', 'Flag'])} = a.${random.of(['Qty', 'Code', 'Flag'])}`;
  const column = /b\.(\w+)/.exec(link)[1];
  const scalar = `(SELECT ${random.of(['MAX', 'MIN', 'SUM'])}(b.Qty) FROM ${TABLES[1]} AS b WHERE b.${column} = a.${column})`;
  return `SELECT a.Id AS k, ${scalar} AS c0 FROM ${TABLES[0]} AS a WHERE ${test(`b.${column} = a.${column}`)}`;
}
