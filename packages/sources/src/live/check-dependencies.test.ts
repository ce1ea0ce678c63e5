import { loadScripts, referencesOf } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { checkDependencies } from './check-dependencies.js';

const { database } = loadScripts([
  {
    name: 'a.sql',
    text: `CREATE TABLE dbo.T (a int);
CREATE TABLE dbo.U (a int);
GO
CREATE VIEW dbo.V AS WITH U AS (SELECT a FROM dbo.T) SELECT a FROM U;
GO
CREATE PROCEDURE dbo.P AS SELECT a FROM V; EXEC dbo.Q;
GO
CREATE PROCEDURE dbo.Q AS SELECT 1 AS one;
GO
CREATE TRIGGER dbo.R ON dbo.U AFTER INSERT AS SELECT a FROM inserted;`,
  },
]);
const check = (module: string, schema: string | undefined, name: string) =>
  checkDependencies([{ module: { schema: 'dbo', name: module }, schema, name }], database.binder.catalog, (each) =>
    referencesOf(database, each),
  ).map(({ message }) => message);

describe('what a server says about dependencies', () => {
  it.each<readonly [string, string | undefined, string]>([
    ['V', 'dbo', 'T'],
    ['P', undefined, 'V'],
    ['P', 'DBO', 'q'],
    ['R', 'dbo', 'U'],
    ['P', 'dbo', 'NotThere'],
    ['Gone', 'dbo', 'T'],
  ])('%s on %s.%s is seen', (module, schema, name) => expect(check(module, schema, name)).toEqual([]));

  it('is told where the text says nothing of it', () => {
    expect(check('Q', 'dbo', 'T')).toEqual(['dbo.Q refers to dbo.T, as the server says, and its text does not.']);
  });
});
