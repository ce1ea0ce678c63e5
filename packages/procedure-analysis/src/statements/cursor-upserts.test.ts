import { describe, expect, it } from 'vitest';
import { someNode } from '../program/rewrite-tree.js';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string])[];

/** A loop over the sales, `@i` to `@c` being the columns of one. */
const overSales = (body: string, order = 'ORDER BY Id', options = 'LOCAL FAST_FORWARD'): string =>
  `DECLARE @i int, @s int, @d date, @a decimal(9,2), @q int, @c varchar(10);
   DECLARE c CURSOR ${options} FOR SELECT Id, Shop, Day, Amount, Qty, Code FROM dbo.Sale ${order};
   OPEN c; FETCH NEXT FROM c INTO @i, @s, @d, @a, @q, @c;
   WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @s, @d, @a, @q, @c; END CLOSE c; DEALLOCATE c;`;

const KEY = 'Shop = @s AND Day = @d';

const upsert = (set: string, columns: string, values: string): string =>
  `IF EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) UPDATE dbo.Totals SET ${set} WHERE ${KEY};
   ELSE INSERT dbo.Totals (Shop, Day, ${columns}) VALUES (@s, @d, ${values});`;

/** What the UPDATE sets, and the columns and values of the INSERT. */
const CHANGES: readonly (readonly [string, string, string, string])[] = [
  ['Total = Total + @a', 'Total', '@a', 'in groups'],
  ['Total = @a + Total', 'Total', '@a', 'in groups'],
  ['Total += @a, N = N + 1', 'Total, N', '@a, 1', 'in groups'],
  ['Total = Total - @a', 'Total', '@a', 'in order'],
  ['Total = ISNULL(Total, 0) + @a', 'Total', '@a', 'in groups'],
  ['Total = Total + @a', 'Total', '0', 'in order'],
  ['N = N + ISNULL(@q, 0)', 'N', 'ISNULL(@q, 0)', 'in groups'],
  ['N = N + CASE WHEN @q > 0 THEN 1 ELSE 0 END', 'N', '1', 'in order'],
  ['N = ISNULL(N, 0) + 1', 'N', '1', 'in groups'],
  // The last one
  ['Note = @c', 'Note', '@c', 'in order'],
  ["Note = 'again'", 'Note', "'first'", 'in groups'],
  ['Total = @a * 2', 'Total', '@a', 'in order'],
  // The least and the greatest one
  ['Low = CASE WHEN @i < Low THEN @i ELSE Low END', 'Low', '@i', 'in groups'],
  ['Low = IIF(Low >= @i, Low, @i)', 'Low', '@i', 'in groups'],
  ['Low = CASE WHEN Low > @i THEN @i ELSE Low END', 'Low', '0', 'in order'],
  // What is NULL counts in no sum, but is the end of one that goes on.
  ['N = N + @q', 'N', '@q', 'analyse-loop'],
  ['N = ISNULL(N, 0) + 1', 'N', '@q', 'analyse-loop'],
  ['Low = CASE WHEN @q < Low THEN @q ELSE Low END', 'Low', '0', 'analyse-loop'],
  ['N = CASE WHEN @i < N THEN @i ELSE N END', 'N', '@i', 'analyse-loop'],
  // Digits are lost in each round.
  ['N = N + @a', 'N', '1', 'analyse-loop'],
  ['Total = Total * @a', 'Total', '@a', 'analyse-loop'],
  ['Total = Total + @a * Total', 'Total', '@a', 'analyse-loop'],
  ['Total = Total + @a, N = Total', 'Total, N', '@a, 0', 'analyse-loop'],
  ['Note = Note + @c', 'Note', '@c', 'analyse-loop'],
  ['Low = CASE WHEN @i < Low THEN @i ELSE 0 END', 'Low', '@i', 'analyse-loop'],
  ['Total = (SELECT SUM(Amount) FROM dbo.Sale WHERE Shop = @s)', 'Total', '@a', 'analyse-loop'],
  ['Note = LEFT(NEWID(), 10)', 'Note', '@c', 'analyse-loop'],
];

const TOTAL = upsert('Total = Total + @a', 'Total', '@a');
const LAST = upsert('Note = @c', 'Note', '@c');

