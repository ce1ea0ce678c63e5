import { displayName } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { analyseText } from './testing/analyse-text.js';

const MARK = 'DECLARE @from int = (SELECT MAX(Amount) FROM dbo.Other);';

/** A body, and what its tables and results read of rows from before it; `*` marks tables whose former rows are kept. */
const CASES: readonly (readonly [body: string, former: Readonly<Record<string, readonly string[]>>])[] = [
  // The one that is read is built later.
  [
    `${MARK} INSERT dbo.Second SELECT Id, Code, Amount FROM dbo.Source WHERE Amount > @from; UPDATE dbo.Other SET Amount = 9;`,
    { Second: ['Other'], Other: [] },
  ],
  // Both need each other's: the smaller one of those that do not only grow is kept.
  [
    `${MARK} INSERT dbo.Second SELECT Id, Code, Amount FROM dbo.Source s
       WHERE Amount > @from AND NOT EXISTS (SELECT 1 FROM dbo.Second t WHERE t.Id = s.Id);
     UPDATE dbo.Other SET Amount = @@ROWCOUNT;`,
    { Second: ['Other'], 'Other*': ['Second'] },
  ],
  [
    'SELECT Id INTO #a FROM dbo.Target; DELETE dbo.Target; INSERT dbo.Target SELECT Id, Code, Amount FROM dbo.Heap; DELETE dbo.Heap; INSERT dbo.Heap (Id) SELECT Id FROM #a;',
    { Target: ['Heap'], 'Heap*': ['Target'] },
  ],
  // Results are read when all is built.
  ['SELECT Id FROM dbo.Heap; DELETE dbo.Heap WHERE Id = 1;', { 'Heap*': [], 'result 1': ['Heap'] }],
  ['DELETE dbo.Heap WHERE Id = 1; SELECT Id FROM dbo.Heap;', { Heap: [], 'result 1': [] }],
  [
    'SELECT Id INTO #a FROM dbo.Heap; DELETE dbo.Heap WHERE Id = 1; SELECT Id FROM #a EXCEPT SELECT Id FROM dbo.Heap;',
    { 'Heap*': [], 'result 1': ['Heap'] },
  ],
];

describe('rows from before a procedure', () => {
  it.each(CASES)('%s', (body, expected) => {
    const { fates, tables, reports } = analyseText(body);
    expect(fates.filter(({ state }) => state === 'refused')).toEqual([]);
    const short = (name: string): string => name.replace('dbo.', '');
    const found = [
      ...tables.map(({ table, former, kept }) => [
        `${short(displayName(table.object))}${kept ? '*' : ''}`,
        former.map(short),
      ]),
      ...reports.map(({ former }, i) => [`result ${i + 1}`, former.map(short)]),
    ];
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});
