import { expect, it } from 'vitest';
import { isCommentedOut } from './commented-out.js';

it.each([
  'ORDER BY City, CompanyName',
  'order by "Order Details".OrderID',
  'GROUP BY c.City',
  'AND o.Status <> 4',
  'and packageid not in (select packageid from dbo.Package)',
  'WHERE Quantity > 0;',
  'LEFT JOIN dbo.Customer c ON c.Id = o.CustomerId',
  ', c.Phone AS Telephone',
  'SELECT *\nFROM dbo.Customer\nWHERE City IS NULL',
])('%s is switched off', (text) => {
  expect(isCommentedOut(text)).toBe(true);
});

it.each([
  'people who left keep their customers until somebody takes over: show nobody',
  'order by date, as the agents asked for',
  'and the rest is in the other view',
  'or = nothing',
  'where this comes from is written in the wiki',
  'join of all orders on the day',
  'from the warehouse',
  'select the first one from what is left of it',
  'c.Phone',
  ', and so on',
])('%s is for readers', (text) => {
  expect(isCommentedOut(text)).toBe(false);
});
