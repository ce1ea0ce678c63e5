import { describe, expect, it } from 'vitest';
import { someNode } from '../program/rewrite-tree.js';
import { analyseText } from '../testing/analyse-text.js';

const KEYS = 'NEXT VALUE FOR dbo.Keys';

type Rows = readonly (readonly [string, string])[];

const NUMBERED: Rows = [
  [`INSERT dbo.Keyed (K, Code) SELECT ${KEYS} OVER (ORDER BY Id), Code FROM dbo.Source;`, 'numbered'],
  [`INSERT dbo.Keyed SELECT ${KEYS} OVER (ORDER BY Code DESC, Id), Code FROM dbo.Source ORDER BY Id;`, 'numbered'],
  [
    `INSERT dbo.Keyed (Code, K) SELECT s.Code, ${KEYS} OVER (ORDER BY s.Code) FROM (SELECT DISTINCT Code FROM dbo.Source) s
      WHERE NOT EXISTS (SELECT 1 FROM dbo.Keyed k WHERE k.Code = s.Code);`,
    'numbered',
  ],
  [`INSERT dbo.Keyed (K, Code) SELECT ${KEYS} OVER (ORDER BY Code), Code FROM dbo.Source GROUP BY Code;`, 'numbered'],
  // In any order
  [`INSERT dbo.Keyed (K, Code) SELECT ${KEYS}, Code FROM dbo.Source;`, 'numbered in any order'],
  [`INSERT dbo.Keyed (K, Code) VALUES (${KEYS}, 'a');`, 'numbered'],
];

const AS_THEY_ARE: Rows = [
  // Every round goes on behind the one before.
  [
    `DECLARE @c varchar(10); DECLARE c CURSOR LOCAL FOR SELECT Code FROM dbo.Source ORDER BY Id; OPEN c; FETCH NEXT FROM c INTO @c;
      WHILE @@FETCH_STATUS = 0 BEGIN INSERT dbo.Keyed (K, Code) VALUES (${KEYS}, @c); FETCH NEXT FROM c INTO @c; END`,
    'analyse-loop',
  ],
  // Something is made of the number.
  [`INSERT dbo.Keyed (K, Code) SELECT ${KEYS} * 10, Code FROM dbo.Source;`, 'drawn'],
  // Another column, or one that is not alone, would go on behind numbers that it does not know.
  [`INSERT dbo.Second (Id, Code) SELECT ${KEYS}, Code FROM dbo.Source;`, 'drawn'],
  ['INSERT dbo.Keyed (K, Code) SELECT NEXT VALUE FOR dbo.Shared, Code FROM dbo.Source;', 'drawn'],
  [
    `CREATE TABLE #t (K int NOT NULL); INSERT #t SELECT ${KEYS} FROM dbo.Source; INSERT dbo.Second (Id) SELECT K FROM #t;`,
    'drawn',
  ],
  [`INSERT dbo.Keyed (K, Code) VALUES (${KEYS}, 'a'), (${KEYS}, 'b');`, 'analyse-identity'],
];

function keysOf(body: string): string {
  const { fates, tables } = analyseText(body);
  const refused = fates.find(({ state }) => state === 'refused');
  if (refused) return refused.diagnostic?.code ?? 'refused';
  const holds = (kind: string): boolean => someNode(tables, (node) => node.kind === kind);
  if (holds('next-value')) return 'drawn';
  return `numbered${tables.some(({ numbered }) => (numbered ?? []).length > 0) ? ' in any order' : ''}`;
}

describe('NEXT VALUE FOR', () => {
  it.each([...NUMBERED, ...AS_THEY_ARE])('%s', (body, outcome) => {
    expect(keysOf(body)).toBe(outcome);
  });
});
