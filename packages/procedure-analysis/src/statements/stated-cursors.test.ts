import { describe, expect, it } from 'vitest';
import { analyseText, outcomeOf } from '../testing/analyse-text.js';

type Rows = readonly (readonly [string, string, string])[];

const FILL = 'INSERT @t (Code, Amount) SELECT Code, Amount FROM dbo.Source ORDER BY Id;';
const ADD = 'INSERT dbo.Second (Id, Code) VALUES (@i, @c);';

interface Numbered {
  readonly fill?: string;
  readonly declared?: string;
  readonly count?: string;
  readonly start?: number;
  readonly condition?: string;
  readonly fetch?: string;
  readonly body?: string;
  readonly behind?: string;
}

const NUMBERED = (given: Numbered = {}): string => {
  const {
    fill = FILL,
    declared = 'RowId int IDENTITY(1,1), Code varchar(10), Amount int',
    count = 'SELECT @n = COUNT(*) FROM @t;',
  } = given;
  const {
    start = 1,
    condition = '@i <= @n',
    fetch = 'SELECT @c = Code FROM @t WHERE RowId = @i;',
    body = ADD,
    behind = '',
  } = given;
  return `DECLARE @t TABLE (${declared}); DECLARE @i int = ${start}, @n int, @c varchar(10), @a int, @sum int = 0;
    ${fill} ${count} WHILE ${condition} BEGIN ${start === 0 ? 'SET @i = @i + 1;' : ''} ${fetch} ${body} ${start === 0 ? '' : 'SET @i += 1;'} END ${behind}`;
};

