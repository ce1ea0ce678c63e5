import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { parameterChoices } from './parameter-choices.js';

it('texts that a procedure converts are such as can be', () => {
  const { database } = loadScripts([
    {
      name: 'test.sql',
      text: `CREATE TABLE dbo.Mark (Name varchar(20) NOT NULL, Day datetime NULL, N int NULL);
GO
CREATE PROCEDURE dbo.P @day varchar(100), @count varchar(10), @name varchar(20) AS
UPDATE dbo.Mark SET Day = CAST(@day AS datetime), N = @count + 1 WHERE Name = @name;
`,
    },
  ]);
  const module = database.catalog.modules[0];
  const values = module ? parameterChoices(database, module).map((choice) => choice.values[0]) : [];
  expect(values[0]).toMatch(/^\d{4}-\d\d-\d\d/);
  expect(values[1]).toMatch(/^\d+$/);
  expect(values[2]).toBe('Alpha');
});
