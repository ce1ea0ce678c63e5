import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

const CURRENT = (
  body: string,
  { options = '', query = 'SELECT Id, Code FROM dbo.Target ORDER BY Id', before = '' } = {},
): string => `DECLARE @i int, @c varchar(10), @n int = 0; ${before}
DECLARE c CURSOR ${options} FOR ${query}; OPEN c; FETCH NEXT FROM c INTO @i, @c;
WHILE @@FETCH_STATUS = 0 BEGIN ${body} FETCH NEXT FROM c INTO @i, @c; END CLOSE c; DEALLOCATE c;`;

const TABLE: readonly (readonly [string, string, string])[] = [
  [
    'a key that is fetched',
    CURRENT('UPDATE dbo.Target SET Amount = Amount + @i WHERE CURRENT OF c;'),
    'Target rewritten',
  ],
  [
    'a key that is not fetched',
    CURRENT('UPDATE dbo.Target SET Amount = 0 WHERE CURRENT OF c;', {
      query: 'SELECT Amount, Code FROM dbo.Target ORDER BY Id',
    }),
    'Target rewritten',
  ],
  ['DELETE of some rows', CURRENT("IF @c = 'x' DELETE FROM dbo.Target WHERE CURRENT OF c;"), 'Target rewritten'],
  [
    'two changes and a line for each',
    CURRENT(
      "IF @c = 'x' DELETE dbo.Target WHERE CURRENT OF c; ELSE UPDATE dbo.Target SET Amount = 1 WHERE CURRENT OF c; INSERT INTO dbo.Second (Id) VALUES (@i);",
    ),
    'Second appended, Target rewritten',
  ],
  [
    'values that are handed on',
    CURRENT('SET @n = @n + @i; UPDATE dbo.Target SET Amount = @n WHERE CURRENT OF c;'),
    'Target rewritten',
  ],
  [
    'a table without a key',
    CURRENT('UPDATE dbo.Heap SET Amount = 0 WHERE CURRENT OF c;', { query: 'SELECT Id, Code FROM dbo.Heap' }),
    'analyse-loop',
  ],
  ['another table', CURRENT('UPDATE dbo.Other SET Amount = 0 WHERE CURRENT OF c;'), 'analyse-loop'],
  ['another cursor', CURRENT('UPDATE dbo.Target SET Amount = 0 WHERE CURRENT OF d;'), 'analyse-loop'],
  [
    'several tables',
    CURRENT('UPDATE dbo.Target SET Amount = 0 WHERE CURRENT OF c;', {
      query: 'SELECT t.Id, o.Code FROM dbo.Target t JOIN dbo.Other o ON o.Id = t.Id',
    }),
    'analyse-loop',
  ],
  [
    'a read-only cursor',
    CURRENT('DELETE dbo.Target WHERE CURRENT OF c;', { options: 'LOCAL FAST_FORWARD' }),
    'analyse-loop',
  ],
  [
    'a table that has changed since',
    CURRENT('DELETE dbo.Target WHERE CURRENT OF c;').replace('OPEN c;', 'UPDATE dbo.Target SET Amount = 1; OPEN c;'),
    'analyse-loop',
  ],
  [
    'a table that was changed before',
    CURRENT('DELETE dbo.Target WHERE CURRENT OF c;', { before: 'UPDATE dbo.Target SET Amount = 1;' }),
    'Target rewritten',
  ],
  // Where the cursor may come to a row again.
  [
    'its own order',
    CURRENT("UPDATE dbo.Target SET Code = 'x' WHERE CURRENT OF c;", {
      query: 'SELECT Id, Code FROM dbo.Target ORDER BY Code, Id',
    }),
    'analyse-loop',
  ],
  [
    'its own order in a keyset',
    CURRENT("UPDATE dbo.Target SET Code = 'x' WHERE CURRENT OF c;", {
      options: 'KEYSET',
      query: 'SELECT Id, Code FROM dbo.Target ORDER BY Code, Id',
    }),
    'Target rewritten',
  ],
  [
    'no order',
    CURRENT('UPDATE dbo.Target SET Amount = Amount + 1 WHERE CURRENT OF c;', {
      query: 'SELECT Id, Code FROM dbo.Target',
    }),
    'analyse-loop',
  ],
  [
    'no order, and the same again',
    CURRENT('UPDATE dbo.Target SET Amount = @i * 2 WHERE CURRENT OF c;', { query: 'SELECT Id, Code FROM dbo.Target' }),
    'Target rewritten',
  ],
  [
    'no order, and a line for each',
    CURRENT('UPDATE dbo.Target SET Amount = 1 WHERE CURRENT OF c; INSERT INTO dbo.Second (Id) VALUES (@i);', {
      query: 'SELECT Id, Code FROM dbo.Target',
    }),
    'analyse-loop',
  ],
  [
    'its own condition',
    CURRENT('UPDATE dbo.Target SET Amount = Amount - 1 WHERE CURRENT OF c;', {
      query: 'SELECT Id, Code FROM dbo.Target WHERE Amount > 0 ORDER BY Id',
    }),
    'analyse-loop',
  ],
  [
    'its own condition, which is false then',
    CURRENT('UPDATE dbo.Target SET Amount = 0 WHERE CURRENT OF c;', {
      query: 'SELECT Id, Code FROM dbo.Target WHERE Amount > 0 ORDER BY Id',
    }),
    'Target rewritten',
  ],
  ['its key', CURRENT('UPDATE dbo.Target SET Id = Id + 1 WHERE CURRENT OF c;'), 'analyse-loop'],
  ['no cursor', 'DELETE dbo.Target WHERE CURRENT OF c;', 'analyse-statement'],
];

describe('WHERE CURRENT OF', () => {
  it.each(TABLE)('%s', (_, body, outcome) => {
    expect(outcomeOf(analyseText(body)).split(', ').sort().join(', ')).toBe(outcome);
  });
});
