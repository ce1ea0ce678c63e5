import { describe, expect, it } from 'vitest';
import { isCalledStep, modelName, type NamedObjectKind, stagingName } from './prefix-rules.js';

const CASES: readonly (readonly [name: string, kind: NamedObjectKind, expected: string])[] = [
  ['vSalesByMonth', 'view', 'sales_by_month'],
  ['vw_SalesByMonth', 'view', 'sales_by_month'],
  ['VW_SALES', 'view', 'sales'],
  ['vGLAccounts', 'view', 'gl_accounts'],
  ['Vendors', 'view', 'vendors'],
  ['volume', 'view', 'volume'],
  ['v_', 'view', 'v'],
  ['usp_LoadDimCustomer', 'procedure', 'load_dim_customer'],
  ['spGetOrders', 'procedure', 'get_orders'],
  ['sp_helper', 'procedure', 'helper'],
  ['Spend', 'procedure', 'spend'],
  ['fn_DateKey', 'function', 'date_key'],
  ['ufnGetStock', 'function', 'get_stock'],
  ['tblCustomer', 'table', 'customer'],
  ['tbl_Customer', 'table', 'customer'],
  ['vCustomer', 'table', 'v_customer'],
  ['DimCustomer', 'table', 'dim_customer'],
  ['DIM_CUSTOMER', 'table', 'dim_customer'],
  ['FactSales', 'table', 'fct_sales'],
  ['CustomerDim', 'table', 'dim_customer'],
  ['SalesFact', 'view', 'fct_sales'],
  ['Fact', 'table', 'fact'],
  ['Factory', 'table', 'factory'],
  ['SalesMonthly', 'table', 'sales_monthly'],
];

describe('modelName', () => {
  it.each(CASES)('%j, a %s -> %j', (name, kind, expected) => {
    expect(modelName(name, kind)).toBe(expected);
  });
});

describe('modelName by schema', () => {
  it.each([
    ['Dimension', 'Customer', 'table', 'dim_customer'],
    ['Fact', 'Stock Holding', 'table', 'fct_stock_holding'],
    ['dim', 'vCustomer', 'view', 'dim_customer'],
    ['facts', 'FactSales', 'table', 'fct_sales'],
    ['Fact', 'usp_Load', 'procedure', 'load'],
    ['Factory', 'Customer', 'table', 'customer'],
  ] as const)('%s.%s, a %s -> %s', (schema, name, kind, expected) => {
    expect(modelName(name, kind, schema)).toBe(expected);
  });
});

describe('isCalledStep', () => {
  it.each([
    ['Movement_Staging', true],
    ['StageVessel', true],
    ['tblTmpOrders', true],
    ['BackstageTours', false],
    ['Workers', false],
    ['DimCustomer', false],
  ])('%s: %s', (name, expected) => {
    expect(isCalledStep(name)).toBe(expected);
  });
});

describe('stagingName', () => {
  it.each([
    ['sales', 'Customer', 'stg_sales__customer'],
    ['dbo', 'Order Details', 'stg_dbo__order_details'],
    ['dbo', 'tblUser', 'stg_dbo__user'],
    ['HumanResources', 'DimDate', 'stg_human_resources__dim_date'],
  ])('%s.%s -> %s', (schema, table, expected) => {
    expect(stagingName(schema, table)).toBe(expected);
  });
});
