import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import { planEstate } from './plan-estate.js';

const LOAD = `
CREATE TABLE Dimension.Item (ItemKey int PRIMARY KEY, Code varchar(9) NOT NULL);
CREATE TABLE Integration.Sale_Staging (Code varchar(9) NOT NULL, Amount int NOT NULL, ItemKey int NULL);
CREATE TABLE Fact.Sale (ItemKey int NOT NULL, Amount int NOT NULL);
GO
CREATE PROCEDURE Integration.LoadSales AS
BEGIN
  UPDATE s SET ItemKey = i.ItemKey FROM Integration.Sale_Staging s JOIN Dimension.Item i ON i.Code = s.Code;
  INSERT INTO Fact.Sale (ItemKey, Amount) SELECT ItemKey, Amount FROM Integration.Sale_Staging;
END
GO
`;
const SCHEMAS = ['Dimension', 'Fact', 'Integration'].map((name) => `CREATE SCHEMA ${name}\nGO\n`).join('');

function planned(text: string): string[] {
  const { catalog, database } = loadTemplate([{ name: 'dw.sql', text: `${SCHEMAS}${text}` }]);
  const { objects } = planEstate(catalog, new ModuleReader(database.binder));
  return objects
    .filter(({ kind }) => kind !== 'table')
    .flatMap(({ models }) => models.map(({ layer, folder, name }) => `${layer}/${folder}/${name}`))
    .sort();
}

describe('models of a load', () => {
  it('are intermediate where a table is called a step and only the load reads it', () => {
    expect(planned(LOAD)).toEqual(['intermediate/integration/int_sale_staging', 'marts/fact/fct_sale']);
  });

  it('stay marts where somebody else reads them', () => {
    const view = 'CREATE VIEW Fact.Waiting AS SELECT Amount FROM Integration.Sale_Staging\nGO\n';
    expect(planned(`${LOAD}${view}`)).toContain('marts/integration/sale_staging');
  });

  it('stay marts where their name does not say that they are steps', () => {
    expect(planned(LOAD.replaceAll('Sale_Staging', 'Sale_Line'))).toContain('marts/integration/sale_line');
  });

  it('are reports under another name where a view is called like the procedure', () => {
    const both = `CREATE VIEW dbo.[Sales by Item] AS SELECT ItemKey FROM Fact.Sale
GO
CREATE PROCEDURE dbo.SalesByItem AS SELECT ItemKey, SUM(Amount) AS Amount FROM Fact.Sale GROUP BY ItemKey
GO
`;
    expect(planned(`CREATE TABLE Fact.Sale (ItemKey int NOT NULL, Amount int NOT NULL)\nGO\n${both}`)).toEqual([
      'marts/dbo/rpt_sales_by_item',
      'marts/dbo/sales_by_item',
    ]);
  });
});
