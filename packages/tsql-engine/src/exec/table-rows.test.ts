import { expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { executeSql } from './execute-sql.js';
import { tableRows } from './table-rows.js';

it('reads a table however little a script may go through', () => {
  const database = new Database({ rowLimit: 1000 });
  executeSql(database, 'CREATE TABLE dbo.T (a int); INSERT dbo.T VALUES (1), (2), (3)');
  const [table] = database.catalog.tables;
  if (!table) throw new Error('there is no table');
  for (let i = 0; i < 400; i++) expect(tableRows(database, table)).toHaveLength(3);
  expect(executeSql(database, 'SELECT COUNT(*) FROM dbo.T').resultSets[0]?.rows).toEqual([['3']]);
});