const NUMBERS: Rows = [
  ['COUNT(*)', NUMBERED(), 'Second appended'],
  ['MAX', NUMBERED({ count: 'SELECT @n = MAX(RowId) FROM @t;' }), 'Second appended'],
  ['@@ROWCOUNT', NUMBERED({ count: 'SET @n = @@ROWCOUNT;' }), 'Second appended'],
  ['SET', NUMBERED({ count: 'SET @n = (SELECT COUNT(*) FROM @t);' }), 'Second appended'],
  ['with another value', NUMBERED({ count: 'SELECT @n = COUNT(*), @i = 1 FROM @t;' }), 'Second appended'],
  ['the count in the condition', NUMBERED({ condition: '@i <= (SELECT MAX(RowId) FROM @t)' }), 'Second appended'],
  ['the other way round', NUMBERED({ condition: '(SELECT COUNT(*) FROM @t) >= @i' }), 'Second appended'],
  ['the step first', NUMBERED({ start: 0, condition: '@i < @n' }), 'Second appended'],
  [
    'CONTINUE behind the step',
    NUMBERED({ start: 0, condition: '@i < @n', body: `IF @c = 'x' CONTINUE; ${ADD}` }),
    'Second appended',
  ],
  [
    'several columns',
    NUMBERED({ fetch: 'SELECT @c = Code, @a = Amount FROM @t WHERE @i = RowId;' }),
    'Second appended',
  ],
  [
    'several fetches',
    NUMBERED({
      fetch: 'SET @c = (SELECT Code FROM @t WHERE RowId = @i); SELECT @a = Amount + 1 FROM @t WHERE RowId = @i;',
    }),
    'Second appended',
  ],
  [
    'a sum',
    NUMBERED({
      fetch: 'SELECT @a = Amount FROM @t WHERE RowId = @i;',
      body: 'SET @sum = @sum + @a; INSERT dbo.Second (Id, Amount) VALUES (@i, @sum);',
    }),
    'Second appended',
  ],
  [
    'a mark in the table',
    NUMBERED({
      body: `${ADD} UPDATE @t SET Amount = NULL WHERE RowId = @i;`,
      behind: 'INSERT dbo.Heap (Id, Amount) SELECT RowId, Amount FROM @t;',
    }),
    'Heap appended, Second appended',
  ],
  [
    'ROW_NUMBER',
    NUMBERED({
      declared: 'RowId int, Code varchar(10), Amount int',
      fill: 'INSERT @t SELECT ROW_NUMBER() OVER (ORDER BY Id), Code, Amount FROM dbo.Source;',
    }),
    'Second appended',
  ],
  [
    'a temporary table',
    `SELECT ROW_NUMBER() OVER (ORDER BY Code) AS RowId, Code INTO #t FROM (SELECT DISTINCT Code FROM dbo.Source) s; DECLARE @i int = 1, @c varchar(10);
    WHILE @i <= (SELECT COUNT(*) FROM #t) BEGIN SELECT @c = Code FROM #t WHERE RowId = @i; ${ADD} SET @i = @i + 1; END`,
    'Second appended',
  ],
  [
    'a round as rows of its own',
    NUMBERED({
      fetch: 'SELECT @a = Amount FROM @t WHERE RowId = @i;',
      body: 'DELETE dbo.Target WHERE Id = @i; INSERT dbo.Target (Id, Amount) VALUES (@i, @a);',
    }),
    'Target rewritten',
  ],
  [
    'no order, no numbers',
    NUMBERED({ fill: FILL.replace('ORDER BY Id', ''), body: 'INSERT dbo.Second (Code) VALUES (@c);' }),
    'Second appended',
  ],
  // What is not certain: a cursor is not, but the states of the variables may say the same.
  ['no order, but numbers', NUMBERED({ fill: FILL.replace('ORDER BY Id', '') }), 'analyse-variable-rows'],
  [
    'an order with ties, and a sum',
    NUMBERED({
      fill: FILL.replace('BY Id', 'BY Code'),
      fetch: 'SELECT @a = Amount FROM @t WHERE RowId = @i;',
      body: 'SET @sum = @sum + @a; INSERT dbo.Second (Amount) VALUES (@sum);',
    }),
    'analyse-loop',
  ],
  ['two fills', NUMBERED({ fill: FILL + FILL }), 'analyse-variable-rows'],
  [
    'another seed',
    NUMBERED({ declared: 'RowId int IDENTITY(5,1), Code varchar(10), Amount int' }),
    'analyse-variable-rows',
  ],
  ['rows that are gone', NUMBERED({ fill: `${FILL} DELETE @t WHERE Amount = 0;` }), 'Second appended'],
  ['rows that go', NUMBERED({ body: `${ADD} DELETE @t WHERE RowId = @i + 1;` }), 'analyse-loop'],
  ['rows that come', NUMBERED({ body: `${ADD} INSERT @t (Code) VALUES (@c);` }), 'analyse-loop'],
  ['rows that change', NUMBERED({ body: `${ADD} UPDATE @t SET Code = 'x' WHERE RowId = @i + 1;` }), 'analyse-loop'],
  ['another count', NUMBERED({ count: 'SELECT @n = COUNT(*) + 1 FROM @t;' }), 'Second appended'],
  ['the count of some', NUMBERED({ count: 'SELECT @n = COUNT(*) FROM @t WHERE Amount > 0;' }), 'Second appended'],
  ['the count of another column', NUMBERED({ count: 'SELECT @n = COUNT(Amount) FROM @t;' }), 'Second appended'],
  ['a count that changes', NUMBERED({ body: `${ADD} SET @n = @n - 1;` }), 'Second appended'],
  ['the first row left out', NUMBERED({ start: 0 }), 'Second appended'],
  ['the row before', NUMBERED({ fetch: 'SELECT @c = Code FROM @t WHERE RowId = @i - 1;' }), 'Second appended'],
  [
    'what the round before had',
    NUMBERED({ fetch: `INSERT dbo.Second (Code) VALUES (@c); SELECT @c = Code FROM @t WHERE RowId = @i;` }),
    'Second appended',
  ],
  ['CONTINUE before the step', NUMBERED({ body: `IF @c = 'x' CONTINUE; ${ADD}` }), 'Second appended'],
  ['BREAK', NUMBERED({ body: `IF @c = 'x' BREAK; ${ADD}` }), 'Second appended'],
  [
    'rounds that read each other',
    NUMBERED({ body: 'INSERT dbo.Second (Id, Code) SELECT COUNT(*), @c FROM dbo.Second;' }),
    'analyse-loop',
  ],
  [
    'parts of a table',
    NUMBERED({
      declared: 'RowId int, Code varchar(10), Amount int',
      fill: 'INSERT @t SELECT ROW_NUMBER() OVER (PARTITION BY Code ORDER BY Id), Code, Amount FROM dbo.Source;',
    }),
    'analyse-variable-rows',
  ],
];

interface Todo {
  readonly fill?: string;
  readonly condition?: string;
  readonly fetch?: string;
  readonly body?: string;
  readonly end?: string;
  readonly behind?: string;
}

