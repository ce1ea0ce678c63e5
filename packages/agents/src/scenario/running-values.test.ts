import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Entry (No int NOT NULL PRIMARY KEY, Account varchar(8) NOT NULL, Amount decimal(10,2) NULL, Cost money NOT NULL,
  Weight float NOT NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Found (No int NULL, A varchar(40) NULL, B decimal(18,4) NULL, C money NULL, D float NULL, E int NULL);
GO
INSERT INTO dbo.Entry VALUES (1,'a',5.25,1.0001,0.1,NULL),(2,'A ',-7,2,0.2,'x'),(3,'b',NULL,-3.5,0.3,NULL),(4,'b',0.01,4,0.4,''),
  (5,'a',100,5,0.5,'y'),(6,'c',NULL,0,0.6,NULL),(7,'c',1,7,0.7,NULL),(8,'c',2,8,0.8,'z');
GO
`;

const ENTRIES = (declared: string, body: string, behind = '', order = 'ORDER BY No'): string => `
DECLARE @no int, @account varchar(8), @amount decimal(10,2), @cost money, @weight float, @note varchar(20), ${declared};
DECLARE c CURSOR LOCAL FOR SELECT No, Account, Amount, Cost, Weight, Note FROM dbo.Entry ${order};
OPEN c; FETCH NEXT FROM c INTO @no, @account, @amount, @cost, @weight, @note;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @no, @account, @amount, @cost, @weight, @note; END
CLOSE c; DEALLOCATE c; ${behind}`;

/** What the loop does, its body, and whether it goes through window functions or row by row. */
const LOOPS: readonly (readonly [string, string, 'windows' | 'in turn'])[] = [
  [
    'a running total and a count',
    ENTRIES(
      '@t decimal(12,2) = 10, @n int = 0',
      'SET @t += ISNULL(@amount, 0); SET @n = 1 + @n; INSERT INTO dbo.Found (No, B, E) VALUES (@no, @t, @n);',
    ),
    'windows',
  ],
  [
    'a total that is read before it is changed',
    ENTRIES(
      '@t money = 0',
      'INSERT INTO dbo.Found (No, C) VALUES (@no, @t); SET @t = @t - @cost; SET @t = @t - 1;',
      'INSERT INTO dbo.Found (No, C) VALUES (-1, @t);',
    ),
    'windows',
  ],
  [
    'totals and counts that begin anew with every account',
    ENTRIES(
      '@t decimal(12,2), @n int, @last varchar(8)',
      `IF @last IS NULL OR @last <> @account BEGIN SET @t = 0; SET @n = 0; END
       SET @t = @t + ISNULL(@amount, 0); SET @n += 1; INSERT INTO dbo.Found (No, A, B, E) VALUES (@no, @last, @t, @n); SET @last = @account;`,
      'INSERT INTO dbo.Found (No, A, B, E) VALUES (-1, @last, @t, @n);',
      'ORDER BY Account, No',
    ),
    'windows',
  ],
  [
    'the last note that was there',
    ENTRIES(
      '@held varchar(3), @since int',
      'IF @note IS NOT NULL BEGIN SET @held = @note + @account; SET @since = @no; END INSERT INTO dbo.Found (No, A, E) VALUES (@no, @held, @since);',
      'INSERT INTO dbo.Found (No, A, E) VALUES (-1, @held, @since);',
    ),
    'windows',
  ],
  [
    'a value that is held until it is taken away',
    ENTRIES(
      "@held varchar(20) = 'first'",
      "SET @held = CASE WHEN @note = '' THEN NULL WHEN @note IS NULL THEN @held ELSE @note END; INSERT INTO dbo.Found (No, A) VALUES (@no, @held);",
    ),
    'windows',
  ],
  [
    'some rows only',
    ENTRIES(
      '@n bigint = 5, @t money = 1',
      "IF @account = 'a' SET @n = @n + @no; ELSE IF @cost > 4 SET @t = @t + @cost; INSERT INTO dbo.Found (No, B, C) VALUES (@no, @n, @t);",
    ),
    'windows',
  ],
  [
    'the row before the row before',
    ENTRIES(
      '@one int, @two int = -1',
      'INSERT INTO dbo.Found (No, E, B) VALUES (@no, @two, @one); SET @two = @one; SET @one = @no;',
      'INSERT INTO dbo.Found (No, E) VALUES (-1, @two);',
    ),
    'windows',
  ],
  [
    'a total of what changed since the row before',
    ENTRIES(
      '@last money = 0, @t money = 0',
      'SET @t = @t + (@cost - @last); SET @last = @cost; INSERT INTO dbo.Found (No, C) VALUES (@no, @t);',
    ),
    'windows',
  ],
  [
    'a total that is only read behind the loop',
    ENTRIES(
      '@t decimal(12,2) = 0',
      'SET @t += ISNULL(@amount, 0); INSERT INTO dbo.Found (No) VALUES (@no);',
      'INSERT INTO dbo.Found (No, B) VALUES (-1, @t);',
    ),
    'windows',
  ],
  [
    'no row at all',
    ENTRIES(
      '@t int = 7, @last int',
      'SET @t += @no; SET @last = @no;',
      'INSERT INTO dbo.Found (No, E) VALUES (@last, @t);',
      'WHERE No < 0 ORDER BY No',
    ),
    'windows',
  ],
  [
    'a total that becomes unknown',
    ENTRIES('@t decimal(12,2) = 0', 'SET @t = @t + @amount; INSERT INTO dbo.Found (No, B) VALUES (@no, @t);'),
    'in turn',
  ],
  [
    'a total that is never over ten',
    ENTRIES('@t int = 0', 'SET @t = @t + @no; IF @t > 10 SET @t = 0; INSERT INTO dbo.Found (No, E) VALUES (@no, @t);'),
    'in turn',
  ],
  [
    'a total that is rounded in every round',
    ENTRIES('@t decimal(9,2) = 0', 'SET @t = @t + @cost; INSERT INTO dbo.Found (No, B) VALUES (@no, @t);'),
    'in turn',
  ],
  [
    'a total of floats, whose order counts',
    ENTRIES('@t float = 0', 'SET @t = @t + @weight; INSERT INTO dbo.Found (No, D) VALUES (@no, @t);'),
    'in turn',
  ],
  [
    'interest',
    ENTRIES('@t decimal(12,2) = 1', 'SET @t = @t * 2; INSERT INTO dbo.Found (No, B) VALUES (@no, @t);'),
    'in turn',
  ],
];

it.each(LOOPS)('%s: the same rows', async (_, body, way) => {
  const script = `${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`;
  const stated = new StatedSteps([script], ['dbo.Found']);
  onTestFinished(() => stated.close());
  const found = await stated.run([
    { exec: 'EXEC dbo.Refresh' },
    {
      mutate:
        "DELETE FROM dbo.Entry WHERE No IN (1, 4); INSERT INTO dbo.Entry VALUES (9,'a',NULL,9,0.9,'last'),(10,'d',9,10,1,NULL);",
      exec: 'EXEC dbo.Refresh',
    },
  ]);
  expect([...new Set(found.map(({ outcome }) => outcome))]).toEqual(['equal']);
  const written = JSON.stringify(stated.written('dbo.Refresh'), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(written.includes('"recursive":true') ? 'in turn' : 'windows').toBe(way);
});
