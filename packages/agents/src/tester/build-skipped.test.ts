import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';
import { UNBOOKABLE_ROWS } from '../testing/unbookable-rows.js';

const SCRIPT = `${UNBOOKABLE_ROWS}CREATE PROCEDURE dbo.Book AS
BEGIN TRY
  INSERT dbo.Booked (Id, Amount) SELECT Id, Amount FROM dbo.Staged;
END TRY
BEGIN CATCH
  PRINT 'not booked';
END CATCH
GO
CREATE VIEW dbo.Large AS SELECT Id FROM dbo.Booked WHERE Amount > 5;
GO
CREATE VIEW dbo.Unbooked AS SELECT s.Id FROM dbo.Staged s WHERE NOT EXISTS (SELECT 1 FROM dbo.Booked b WHERE b.Amount > s.Amount);
GO
CREATE VIEW dbo.BothOnes AS SELECT l.Id FROM dbo.Large l JOIN dbo.Unbooked u ON u.Id = l.Id;
GO
`;

it('builds what reads a model with a failing test, and compares what can be compared', {
  timeout: 120_000,
}, async () => {
  const { report } = await migrateScript('books', SCRIPT);
  const of = (id: string) => {
    const { verdict, models, issues } = report.objects.find((object) => object.id === id) ?? {};
    return { verdict, models, codes: issues?.map(({ code }) => code) };
  };
  expect(of('dbo.Book').codes).toContain('test-data-test-failed');
  for (const [id, model] of [
    ['dbo.Large', 'large'],
    ['dbo.Unbooked', 'unbooked'],
    ['dbo.BothOnes', 'both_ones'],
  ] as const) {
    const { verdict, models, codes } = of(id);
    expect(models).toEqual([model]);
    expect(verdict).not.toBe('refused');
    expect(codes).not.toContain('evaluate-rows-differ');
    expect(codes).not.toContain('test-model-skipped');
  }
  expect(of('dbo.Large').codes).toContain('evaluate-skipped');
  expect(of('dbo.Unbooked').verdict).toBe('equal');
});
