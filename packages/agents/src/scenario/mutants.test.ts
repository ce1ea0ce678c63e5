import type { WrittenTable } from '@datamigrate/procedure-analysis';
import { expect, it, onTestFinished } from 'vitest';
import { mutantsOf } from '../testing/mutants.js';
import { StatedSteps } from '../testing/stated-steps.js';

const TABLES = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Shop int NOT NULL, Amount int NULL, Day int NOT NULL);
CREATE TABLE dbo.Shop (Shop int NOT NULL PRIMARY KEY, Rate int NOT NULL, Closed int NULL);
CREATE TABLE dbo.Total (Id int NOT NULL, Shop int NULL, Amount int NULL);
GO
`;

/** Bodies of a procedure whose conversion is broken in every place. */
const PROCEDURES: readonly string[] = [
  'TRUNCATE TABLE dbo.Total; INSERT INTO dbo.Total SELECT s.Id, h.Shop, s.Amount * h.Rate + 1 FROM dbo.Sale s LEFT JOIN dbo.Shop h ON h.Shop = s.Shop AND h.Closed IS NULL WHERE s.Amount > 3 AND s.Day <= 6;',
  'TRUNCATE TABLE dbo.Total; INSERT INTO dbo.Total SELECT Shop, COUNT(*), MAX(Amount) FROM dbo.Sale WHERE Day >= 2 GROUP BY Shop HAVING COUNT(*) > 2; UPDATE dbo.Total SET Amount = Amount - 2 WHERE Shop < 5;',
  'UPDATE t SET Amount = s.Amount FROM dbo.Total t JOIN dbo.Sale s ON s.Id = t.Id WHERE s.Amount IS NOT NULL; INSERT INTO dbo.Total SELECT Id, Shop, Amount FROM dbo.Sale s WHERE Day = 3 AND NOT EXISTS (SELECT 1 FROM dbo.Total t WHERE t.Id = s.Id);',
  'DELETE FROM dbo.Total WHERE Amount <= 4 OR Shop = 2; MERGE dbo.Total AS t USING (SELECT Shop, MIN(Day) AS Day FROM dbo.Sale GROUP BY Shop) AS s ON t.Id = s.Shop WHEN MATCHED AND s.Day < 3 THEN UPDATE SET Amount = s.Day + 1 WHEN NOT MATCHED THEN INSERT (Id, Shop, Amount) VALUES (s.Shop, 0, s.Day);',
];

/** Rows from few values, so that every condition is near its edge for some of them. */
function rows(seed: number, count: number): string {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const maybe = (value: number): string => (next(6) === 0 ? 'NULL' : String(value));
  const sales = Array.from({ length: count }, (_, i) => `(${i + 1},${next(9)},${maybe(next(8))},${next(9)})`);
  const shops = Array.from({ length: 7 }, (_, i) => `(${i + 1},${next(4) + 1},${next(2) === 0 ? 'NULL' : '1'})`);
  const totals = Array.from({ length: count / 2 }, (_, i) => `(${2 * i + 1},${maybe(next(6))},${maybe(next(9))})`);
  return `INSERT INTO dbo.Sale VALUES ${sales.join(',')}; INSERT INTO dbo.Shop VALUES ${shops.join(',')}; INSERT INTO dbo.Total VALUES ${totals.join(',')};`;
}

/** A broken conversion that differs on many rows has to differ on the few that a comparison sees. */
it('a conversion that is broken in one place is noticed', { timeout: 300_000 }, async () => {
  const survivors: string[] = [];
  let different = 0;
  for (const [at, body] of PROCEDURES.entries()) {
    const stated = new StatedSteps(
      [`${TABLES}CREATE PROCEDURE dbo.Refresh AS\nBEGIN\nSET NOCOUNT ON;\n${body}\nEND\nGO\n`],
      ['dbo.Total'],
    );
    onTestFinished(() => stated.close());
    const few = await stated.prepare([{ mutate: rows(11 + at, 60), exec: 'EXEC dbo.Refresh' }]);
    const many = await stated.prepare([{ mutate: rows(71 + at, 400), exec: 'EXEC dbo.Refresh' }]);
    expect((await stated.state(few)).map(({ outcome }) => outcome)).toEqual(['equal']);
    const table = stated.written('dbo.Refresh')[0] as WrittenTable;
    for (const { name, apply } of mutantsOf(table)) {
      const isNoticed = async (steps: typeof few): Promise<boolean> =>
        (await stated.state(steps, apply)).some(({ outcome }) => outcome !== 'equal');
      if (await isNoticed(few)) different++;
      else if (await isNoticed(many)) {
        different++;
        survivors.push(`procedure ${at + 1}: ${name}`);
      }
    }
  }
  expect(different).toBeGreaterThan(60);
  expect(survivors.length / different, survivors.join('; ')).toBeLessThanOrEqual(0.01);
});
