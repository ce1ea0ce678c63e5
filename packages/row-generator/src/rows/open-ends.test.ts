import { type Database, executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';

function generated(script: string): Database {
  const { database, diagnostics } = loadScripts([{ name: 'test.sql', text: script }], {
    now: () => Date.UTC(2024, 5, 15),
  });
  expect(diagnostics).toEqual([]);
  generateRows(database);
  return database;
}

const PRICE = `CREATE TABLE dbo.Price (Id int NOT NULL PRIMARY KEY, Starts datetime2(3) NOT NULL, Ends datetime2(3) NOT NULL, Sold date NULL);
GO
`;

describe('ranges of time', () => {
  it.each([['WHERE Starts <= @day AND Ends > @day'], ['WHERE @day BETWEEN Starts AND Ends']])(
    'are open for some rows: %s',
    (where) => {
      const database = generated(
        `${PRICE}CREATE PROCEDURE dbo.Current_ @day datetime2(3) AS SELECT Id FROM dbo.Price ${where};\nGO\n`,
      );
      const { resultSets } = executeSql(database, "EXEC dbo.Current_ '20990101'");
      const open = resultSets[0]?.rows.length ?? 0;
      expect(open).toBeGreaterThan(3);
      expect(open).toBeLessThan(36);
    },
  );

  it('end before time does where something is counted from their end', () => {
    const database =
      generated(`${PRICE}CREATE VIEW dbo.Following AS SELECT Id, DATEADD(day, 1, Ends) AS Next FROM dbo.Price
WHERE Sold BETWEEN Starts AND Ends;
GO
`);
    expect(executeSql(database, 'SELECT * FROM dbo.Following').error).toBeUndefined();
    expect(executeSql(database, 'SELECT DATEADD(day, 1, Ends) FROM dbo.Price').error).toBeUndefined();
  });
});
