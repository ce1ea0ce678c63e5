import { describe, expect, it } from 'vitest';
import { bindText, codesOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';
import type { BoundMerge } from '../tree/modification.js';

function mergeOf(sql: string): BoundMerge {
  const { statements, diagnostics } = bindText(sql);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('; '));
  const last = statements[statements.length - 1];
  if (last?.kind !== 'merge') throw new Error(`${sql} is no MERGE`);
  return last;
}

/** The WHEN clauses as text. */
function clausesOf({ clauses, target }: BoundMerge): string[] {
  const name = (position: number): string => target.table.columns[position]?.name ?? '?';
  return clauses.map(({ when, condition, action }) => {
    const head = condition ? `${when} if ${condition.kind}` : when;
    if (action.kind === 'delete') return `${head}: delete`;
    if (action.kind === 'update') {
      const set = action.set.map((item) =>
        item.kind === 'set-column' ? `${name(item.column)} = ${outline(item.value)}` : '',
      );
      return `${head}: ${set.join(', ')}`;
    }
    return `${head}: ${action.columns.map(name).join(', ')} <- ${action.values?.map(outline).join(', ') ?? 'defaults'}`;
  });
}

const SOURCE = "USING (SELECT 1 AS Id, 'x' AS Name) AS s ON t.Id = s.Id";

describe('MERGE', () => {
  it('binds its clauses in order', () =>
    expect(
      clausesOf(
        mergeOf(`MERGE INTO dbo.Customer AS t ${SOURCE}
          WHEN MATCHED AND t.City IS NULL THEN DELETE
          WHEN MATCHED THEN UPDATE SET Name = s.Name, City = DEFAULT
          WHEN NOT MATCHED THEN INSERT (Id, Name) VALUES (s.Id, s.Name)
          WHEN NOT MATCHED BY SOURCE AND t.Id > 5 THEN DELETE
          WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Rating = 0;`),
      ),
    ).toEqual([
      'matched if is-null: delete',
      'matched: Name = nvarchar(50)!<Name>, City = NULL',
      'not-matched-by-target: Id, Name <- Id, nvarchar(50)!<Name>',
      'not-matched-by-source if comparison: delete',
      'not-matched-by-source: Rating = decimal(5,2)!<0>',
    ]));

  it.each([
    [
      `MERGE dbo.Customer t ${SOURCE} WHEN NOT MATCHED THEN INSERT DEFAULT VALUES;`,
      ['not-matched-by-target: Id, Name, City, Since, Rating <- defaults'],
    ],
    [
      'DECLARE @t TABLE (Id int, n int); MERGE @t AS t USING dbo.Orders s ON t.Id = s.OrderId WHEN MATCHED THEN UPDATE SET n += s.Quantity;',
      ['matched: n = (n + Quantity)'],
    ],
    [
      'WITH c AS (SELECT Id AS k FROM dbo.Customer) MERGE c AS t USING dbo.Orders s ON t.k = s.CustomerId WHEN MATCHED THEN DELETE;',
      ['matched: delete'],
    ],
  ])('%s', (sql, expected) => expect(clausesOf(mergeOf(sql))).toEqual(expected));

  it('has OUTPUT with $action, where both images may be missing', () => {
    const [output] = mergeOf(
      `MERGE dbo.Customer t ${SOURCE} WHEN MATCHED THEN DELETE OUTPUT $action AS done, inserted.Id, deleted.Id AS old, s.Name;`,
    ).output;
    expect(output?.columns.map(({ name, nullable }) => `${name}${nullable ? '?' : ''}`)).toEqual([
      'done',
      'Id?',
      'old?',
      'Name',
    ]);
    expect(output?.items[0]?.expression.kind).toBe('merge-action');
  });

  it.each([
    [`MERGE dbo.Nowhere t ${SOURCE} WHEN MATCHED THEN DELETE;`, 'bind-unknown-object'],
    // A row that is not matched has no columns of the other side.
    [`MERGE dbo.Customer t ${SOURCE} WHEN NOT MATCHED THEN INSERT (Id) VALUES (t.Id);`, 'bind-unknown-qualifier'],
    [
      `MERGE dbo.Customer t ${SOURCE} WHEN NOT MATCHED BY SOURCE THEN UPDATE SET Name = s.Name;`,
      'bind-unknown-qualifier',
    ],
    [`MERGE dbo.Customer t ${SOURCE} WHEN MATCHED THEN UPDATE SET Nothing = 1;`, 'bind-unknown-column'],
    [`MERGE dbo.Customer t ${SOURCE} WHEN NOT MATCHED THEN INSERT (Id, Name) VALUES (s.Id);`, 'bind-insert-count'],
    [`UPDATE dbo.Customer SET City = 1 OUTPUT $action`, 'bind-unsupported'],
  ])('refuses %s: %s', (sql, code) => expect(codesOf(sql)).toEqual([code]));
});

describe('INSERT fed by another statement', () => {
  const fed = `INSERT dbo.Customer (Id, Name)
    SELECT x.Id, x.was FROM (MERGE dbo.Customer t ${SOURCE} WHEN MATCHED THEN UPDATE SET Name = s.Name
      OUTPUT $action, inserted.Id, deleted.Name) AS x (done, Id, was) WHERE x.done = 'UPDATE'`;

  it('reads what the statement puts out', () => {
    const { statements, diagnostics } = bindText(fed);
    expect(diagnostics).toEqual([]);
    const [insert] = statements;
    if (insert?.kind !== 'insert' || insert.source.kind !== 'query' || insert.source.query.kind !== 'select')
      throw new Error(fed);
    const [table] = insert.source.query.from;
    expect(insert.feed?.statement.kind).toBe('merge');
    expect(table?.kind === 'temporary-table' && table.name).toBe(insert.feed?.name);
    expect(insert.source.values.map(outline)).toEqual(['Id', 'was']);
  });

  it.each([
    'SELECT * FROM (DELETE dbo.Orders OUTPUT deleted.OrderId) x',
    'INSERT dbo.Customer (Id) SELECT Id FROM (DELETE dbo.Customer) x (Id)',
  ])('refuses %s', (sql) => expect(codesOf(sql)).toContain('bind-unsupported'));
});
