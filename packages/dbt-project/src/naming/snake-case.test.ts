import { describe, expect, it } from 'vitest';
import { snakeCase } from './snake-case.js';

const CASES: readonly (readonly [name: string, expected: string])[] = [
  ['CustomerID', 'customer_id'],
  ['CustomerId', 'customer_id'],
  ['customer_id', 'customer_id'],
  ['CUSTOMER_ID', 'customer_id'],
  ['CUSTOMERID', 'customerid'],
  ['Order Details', 'order_details'],
  ['SalesYTD', 'sales_ytd'],
  ['RateToEUR', 'rate_to_eur'],
  ['GLAccountNo', 'gl_account_no'],
  ['CustomerIDs', 'customer_ids'],
  ['SKUs', 'skus'],
  ['AddressLine1', 'address_line1'],
  ['ISO3166Code', 'iso3166_code'],
  ['FY24Q1', 'fy24q1'],
  ['Q1Sales', 'q1_sales'],
  ['Ship-To.Name', 'ship_to_name'],
  ["Customer's Name", 'customers_name'],
  ['Discount%', 'discount_percent'],
  ['Order#', 'order_number'],
  ['P&L', 'p_and_l'],
  ['#Temp', 'temp'],
  ['@Param', 'param'],
  ['2ndAddress', '_2nd_address'],
  ['__Key__', 'key'],
  ['Größe', 'grosse'],
  ['Ærøskøbing', 'aeroskobing'],
  ['Zażółć', 'zazolc'],
  ['客户', '客户'],
  ['がっこう', 'がっこう'],
  ['ПоставщикИмя', 'поставщик_имя'],
  ['***', 'unnamed'],
  ['', 'unnamed'],
];

describe('snakeCase', () => {
  it.each(CASES)('%j -> %j', (name, expected) => {
    expect(snakeCase(name)).toBe(expected);
  });

  it('changes nothing a second time', () => {
    for (const [, expected] of CASES) expect(snakeCase(expected)).toBe(expected);
  });
});
