import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string, string])[];

const EACH = (body: string, step = 'DATEADD(day, 1, @d)', start = '@from'): string =>
  `DECLARE @d date = ${start}, @next date, @k int; WHILE @d <= @to BEGIN ${body} SET @d = ${step}; END`;
const MONTHS = (body: string): string => EACH(body, 'DATEADD(month, 1, @d)');
const NUMBERS = (body: string, step = '@i + 1'): string =>
  `DECLARE @i int = @first; WHILE @i <= @last BEGIN ${body} SET @i = ${step}; END`;

const DELETE = 'DELETE dbo.Daily WHERE Day = @d;';
const INSERT = (day: string, where: string, group = day): string =>
  `INSERT dbo.Daily (Day, Code, Total) SELECT ${day}, Code, SUM(Amount) FROM dbo.Sale WHERE ${where} GROUP BY ${group}, Code;`;
const SAME = INSERT('Day', 'Day = @d');
const IN_DAY = 'At >= @d AND At < DATEADD(day, 1, @d)';

const DAYS: Rows = [
  ['the rows of a day again', EACH(DELETE + SAME), 'Daily rewritten'],
  ['the other way round', EACH(`${SAME}DELETE dbo.Daily WHERE Day = @d AND Total = 0;`), 'Daily rewritten'],
  ['the day as it is', EACH(`${DELETE} INSERT dbo.Daily SELECT @d, Code, 1, 2 FROM dbo.Other;`), 'Daily rewritten'],
  [
    'not grouped',
    EACH(`${DELETE} INSERT dbo.Daily (Day, Code) SELECT DISTINCT Day, Code FROM dbo.Sale WHERE @d = Day;`),
    'Daily rewritten',
  ],
  ['times of a day', EACH(DELETE + INSERT('CAST(At AS date)', IN_DAY)), 'Daily rewritten'],
  ['times as days', EACH(DELETE + INSERT('CAST(At AS date)', 'CAST(At AS date) = @d')), 'Daily rewritten'],
  [
    'a range in the target',
    EACH(`DELETE dbo.Daily WHERE Day >= @d AND Day < DATEADD(day, 1, @d); ${SAME}`),
    'Daily rewritten',
  ],
  ['BETWEEN', EACH(`DELETE dbo.Daily WHERE Day BETWEEN @d AND @d; ${SAME}`), 'analyse-loop'],
  [
    'the next day in a variable',
    EACH(`SET @next = DATEADD(day, 1, @d); DELETE dbo.Daily WHERE Day >= @d AND Day < @next; ${SAME}`),
    'Daily rewritten',
  ],
  [
    'the next day in a variable that goes on',
    EACH(`SET @next = DATEADD(day, 1, @d); DELETE dbo.Daily WHERE Day >= @d AND Day < @next; ${SAME}`, '@next'),
    'Daily rewritten',
  ],
  [
    'a join',
    EACH(
      `${DELETE} INSERT dbo.Daily (Day, Code) SELECT x.Day, s.Code FROM dbo.Sale s JOIN dbo.Source x ON x.Day = s.Day WHERE s.Day = @d;`,
    ),
    'Daily rewritten',
  ],
  [
    'a derived table',
    EACH(
      `${DELETE} INSERT dbo.Daily (Day, Code, Total) SELECT x.Day, x.Code, x.T FROM (SELECT Day, Code, SUM(Amount) AS T FROM dbo.Sale WHERE Day = @d GROUP BY Day, Code) x;`,
    ),
    'Daily rewritten',
  ],
  [
    'two queries',
    EACH(
      `${DELETE} INSERT dbo.Daily (Day, Code) SELECT Day, Code FROM dbo.Sale WHERE Day = @d UNION SELECT @d, 'none';`,
    ),
    'Daily rewritten',
  ],
  [
    'a key of the day',
    EACH(`SET @k = CONVERT(int, CONVERT(char(8), @d, 112)); DELETE dbo.Daily WHERE DayKey = @k;
      INSERT dbo.Daily (Day, Code, DayKey) SELECT Day, Code, CONVERT(int, CONVERT(char(8), Day, 112)) FROM dbo.Sale WHERE Day = @d;`),
    'Daily rewritten',
  ],
  [
    'a key of times',
    EACH(`DELETE dbo.Daily WHERE DayKey = CONVERT(int, CONVERT(char(8), @d, 112));
      INSERT dbo.Daily (Day, Code, DayKey) SELECT @d, Code, CONVERT(int, CONVERT(char(8), At, 112)) FROM dbo.Sale WHERE ${IN_DAY};`),
    'Daily rewritten',
  ],
  [
    'only where there is something',
    EACH(`IF EXISTS (SELECT 1 FROM dbo.Daily WHERE Day = @d) ${DELETE} ${SAME}`),
    'Daily rewritten',
  ],
  [
    'a new value and the rows again',
    EACH(`UPDATE dbo.Daily SET Total = DAY(@d) WHERE Day = @d; ${SAME}`),
    'Daily rewritten',
  ],
  [
    'columns that are apart two by two',
    EACH(`${DELETE} DELETE dbo.Daily WHERE DayKey = CONVERT(int, CONVERT(char(8), @d, 112));
      INSERT dbo.Daily (Day, Code, DayKey) SELECT Day, Code, CONVERT(int, CONVERT(char(8), Day, 112)) FROM dbo.Sale WHERE Day = @d;`),
    'Daily rewritten',
  ],
  [
    'a column that is apart and one that is not',
    EACH(`${DELETE} DELETE dbo.Daily WHERE DayKey = CONVERT(int, CONVERT(char(8), @d, 112)); ${SAME}`),
    'analyse-loop',
  ],
  [
    'a table expression',
    EACH(
      `${DELETE} WITH s AS (SELECT * FROM dbo.Sale WHERE Day = @d) INSERT dbo.Daily (Day, Code) SELECT a.Day, b.Code FROM s a JOIN s b ON b.Id = a.Id;`,
    ),
    'Daily rewritten',
  ],
  [
    'a recursion of a day',
    EACH(
      `${DELETE} WITH n AS (SELECT @d AS n UNION ALL SELECT DATEADD(day, 1, n) FROM n WHERE n < @to) INSERT dbo.Daily (Day, Code) SELECT @d, DAY(n) FROM n;`,
    ),
    'analyse-loop',
  ],
  [
    'weeks',
    EACH(
      `DELETE dbo.Daily WHERE Day BETWEEN @d AND DATEADD(day, 6, @d); ${INSERT('Day', 'Day >= @d AND Day < DATEADD(week, 1, @d)')}`,
      'DATEADD(week, 1, @d)',
    ),
    'Daily rewritten',
  ],
  ['several tables', EACH(`${DELETE} ${SAME} DELETE dbo.Source WHERE Day = @d;`), 'Daily rewritten, Source rewritten'],
  [
    'a variable with a time',
    `DECLARE @d datetime = @from; WHILE @d <= @to BEGIN ${DELETE} ${SAME} SET @d = DATEADD(day, 1, @d); END`,
    'Daily rewritten',
  ],
  [
    'from the last day',
    EACH(DELETE + SAME, 'DATEADD(day, -1, @d)').replace('@d <= @to', '@d >= @to'),
    'Daily rewritten',
  ],
  [
    'the step first',
    `DECLARE @d date = @from; WHILE @d < @to BEGIN SET @d = DATEADD(day, 1, @d); ${DELETE} ${SAME} END`,
    'Daily rewritten',
  ],
  [
    'a step that some rounds take',
    EACH(`${DELETE} ${SAME} IF DAY(@d) > 9 SET @d = DATEADD(day, -3, @d);`),
    'analyse-loop',
  ],
  // Rows that other rounds reach.
  ['another day', EACH(DELETE + INSERT('DATEADD(day, 1, Day)', 'Day = @d')), 'analyse-loop'],
  ['any day', EACH(DELETE + INSERT('Day', 'Amount > DAY(@d)')), 'analyse-loop'],
  ['two days', EACH(`DELETE dbo.Daily WHERE Day >= @d AND Day < DATEADD(day, 2, @d); ${SAME}`), 'analyse-loop'],
  ['the days before', EACH(`DELETE dbo.Daily WHERE Day <= @d; ${SAME}`), 'analyse-loop'],
  ['days that are left out', EACH(`DELETE dbo.Daily WHERE Day <> @d; ${SAME}`), 'analyse-loop'],
  ['one of two', EACH(`DELETE dbo.Daily WHERE Day = @d OR Total = 0; ${SAME}`), 'analyse-loop'],
  ['a round that also empties', EACH(`${DELETE} ${SAME} DELETE dbo.Daily WHERE Total = 0;`), 'analyse-loop'],
  [
    'the day before is read',
    EACH(
      `${DELETE} INSERT dbo.Daily (Day, Code, Total) SELECT @d, Code, Total + 1 FROM dbo.Daily WHERE Day = DATEADD(day, -1, @d);`,
    ),
    'analyse-loop',
  ],
  ['a moved day', EACH(`UPDATE dbo.Daily SET Day = DATEADD(day, 1, Day) WHERE Day = @d; ${SAME}`), 'analyse-loop'],
  [
    'the last milliseconds',
    EACH(
      `DELETE dbo.Sale WHERE At BETWEEN @d AND DATEADD(ms, -1, DATEADD(day, 1, CAST(@d AS datetime))); INSERT dbo.Sale (Id, Shop, At, Day, Code, Amount) SELECT Id + 1000, 1, At, @d, Code, 1 FROM dbo.Other x CROSS JOIN (SELECT CAST(@d AS datetime) AS At) t;`,
    ),
    'analyse-loop',
  ],
  ['subtotals', EACH(DELETE + INSERT('Day', 'Day = @d').replace('Day, Code;', 'ROLLUP (Day), Code;')), 'analyse-loop'],
  [
    'an outer join',
    EACH(
      `${DELETE} INSERT dbo.Daily (Day, Code) SELECT ISNULL(x.Day, @to), s.Code FROM dbo.Sale s LEFT JOIN dbo.Source x ON x.Day = @d;`,
    ),
    'analyse-loop',
  ],
];