const BODIES: Rows = [
  [
    overSales(
      `UPDATE dbo.Totals SET Total += @a WHERE ${KEY}; IF @@ROWCOUNT = 0 INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, @a);`,
    ),
    'in groups',
  ],
  [
    overSales(`DECLARE @n int; UPDATE t SET Total = t.Total + @a FROM dbo.Totals t WHERE t.Day = @d AND @s = t.Shop; SET @n = @@ROWCOUNT;
      IF @n = 0 BEGIN INSERT dbo.Totals (Shop, Day, Total) SELECT @s, @d, @a; END`),
    'in groups',
  ],
  [
    overSales(`MERGE dbo.Totals AS t USING (SELECT @s AS Shop, @d AS Day, @a AS Amount) AS x ON t.Shop = x.Shop AND t.Day = x.Day
      WHEN MATCHED THEN UPDATE SET Total = t.Total + x.Amount WHEN NOT MATCHED THEN INSERT (Shop, Day, Total) VALUES (x.Shop, x.Day, x.Amount);`),
    'in groups',
  ],
  [
    overSales(`MERGE dbo.Totals t USING (VALUES (@s, @d, @c)) x (s, d, c) ON t.Shop = s AND t.Day = d
      WHEN NOT MATCHED THEN INSERT (Shop, Day, Note) VALUES (s, d, c) WHEN MATCHED THEN UPDATE SET Note = c;`),
    'in order',
  ],
  [
    overSales(
      `IF NOT EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) INSERT dbo.Totals (Shop, Day, Total, Note) VALUES (@s, @d, 0, @c); UPDATE dbo.Totals SET Total = Total + @a WHERE ${KEY};`,
    ),
    'in order',
  ],
  [
    overSales(
      `IF NOT EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, 0); UPDATE dbo.Totals SET Total = Total + @a WHERE ${KEY};`,
    ),
    'in groups',
  ],
  [
    overSales(
      `IF NOT EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) INSERT dbo.Totals (Shop, Day, Note) VALUES (@s, @d, @c);`,
    ),
    'in order',
  ],
  [
    overSales(`DECLARE @x decimal(12,2) = @a * 2; BEGIN TRAN; ${TOTAL.replaceAll('@a', '@x')} COMMIT; PRINT 1;`),
    'in groups',
  ],
  // Other ways to ask whether there is a row
  [
    overSales(
      `DECLARE @n int; SELECT @n = COUNT(*) FROM dbo.Totals WHERE ${KEY}; IF @n > 0 UPDATE dbo.Totals SET Total += @a WHERE ${KEY}; ELSE INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, @a);`,
    ),
    'in groups',
  ],
  [
    overSales(
      `IF (SELECT COUNT(*) FROM dbo.Totals WHERE ${KEY}) = 0 INSERT dbo.Totals (Shop, Day, Note) VALUES (@s, @d, @c); ELSE UPDATE dbo.Totals SET Note = @c WHERE ${KEY};`,
    ),
    'in order',
  ],
  [
    overSales(
      `INSERT dbo.Totals (Shop, Day, Total) SELECT @s, @d, @a WHERE NOT EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}); IF @@ROWCOUNT = 0 UPDATE dbo.Totals SET Total += @a WHERE ${KEY};`,
    ),
    'in groups',
  ],
  // Rounds that do nothing
  [overSales(`IF @a > 0 BEGIN ${TOTAL} END`), 'in groups'],
  [overSales(`IF @q > 3 AND @c <> 'x' BEGIN PRINT 1; IF @a > 0 BEGIN ${LAST} END END`), 'in order'],
  [overSales(`IF @q IS NULL BEGIN FETCH NEXT FROM c INTO @i, @s, @d, @a, @q, @c; CONTINUE; END ${TOTAL}`), 'in groups'],
  [overSales(`IF @a > (SELECT AVG(Total) FROM dbo.Totals) BEGIN ${TOTAL} END`), 'analyse-loop'],
  [overSales(`IF @a > 0 BEGIN ${TOTAL} END ELSE DELETE dbo.Totals WHERE ${KEY};`), 'analyse-loop'],
  // A key that the round makes
  [overSales(`DECLARE @m date = DATEFROMPARTS(YEAR(@d), MONTH(@d), 1); ${TOTAL.replaceAll('@d', '@m')}`), 'in groups'],
  [overSales(`DECLARE @m date; SET @m = @d; ${TOTAL.replaceAll('@d', '@m')} SET @m = GETDATE();`), 'in groups'],
  [
    overSales(
      `DECLARE @m date = @d; IF EXISTS (SELECT 1 FROM dbo.Totals WHERE Shop = @s AND Day = @m) UPDATE dbo.Totals SET Total += @a WHERE Shop = @s AND Day = @m;
       ELSE BEGIN SET @m = DATEADD(day, 1, @d); INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @m, @a); END`,
    ),
    'analyse-loop',
  ],
  // The order of the cursor
  [overSales(TOTAL, ''), 'in groups'],
  [overSales(TOTAL, 'ORDER BY Shop'), 'in groups'],
  [overSales(LAST, ''), 'analyse-loop'],
  [overSales(LAST, 'ORDER BY Day'), 'analyse-loop'],
  [overSales(LAST, 'ORDER BY Day, Id DESC'), 'in order'],
  [overSales(LAST, 'WHERE Amount > 0 ORDER BY Id'), 'in order'],
  // Texts are one key in several spellings: the first one stays.
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Coded WHERE Code = @c) UPDATE dbo.Coded SET Total += 1 WHERE Code = @c; ELSE INSERT dbo.Coded (Code, Total) VALUES (@c, 1);',
    ),
    'in order',
  ],
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Coded WHERE Code = @c) UPDATE dbo.Coded SET Total += 1 WHERE Code = @c; ELSE INSERT dbo.Coded (Code, Total) VALUES (@c, 1);',
      '',
    ),
    'in groups',
  ],
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Coded WHERE Code = @c) UPDATE dbo.Coded SET Total += 1 WHERE Code = @c; ELSE INSERT dbo.Coded (Code, Total) VALUES (@c, 1);',
      'ORDER BY Day',
    ),
    'analyse-loop',
  ],
  // Sums of floats depend on the order of their addends.
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Coded WHERE Code = @c) UPDATE dbo.Coded SET Weight = Weight + @i WHERE Code = @c; ELSE INSERT dbo.Coded (Code, Total, Weight) VALUES (@c, 1, @i);',
    ),
    'analyse-loop',
  ],
  // Tables without a declared key
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Second WHERE Id = @s) UPDATE dbo.Second SET Amount = Amount + 1 WHERE Id = @s; ELSE INSERT dbo.Second (Id, Amount) VALUES (@s, 1);',
    ),
    'in groups',
  ],
  // A key that may be NULL is found by no round.
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Second WHERE Id = @q) UPDATE dbo.Second SET Amount = Amount + 1 WHERE Id = @q; ELSE INSERT dbo.Second (Id, Amount) VALUES (@q, 1);',
    ),
    'analyse-loop',
  ],
  // Digits that the key does not keep make one key of two.
  [
    overSales(
      'IF EXISTS (SELECT 1 FROM dbo.Second WHERE Id = @a) UPDATE dbo.Second SET Amount = Amount + 1 WHERE Id = @a; ELSE INSERT dbo.Second (Id, Amount) VALUES (@a, 1);',
    ),
    'analyse-loop',
  ],
  // Rows that are found by less or more than the key
  [
    overSales(
      `IF EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) UPDATE dbo.Totals SET Total += @a WHERE Shop = @s; ELSE INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, @a);`,
    ),
    'analyse-loop',
  ],
  [
    overSales(
      `IF EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY} AND N > 0) UPDATE dbo.Totals SET Total += @a WHERE ${KEY}; ELSE INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, @a);`,
    ),
    'analyse-loop',
  ],
  [
    overSales(
      `IF EXISTS (SELECT 1 FROM dbo.Totals WHERE ${KEY}) UPDATE dbo.Totals SET Total += @a WHERE ${KEY}; ELSE INSERT dbo.Totals (Shop, Day, Total) VALUES (@i, @d, @a);`,
    ),
    'analyse-loop',
  ],
  [overSales(upsert('Day = @d, Total += @a', 'Total', '@a')), 'analyse-loop'],
  // Rows that are there alone
  [overSales(`UPDATE dbo.Totals SET Total += @a, N = ISNULL(N, 0) + 1 WHERE ${KEY};`), 'in groups'],
  [overSales(`UPDATE dbo.Totals SET Total += @a, Note = @c WHERE ${KEY};`), 'in order'],
  [overSales(`UPDATE dbo.Totals SET Total += @a, N = Total WHERE ${KEY};`), 'analyse-loop'],
  // More than an upsert
  [overSales(`${TOTAL} INSERT dbo.Second (Id) VALUES (@i);`), 'analyse-loop'],
  [overSales(`${TOTAL} DELETE dbo.Totals WHERE ${KEY} AND Total = 0;`), 'analyse-loop'],
  [
    overSales(
      `UPDATE dbo.Totals SET Total += @a WHERE ${KEY}; PRINT 1; IF @@ROWCOUNT = 0 INSERT dbo.Totals (Shop, Day, Total) VALUES (@s, @d, @a);`,
    ),
    'analyse-loop',
  ],
  // What the cursor reads may change under it.
  [overSales(TOTAL, 'WHERE Shop NOT IN (SELECT Shop FROM dbo.Totals)', 'LOCAL'), 'analyse-loop'],
  [overSales(TOTAL, 'WHERE Shop NOT IN (SELECT Shop FROM dbo.Totals)', 'LOCAL STATIC'), 'in groups'],
];

function stated(body: string): string {
  const analysis = analyseText(body);
  const outcome = outcomeOf(analysis);
  if (outcome.startsWith('analyse')) return outcome;
  return someNode(analysis, ({ kind }) => kind === 'window') ? 'in order' : 'in groups';
}

describe('a cursor whose rounds update or insert by a key', () => {
  it.each(CHANGES)('SET %s, else %s %s', (set, columns, values, outcome) => {
    expect(stated(overSales(upsert(set, columns, values)))).toBe(outcome);
  });

  it.each(BODIES)('%s', (body, outcome) => {
    expect(stated(body)).toBe(outcome);
  });
});
