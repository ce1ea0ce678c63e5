import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';
import { UNBOOKABLE_ROWS } from '../testing/unbookable-rows.js';

const SCRIPT = `${UNBOOKABLE_ROWS}CREATE PROCEDURE dbo.Book AS
BEGIN TRY
  BEGIN TRANSACTION;
  INSERT dbo.Booked (Id, Amount) SELECT Id, Amount FROM dbo.Staged;
  COMMIT;
END TRY
BEGIN CATCH
  ROLLBACK;
  PRINT 'not booked';
END CATCH
GO
`;

it('says that the original catches an error where rows differ, and a test finds the rows that lead to it', {
  timeout: 120_000,
}, async () => {
  const { report } = await migrateScript('books', SCRIPT);
  const book = report.objects.find(({ id }) => id === 'dbo.Book');
  expect(book?.verdict).not.toMatch(/^equal/);
  const messages = (wanted: string) => book?.issues.flatMap(({ code, message }) => (code === wanted ? [message] : []));
  expect(messages('test-data-test-failed')?.join()).toContain('not_null_booked_amount');
  expect(messages('evaluate-step-caught')?.[0]).toBe(
    "In step 1 of the scenario the original catches an error, Cannot insert the value NULL into column 'Amount', table 'dbo.Booked'; column does not allow nulls. INSERT fails. (515); what its CATCH leaves is what counts.",
  );
  expect(messages('evaluate-rows-differ')).not.toEqual([]);
});