const UNITS: Rows = [
  [
    'months',
    MONTHS(
      `DELETE dbo.Daily WHERE Day >= @d AND Day < DATEADD(month, 1, @d); ${INSERT('Day', 'Day >= @d AND Day < DATEADD(month, 1, @d)')}`,
    ),
    'Daily rewritten',
  ],
  [
    'months by their last day',
    MONTHS(`DELETE dbo.Daily WHERE Day BETWEEN @d AND EOMONTH(@d); ${INSERT('Day', 'Day BETWEEN @d AND EOMONTH(@d)')}`),
    'Daily rewritten',
  ],
  [
    'the day before the next month',
    MONTHS(
      `DELETE dbo.Daily WHERE Day BETWEEN @d AND DATEADD(day, -1, DATEADD(month, 1, @d)); ${INSERT('Day', 'Day BETWEEN @d AND DATEADD(day, -1, DATEADD(month, 1, @d))')}`,
    ),
    'Daily rewritten',
  ],
  [
    'first days of months',
    MONTHS(`${DELETE} ${INSERT('@d', 'Day >= @d', 'Id')}`.replace(', Code;', ', Code;')),
    'Daily rewritten',
  ],
  ['two months', MONTHS(`DELETE dbo.Daily WHERE Day >= @d AND Day < DATEADD(month, 2, @d); ${SAME}`), 'analyse-loop'],
  [
    'numbers of months',
    MONTHS(`SET @k = YEAR(@d) * 100 + MONTH(@d); DELETE dbo.Daily WHERE DayKey = @k;
      INSERT dbo.Daily (Day, Code, DayKey) SELECT MAX(Day), Code, @k FROM dbo.Sale WHERE YEAR(Day) * 100 + MONTH(Day) = @k GROUP BY Code;`),
    'Daily rewritten',
  ],
  [
    'texts of months',
    MONTHS(`DELETE dbo.Daily WHERE Code = CONVERT(char(6), @d, 112);
      INSERT dbo.Daily (Day, Code) SELECT EOMONTH(@d), CONVERT(char(6), @d, 112) FROM dbo.Sale;`),
    'Daily rewritten',
  ],
  [
    'months, where the rounds go by days',
    EACH(
      `SET @k = YEAR(@d) * 100 + MONTH(@d); DELETE dbo.Daily WHERE DayKey = @k; INSERT dbo.Daily (Day, Code, DayKey) SELECT @d, Code, @k FROM dbo.Other;`,
    ),
    'analyse-loop',
  ],
  [
    'years and months that meet',
    MONTHS(
      `SET @k = YEAR(@d) * 10 + MONTH(@d); DELETE dbo.Daily WHERE DayKey = @k; INSERT dbo.Daily (Day, Code, DayKey) SELECT @d, Code, @k FROM dbo.Other;`,
    ),
    'analyse-loop',
  ],
  [
    'months of the year',
    MONTHS(
      `DELETE dbo.Daily WHERE DayKey = MONTH(@d); INSERT dbo.Daily (Day, Code, DayKey) SELECT @d, Code, MONTH(@d) FROM dbo.Other;`,
    ),
    'analyse-loop',
  ],
  ['any other day', MONTHS(`DELETE dbo.Daily WHERE DAY(Day) = DAY(@d); ${SAME}`), 'analyse-loop'],
  [
    'numbers',
    NUMBERS(
      'DELETE dbo.Target WHERE Id = @i; INSERT dbo.Target (Id, Code, Amount) SELECT Id, Code, Amount FROM dbo.Source WHERE Id = @i;',
    ),
    'Target rewritten',
  ],
  [
    'ranges of numbers',
    NUMBERS(
      'DELETE dbo.Target WHERE Id BETWEEN @i AND @i + 99; INSERT dbo.Target (Id, Code, Amount) SELECT Id, Code, MAX(Amount) FROM dbo.Source WHERE Id >= @i AND Id < @i + 100 GROUP BY Id, Code;',
      '@i + 100',
    ),
    'Target rewritten',
  ],
  [
    'ranges that meet',
    NUMBERS(
      'DELETE dbo.Target WHERE Id BETWEEN @i AND @i + 100; INSERT dbo.Target (Id, Code, Amount) SELECT Id, Code, MAX(Amount) FROM dbo.Source WHERE Id >= @i AND Id < @i + 100 GROUP BY Id, Code;',
      '@i + 100',
    ),
    'analyse-loop',
  ],
  [
    'numbers that do not go on by the same',
    NUMBERS(
      'DELETE dbo.Target WHERE Id = @i; INSERT dbo.Target (Id, Code, Amount) SELECT Id, Code, Amount FROM dbo.Source WHERE Id = @i;',
      '@i % 7 + 1',
    ),
    'analyse-loop',
  ],
];

