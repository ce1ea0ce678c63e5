import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import { planEstate } from './plan-estate.js';

const TABLES = `
CREATE TABLE dbo.Customers (CustomerId int PRIMARY KEY);
CREATE TABLE dbo.Categories (CategoryId int PRIMARY KEY);
CREATE TABLE dbo.Products (ProductId int PRIMARY KEY, CategoryId int REFERENCES dbo.Categories);
CREATE TABLE dbo.Orders (OrderId int PRIMARY KEY, CustomerId int REFERENCES dbo.Customers, ShipTo int REFERENCES dbo.Categories);
CREATE TABLE dbo.[Order Details] (OrderId int REFERENCES dbo.Orders, ProductId int REFERENCES dbo.Products, Price int,
  PRIMARY KEY (OrderId, ProductId));
GO
`;
const view = (name: string, query: string): string => `CREATE VIEW dbo.${name} AS ${query}\nGO\n`;
const PRODUCTS = 'SELECT p.ProductId FROM dbo.Products p JOIN dbo.Categories c ON c.CategoryId = p.CategoryId';
const LINES =
  'SELECT d.Price FROM dbo.[Order Details] d JOIN dbo.Orders o ON o.OrderId = d.OrderId JOIN dbo.Customers c ON c.CustomerId = o.CustomerId';

function foldersOf(views: string): Record<string, string | undefined> {
  const { catalog, database } = loadTemplate([{ name: 'shop.sql', text: `${TABLES}${views}` }]);
  const { objects } = planEstate(catalog, new ModuleReader(database.binder));
  return Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'view')
      .flatMap(({ models }) => models.map(({ name, folder }) => [name, folder])),
  );
}

const many = (count: number): string => Array.from({ length: count }, (_, i) => view(`Line${i + 1}`, LINES)).join('');

describe('subject areas', () => {
  it('are the tables that views are about, when there are many views', () => {
    const folders = foldersOf(
      [
        many(8),
        view('Product', PRODUCTS),
        view('ProductAgain', 'SELECT ProductId FROM dbo.Products'),
        view('OrderCount', 'SELECT COUNT(*) AS n FROM dbo.Orders'),
        view('OfLine', 'SELECT Price FROM dbo.Line1'),
        view('Both', 'SELECT CustomerId FROM dbo.Customers UNION SELECT CategoryId FROM dbo.Categories'),
        view('Client', 'SELECT CustomerId FROM dbo.Customers'),
      ].join(''),
    );
    // Lines are about their order, whoever reads them; a view about two tables, or alone with its table, stays.
    expect(folders).toMatchObject({
      line1: 'orders',
      of_line: 'orders',
      order_count: 'orders',
      product: 'products',
      product_again: 'products',
      both: 'dbo',
      client: 'dbo',
    });
  });

  it.each<[string, string]>([
    ['there are few views', `${many(3)}${view('Product', PRODUCTS)}`],
    ['all views are about one table', many(12)],
  ])('are none when %s', (_, views) => {
    expect(new Set(Object.values(foldersOf(views)))).toEqual(new Set(['dbo']));
  });
});
