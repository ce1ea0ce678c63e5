import { describe, expect, it } from 'vitest';
import { schemaNames } from './schema-names.js';

describe('names of schemas', () => {
  it.each([
    ['Northwind', ['dbo'], 'dbo', 'northwind'],
    ['Northwind', ['dbo', 'Sales'], 'Sales', 'sales'],
    ['Northwind', ['dbo'], 'DBO', 'northwind'],
    ['Sales', ['dbo', 'Sales'], 'dbo', 'dbo'],
    ['2024', ['dbo'], 'dbo', 'dbo'],
    ['database', ['dbo'], 'dbo', 'dbo'],
    ['', ['dbo'], 'dbo', 'dbo'],
    ['dw', ['dbo', 'Staging.dbo', 'Staging.web'], 'Staging.dbo', 'staging'],
    ['dw', ['dbo', 'Staging.dbo', 'Staging.web'], 'Staging.web', 'staging_web'],
  ])('in %s, among %j: %s -> %s', (name, schemas, schema, expected) => {
    expect(schemaNames({ schemas, database: { name } as never })(schema)).toBe(expected);
  });
});