const MERGE = (source: string, on: string, more = ''): string =>
  `MERGE dbo.Daily AS t USING (${source}) AS s ON ${on}
    WHEN MATCHED THEN UPDATE SET Total = s.T WHEN NOT MATCHED THEN INSERT (Day, Code, Total) VALUES (s.Day, s.Code, s.T) ${more};`;
const OF_DAY = 'SELECT Day, Code, SUM(Amount) AS T FROM dbo.Sale WHERE Day = @d GROUP BY Day, Code';
const BY_BOTH = 't.Day = s.Day AND t.Code = s.Code';

const MERGES: Rows = [
  ['rows of the day', EACH(MERGE(OF_DAY, BY_BOTH)), 'Daily rewritten'],
  ['rows and the day itself', EACH(MERGE(OF_DAY, 't.Day = @d AND t.Code = s.Code')), 'Daily rewritten'],
  ['and other statements', EACH(`${DELETE} ${MERGE(OF_DAY, BY_BOTH)}`), 'Daily rewritten'],
  [
    'a table expression',
    EACH(MERGE('x', BY_BOTH).replace('MERGE dbo', `WITH x AS (${OF_DAY}) MERGE dbo`).replace('(x)', 'x')),
    'Daily rewritten',
  ],
  ['rows of any day', EACH(MERGE(OF_DAY, 't.Code = s.Code')), 'analyse-loop'],
  [
    'new rows of other days',
    EACH(MERGE(OF_DAY, BY_BOTH).replace('VALUES (s.Day', 'VALUES (DATEADD(day, 1, s.Day)')),
    'analyse-loop',
  ],
  ['rows that move', EACH(MERGE(OF_DAY, BY_BOTH).replace('SET Total', 'SET Day = @to, Total')), 'analyse-loop'],
  [
    'rows without a match',
    EACH(MERGE(OF_DAY, BY_BOTH, 'WHEN NOT MATCHED BY SOURCE AND t.Day = @d THEN DELETE')),
    'Daily rewritten',
  ],
  [
    'rows of other days without a match',
    EACH(MERGE(OF_DAY, BY_BOTH, 'WHEN NOT MATCHED BY SOURCE AND t.Day >= @d THEN DELETE')),
    'analyse-loop',
  ],
  [
    'a day as the target',
    EACH(
      MERGE(OF_DAY, BY_BOTH, 'WHEN NOT MATCHED BY SOURCE THEN DELETE').replace(
        'MERGE dbo.Daily',
        'WITH x AS (SELECT * FROM dbo.Daily WHERE Day = @d) MERGE x',
      ),
    ),
    'Daily rewritten',
  ],
  ['some of the days', EACH(`IF DAY(@d) > 9 ${MERGE(OF_DAY, BY_BOTH)}`), 'Daily rewritten'],
  [
    'rows of the target',
    EACH(MERGE(OF_DAY.replace('dbo.Sale', 'dbo.Daily').replace('Amount', 'Total'), BY_BOTH)),
    'Daily rewritten',
  ],
  [
    'all rows of the target',
    EACH(MERGE('SELECT @d AS Day, Code, MAX(Total) AS T FROM dbo.Daily GROUP BY Code', BY_BOTH)),
    'analyse-loop',
  ],
];

describe.each([
  ['days', DAYS],
  ['months and numbers', UNITS],
  ['MERGE', MERGES],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (_name, body, outcome) => {
    const parameters = "@from date = '20240101', @to date = '20240301', @first int = 1, @last int = 9";
    expect(outcomeOf(analyseText(body, parameters)).split(', ').sort().join(', ')).toBe(outcome);
  });
});