const TODO = (given: Todo = {}): string => {
  const {
    fill = 'SELECT DISTINCT Amount AS K INTO #todo FROM dbo.Source;',
    condition = 'EXISTS (SELECT 1 FROM #todo)',
  } = given;
  const { fetch = 'SELECT TOP 1 @k = K FROM #todo ORDER BY K;', body = 'INSERT dbo.Second (Id) VALUES (@k);' } = given;
  const { end = 'DELETE #todo WHERE K = @k;', behind = '' } = given;
  return `${fill} DECLARE @k int, @x varchar(10), @sum int = 0; WHILE ${condition} BEGIN ${fetch} ${body} ${end} END ${behind}`;
};
const IDS = 'SELECT Id AS K, Code AS X, Amount AS Done INTO #todo FROM dbo.Source;';
const OPEN = {
  fill: IDS,
  condition: 'EXISTS (SELECT * FROM #todo WHERE Done = 0)',
  end: 'UPDATE #todo SET Done = 1 WHERE K = @k;',
};
const NEXT_OPEN = 'SELECT TOP (1) @k = K, @x = X FROM #todo WHERE Done = 0 ORDER BY K;';
const SUM = 'SET @sum = @sum + @k; INSERT dbo.Second (Id, Amount) VALUES (@k, @sum);';

