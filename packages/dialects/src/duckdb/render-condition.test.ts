import { expect, it } from 'vitest';
import { conditionOf } from '../testing/model-of.js';

it.each([
  ['Price >= 0', 'price >= 0'],
  ['(Price >= (0) AND Price <= (0.25))', 'price >= 0 and price <= 0.25'],
  ['Sold IS NULL OR Stamp >= Sold', 'sold is null or stamp >= sold'],
  ['NOT (Id BETWEEN 1 AND 9)', 'not id between 1 and 9'],
  ['Price * 2 < 100', 'price * 2 < 100'],
  ["Sold > '20240131'", "sold > date '2024-01-31'"],
  // Nothing that Jinja would read.
  ["Name LIKE '{{%'", "name like '{' || '{' || '%'"],
  // What needs a macro or a query is not stated.
  ['Id / Price > 1', undefined],
  ['EXISTS (SELECT 1 FROM dbo.Rate)', undefined],
])('%s is %s', (condition, text) => expect(conditionOf(condition)).toBe(text));
