import { expect, it } from 'vitest';
import { modelOf } from '../testing/model-of.js';

it('keeps the names of a query apart from those that the model adds', () => {
  const view = `CREATE VIEW dbo.v AS
WITH new_rows AS (SELECT Id, Price FROM dbo.Item), previous AS (SELECT Id FROM new_rows WHERE Price > 3)
SELECT p.Id FROM previous AS p JOIN new_rows AS n ON n.Id = p.Id`;
  const sql = modelOf(view, { schema: 'dbo', name: 'previous' });
  const ctes = [...sql.matchAll(/^(?:with )?(\w+) as \(/gm)].map(([, name]) => name);
  expect([...ctes].sort()).toEqual(['item', 'new_rows', 'new_rows_2', 'previous', 'previous_2']);
  expect(sql).toContain(
    'select * from new_rows_2\n{% if not is_incremental() %}\nunion all\nselect * from previous_2\n',
  );
});