const TODOS: Rows = [
  ['EXISTS', TODO(), 'Second appended'],
  ['COUNT(*)', TODO({ condition: '(SELECT COUNT(*) FROM #todo) > 0' }), 'Second appended'],
  ['MIN', TODO({ fetch: 'SELECT @k = MIN(K) FROM #todo;' }), 'Second appended'],
  ['SET and MAX', TODO({ fetch: 'SET @k = (SELECT MAX(K) FROM #todo);', body: SUM }), 'Second appended'],
  [
    'SET and TOP',
    TODO({ fetch: 'SET @k = (SELECT TOP 1 K FROM #todo ORDER BY K DESC);', body: SUM }),
    'Second appended',
  ],
  ['no order', TODO({ fetch: 'SELECT TOP 1 @k = K FROM #todo;' }), 'Second appended'],
  [
    'the row goes first',
    TODO({ body: 'DELETE FROM #todo WHERE K = @k; INSERT dbo.Second (Id) VALUES (@k);', end: '' }),
    'Second appended',
  ],
  [
    'CONTINUE behind that',
    TODO({ body: 'DELETE FROM #todo WHERE K = @k; IF @k = 3 CONTINUE; INSERT dbo.Second (Id) VALUES (@k);', end: '' }),
    'Second appended',
  ],
  [
    'keys that stand there several times',
    TODO({ fill: 'SELECT Amount AS K, Code INTO #todo FROM dbo.Source;', body: SUM }),
    'Second appended',
  ],
  [
    'several columns of a row',
    TODO({
      fill: IDS,
      fetch: 'SELECT TOP 1 @k = K, @x = X FROM #todo ORDER BY X, K;',
      body: 'INSERT dbo.Second (Id, Code) VALUES (@k, @x);',
    }),
    'Second appended',
  ],
  [
    'a flag',
    TODO({ ...OPEN, fetch: NEXT_OPEN, behind: 'INSERT dbo.Heap (Id, Amount) SELECT K, Done FROM #todo;' }),
    'Heap appended, Second appended',
  ],
  [
    'a flag of a table',
    TODO({
      fill: '',
      condition: "EXISTS (SELECT 1 FROM dbo.Target WHERE Code = 'new')",
      fetch: "SELECT TOP 1 @k = Id FROM dbo.Target WHERE Code = 'new' ORDER BY Id;",
      end: "UPDATE dbo.Target SET Code = 'old', Amount = @sum WHERE Id = @k;",
      body: 'SET @sum = @k * 2; INSERT dbo.Second (Id) VALUES (@k);',
    }),
    'Second appended, Target rewritten',
  ],
  [
    'the end by @@ROWCOUNT',
    TODO({ condition: '1 = 1', fetch: 'SELECT TOP 1 @k = K FROM #todo ORDER BY K; IF @@ROWCOUNT = 0 BREAK;' }),
    'Second appended',
  ],
  [
    'the end by NULL',
    TODO({ condition: '1 = 1', fetch: 'SELECT @k = MIN(K) FROM #todo; IF @k IS NULL BREAK;' }),
    'Second appended',
  ],
  [
    'no rows behind the loop',
    TODO({ behind: 'INSERT dbo.Heap (Id) SELECT K FROM #todo;' }),
    'Heap appended, Second appended',
  ],
  [
    'a round as rows of its own',
    TODO({
      body: 'DELETE dbo.Target WHERE Id = @k; INSERT dbo.Target (Id, Amount) SELECT Amount, COUNT(*) FROM dbo.Source WHERE Amount = @k GROUP BY Amount;',
    }),
    'Target rewritten',
  ],
  // What the header or other rounds read.
  ['no order, but a sum', TODO({ fetch: 'SELECT TOP 1 @k = K FROM #todo;', body: SUM }), 'analyse-loop'],
  [
    'no order in rows',
    TODO({ fill: IDS, fetch: 'SELECT TOP 1 @k = K FROM #todo ORDER BY X;', body: SUM }),
    'analyse-loop',
  ],
  ['another condition', TODO({ fetch: 'SELECT TOP 1 @k = K FROM #todo WHERE K > 5 ORDER BY K;' }), 'analyse-loop'],
  ['another table', TODO({ condition: 'EXISTS (SELECT 1 FROM dbo.Second)' }), 'analyse-loop'],
  ['new rows', TODO({ body: 'INSERT #todo SELECT @k + 1 WHERE @k < 5;' }), 'analyse-loop'],
  [
    'rows that go with others',
    TODO({ body: 'DELETE #todo WHERE K = @k + 1; INSERT dbo.Second (Id) VALUES (@k);' }),
    'analyse-loop',
  ],
  ['rows that are left', TODO({ end: 'IF @k > 3 DELETE #todo WHERE K = @k;' }), 'analyse-loop'],
  ['rows of other keys', TODO({ end: 'DELETE #todo WHERE K <= @k;' }), 'analyse-loop'],
  [
    'the number of rows',
    TODO({ body: 'INSERT dbo.Second (Id, Amount) SELECT @k, COUNT(*) FROM #todo;' }),
    'analyse-loop',
  ],
  [
    'a flag that stays',
    TODO({ ...OPEN, fetch: NEXT_OPEN, end: 'UPDATE #todo SET Done = 0 WHERE K = @k;' }),
    'analyse-loop',
  ],
  [
    'a flag that may stay',
    TODO({ ...OPEN, fetch: NEXT_OPEN, body: 'SET @sum = @k % 2;', end: 'UPDATE #todo SET Done = @sum WHERE K = @k;' }),
    'analyse-loop',
  ],
  [
    'a key that changes',
    TODO({ ...OPEN, fetch: NEXT_OPEN, end: 'UPDATE #todo SET Done = 1, K = -K WHERE K = @k;' }),
    'analyse-loop',
  ],
  [
    'CONTINUE before the end',
    TODO({ body: 'IF @k = 3 CONTINUE; INSERT dbo.Second (Id) VALUES (@k);' }),
    'analyse-loop',
  ],
  ['BREAK', TODO({ body: 'IF @k = 3 BREAK; INSERT dbo.Second (Id) VALUES (@k);' }), 'analyse-loop'],
  [
    'texts in several spellings',
    TODO({
      fill: 'SELECT Code AS K INTO #todo FROM dbo.Source;',
      fetch: 'SELECT TOP 1 @x = K FROM #todo ORDER BY K;',
      end: 'DELETE #todo WHERE K = @x;',
    }),
    'analyse-loop',
  ],
  [
    'one of several rows',
    TODO({
      fill: 'SELECT Amount AS K, Code AS X INTO #todo FROM dbo.Source;',
      fetch: 'SELECT TOP 1 @k = K, @x = X FROM #todo ORDER BY K;',
    }),
    'analyse-loop',
  ],
  ['any row', TODO({ fetch: 'SELECT @k = K FROM #todo;' }), 'analyse-loop'],
  [
    'NULL as the end',
    TODO({
      fill: 'SELECT Amount AS K INTO #todo FROM dbo.Heap;',
      condition: '1 = 1',
      fetch: 'SET @k = (SELECT TOP 1 K FROM #todo ORDER BY K); IF @k IS NULL BREAK;',
    }),
    'analyse-loop',
  ],
  [
    'rounds that read each other',
    TODO({ body: 'INSERT dbo.Second (Id, Amount) SELECT @k, COUNT(*) FROM dbo.Second;' }),
    'analyse-loop',
  ],
];

describe.each([
  ['numbered rows', NUMBERS],
  ['rows to do', TODOS],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (_name, body, outcome) => {
    expect(outcomeOf(analyseText(body)).split(', ').sort().join(', ')).toBe(outcome);
  });
});
