import { CatalogIndex, displayName } from '@datamigrate/catalog';
import { lowerModel } from '@datamigrate/relational';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import { provenKey } from './proven-keys.js';

const TABLES = `
CREATE TABLE dbo.Place (PlaceId int PRIMARY KEY, Code char(2) NOT NULL UNIQUE, Name varchar(9) NULL);
CREATE TABLE dbo.Sale (SaleId int PRIMARY KEY, PlaceId int NULL, BackId int NULL, Day date NOT NULL);
CREATE TABLE dbo.Line (SaleId int NOT NULL, No int NOT NULL, Price int NOT NULL, PRIMARY KEY (SaleId, No));
CREATE TABLE dbo.Heap (SaleId int NOT NULL);
GO
`;

function keyOf(query: string): readonly string[] | undefined {
  const { catalog, database } = loadTemplate([{ name: 's.sql', text: `${TABLES}CREATE VIEW dbo.v AS ${query}\nGO\n` }]);
  const [module] = catalog.modules;
  const view = module && new ModuleReader(database.binder).read(module).view;
  if (!view?.query) throw new Error('the view does not bind');
  const index = new CatalogIndex(catalog);
  const relation = ({ schema, name }: { schema: string; name: string }) => {
    const found = index.object(name, schema);
    if (found?.kind !== 'table') return undefined;
    const columns = found.table.columns.map((column) => column.name.toLowerCase());
    return { columns, origins: columns.map(() => ({ exact: undefined, parts: undefined })) };
  };
  const facts = { holds: () => true, spelledAlike: () => true } as never;
  const lowered = lowerModel(
    { facts, clock: true, name: (name: string) => name.toLowerCase(), relation } as never,
    view.query,
    view.columns,
  );
  if (!lowered.query) throw new Error(JSON.stringify(lowered.diagnostics));
  return provenKey(lowered.query, (object) => {
    const table = catalog.tables.find((each) => displayName(each) === displayName(object));
    return [...(table?.primaryKey ? [table.primaryKey] : []), ...(table?.uniqueKeys ?? [])].map(({ columns }) =>
      columns.map((column) => column.toLowerCase()),
    );
  });
}

describe('the key of a query', () => {
  it.each<[string, string, readonly string[] | undefined]>([
    ['is that of its table', 'SELECT Day, SaleId FROM dbo.Sale WHERE Day > 1', ['saleid']],
    ['is any of its table, the first one', 'SELECT Code, PlaceId FROM dbo.Place', ['code']],
    ['is not there when it is not selected', 'SELECT Day FROM dbo.Sale', undefined],
    ['is not there without one', 'SELECT SaleId FROM dbo.Heap', undefined],
    [
      'stays where each row finds one',
      'SELECT s.SaleId, p.Name FROM dbo.Sale s JOIN dbo.Place p ON p.PlaceId = s.PlaceId',
      ['saleid'],
    ],
    [
      'stays where each row finds one or none',
      'SELECT s.SaleId, p.Name FROM dbo.Sale s LEFT JOIN dbo.Place p ON p.PlaceId = s.PlaceId AND p.Name > s.Day',
      ['saleid'],
    ],
    [
      'stays beside sums that are repeated',
      'SELECT p.PlaceId, (SELECT COUNT(*) FROM dbo.Sale s WHERE s.PlaceId = p.PlaceId) AS N, (SELECT COUNT(*) FROM dbo.Sale s WHERE s.PlaceId = p.PlaceId) + 1 AS M FROM dbo.Place p',
      ['placeid'],
    ],
    [
      'stays beside one row of totals',
      'SELECT p.PlaceId, (SELECT MAX(Day) FROM dbo.Sale) AS A, (SELECT MAX(Day) FROM dbo.Sale) AS B FROM dbo.Place p',
      ['placeid'],
    ],
    [
      'grows with lines',
      'SELECT s.Day, l.SaleId, l.No FROM dbo.Sale s JOIN dbo.Line l ON l.SaleId = s.SaleId',
      ['saleid', 'no'],
    ],
    [
      'is lost when lines are found and not told apart',
      'SELECT s.SaleId FROM dbo.Sale s LEFT JOIN dbo.Line l ON l.SaleId = s.SaleId',
      undefined,
    ],
    [
      'takes both sides of a cross join',
      'SELECT s.SaleId, p.Code FROM dbo.Sale s CROSS JOIN dbo.Place p',
      ['saleid', 'code'],
    ],
    ['needs less where a part is constant', 'SELECT No FROM dbo.Line WHERE SaleId = 7', ['no']],
    [
      'is not proven by an OR',
      'SELECT s.SaleId FROM dbo.Sale s JOIN dbo.Place p ON p.PlaceId = s.PlaceId OR p.PlaceId = s.BackId',
      undefined,
    ],
    [
      'is not proven by the key of the other side',
      'SELECT p.PlaceId FROM dbo.Place p LEFT JOIN dbo.Sale s ON s.PlaceId = p.PlaceId',
      undefined,
    ],
    ['is what it groups by', 'SELECT Day, COUNT(*) AS n FROM dbo.Sale GROUP BY Day', ['day']],
    [
      'leaves out what a group has once',
      'SELECT l.SaleId, SUM(l.Price) / MAX(s.PlaceId) AS n FROM dbo.Line l JOIN dbo.Sale s ON s.SaleId = l.SaleId GROUP BY l.SaleId, s.Day',
      ['saleid'],
    ],
    ['is lost when a group is not selected', 'SELECT COUNT(*) AS n FROM dbo.Sale GROUP BY Day', undefined],
    [
      'comes through a common table expression',
      'WITH m AS (SELECT Day, COUNT(*) AS n FROM dbo.Sale GROUP BY Day) SELECT m.Day, m.n, s.SaleId FROM m JOIN dbo.Sale s ON s.Day = m.Day',
      ['saleid'],
    ],
    [
      'comes through a derived table',
      'SELECT d.Day, d.n FROM (SELECT Day, COUNT(*) AS n FROM dbo.Sale GROUP BY Day) AS d',
      ['day'],
    ],
    ['is all of it where rows are distinct', 'SELECT DISTINCT Day, PlaceId FROM dbo.Sale', ['day', 'placeid']],
    [
      'leaves out what is said of a row that it has',
      'SELECT DISTINCT s.SaleId, s.Day FROM dbo.Line l LEFT JOIN dbo.Sale s ON s.SaleId = l.SaleId',
      ['saleid'],
    ],
    [
      'needs no key of what it groups',
      'SELECT s.SaleId, s.Day, COUNT(*) AS n FROM dbo.Heap h JOIN dbo.Sale s ON s.SaleId = h.SaleId GROUP BY s.SaleId, s.Day',
      ['saleid'],
    ],
    [
      'takes both sides of a full join',
      'SELECT s.SaleId, p.PlaceId FROM dbo.Sale s FULL JOIN dbo.Place p ON p.PlaceId = s.PlaceId',
      ['saleid', 'placeid'],
    ],
    [
      'is not helped by a constant of rows that may be missing',
      'SELECT p.Code, l.No FROM dbo.Place p LEFT JOIN (dbo.Line l JOIN dbo.Sale s ON s.SaleId = l.SaleId AND l.SaleId = 7) ON s.PlaceId = p.PlaceId',
      undefined,
    ],
    ['is not known of a union', 'SELECT SaleId FROM dbo.Sale UNION ALL SELECT SaleId FROM dbo.Sale', undefined],
  ])('%s', (_, query, expected) => {
    expect(keyOf(query)).toEqual(expected);
  });
});
