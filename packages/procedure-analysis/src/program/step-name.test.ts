import type { Bound } from '@datamigrate/tsql-binder';
import { describe, expect, it } from 'vitest';
import { analyseText } from '../testing/analyse-text.js';

/** Names of the table expressions of the first table that a body writes, in their order. */
function stepsOf(body: string): readonly string[] {
  const ctes = new Set<string>();
  const visit = (query: Bound.BoundQuery): void => {
    for (const { name } of query.ctes) ctes.add(name);
  };
  for (const { inserts } of analyseText(body).tables) inserts.forEach(visit);
  return [...ctes];
}

const WORK = 'SELECT Id, Code, Amount, 0 AS Points, 0 AS Rank INTO #w FROM dbo.Source;';
const DONE = 'TRUNCATE TABLE dbo.Target; INSERT INTO dbo.Target SELECT Id, Code, Amount FROM #w;';

describe('what the steps of a procedure are called', () => {
  it.each<[string, string, readonly string[]]>([
    ['a working table with what an UPDATE fills', 'UPDATE #w SET Points = Amount * 2;', ['w', 'w with Points']],
    [
      'two columns, and another step that fills them',
      'UPDATE #w SET Points = 1, Rank = 2; UPDATE w SET Points = o.Amount, Rank = 3 FROM #w w JOIN dbo.Other o ON o.Id = w.Id;',
      ['w', 'w with Points and Rank', 'w updated from Other'],
    ],
    [
      'many columns',
      "UPDATE #w SET Points = 1, Rank = 2, Code = 'x'; UPDATE #w SET Code = 'y' WHERE Amount = 3;",
      ['w', 'w updated', 'w with Code'],
    ],
    [
      'two DELETEs, the second by the column that it looks at',
      'DELETE FROM #w WHERE Amount < 1; DELETE FROM #w WHERE Points > 5;',
      ['w', 'w kept', 'w kept by Points'],
    ],
    [
      'INSERTs after their source',
      "INSERT INTO #w SELECT Id, Code, Amount, 0, 0 FROM dbo.Other; INSERT INTO #w VALUES (1, 'x', 2, 0, 0);",
      ['w', 'w with Other', 'w with constants'],
    ],
  ])('%s', (_, body, names) => {
    expect(stepsOf(`${WORK} ${body} ${DONE}`)).toEqual(names);
  });

  it('a stored table is updated', () => {
    expect(
      stepsOf(
        'UPDATE dbo.Target SET Amount = 2 WHERE Id = 1; UPDATE dbo.Target SET Amount = 3 WHERE Id = 2; DELETE FROM dbo.Target WHERE Id = 4;',
      ),
    ).toEqual(['Target updated', 'Target with Amount']);
  });
});
