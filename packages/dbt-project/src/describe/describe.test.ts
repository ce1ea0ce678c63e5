import { plain, type Table } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { SHOP } from '../testing/shop-catalog.js';
import { commentAbove } from './comment-above.js';
import { describeModel } from './describe-model.js';
import { describeColumn, describeTable } from './describe-table.js';

const above = (text: string): string => {
  const lines = text.split('\n');
  return commentAbove(lines, lines.length - 1);
};

describe('the comment above a line', () => {
  it.each([
    ['-- Customers we know.\nCREATE VIEW v', 'Customers we know.'],
    ['-- two\n-- lines\nCREATE VIEW v', 'two lines'],
    ['/* a block\n * of two */\nCREATE VIEW v', 'a block of two'],
    [
      '-- =====\n-- Author:  jk\n-- Create date: 2011-03-14\n-- Description: Keys of dates.\n--     And more.\n-- =====\nCREATE',
      'Keys of dates. And more.',
    ],
    ['/****** Object:  View [dbo].[v]    Script Date: 01.01.2020 ******/\nCREATE VIEW v', ''],
    ['/****** Object:  View [dbo].[v] ******/\n-- What it is.\nCREATE VIEW v', 'What it is.'],
    ['/* usp_Load - tl 2017\n   Loads it. */\nCREATE PROCEDURE p', 'Loads it.'],
    ['-- jk, 14.03.2011\n-- Loads sales of 2017\nCREATE PROCEDURE p', 'Loads sales of 2017'],
    [
      '/*\n Reads sales:\n - of a year\n - of one\n   customer\n*/\nCREATE VIEW v',
      'Reads sales:\n- of a year\n- of one customer',
    ],
    ['-- far away\n\nCREATE VIEW v', ''],
    ['-- UPDATE t SET a = 1\nDELETE t', ''],
    ['-- update the open versions\nUPDATE t', 'update the open versions'],
    ['SELECT 1 /* of the statement before */\nCREATE VIEW v', ''],
    ['CREATE VIEW v', ''],
    ['*/\nCREATE VIEW v', ''],
  ])('%j', (text, expected) => {
    expect(above(text)).toBe(expected);
  });
});

describe('a table', () => {
  const [customer, details, discount] = SHOP as [Table, Table, Table];

  it('says what its authors said, what a row is, what it refers to, who fills it', () => {
    expect(describeTable(details, { writtenBy: ['dbo.usp_Load'], columnName: (name) => name.toLowerCase() })).toBe(
      'One row for each `order id` and `line#` (primary key). It refers to `sales.customer` by `customer_code`.\n\n' +
        'In SQL Server it is filled by `dbo.usp_Load`.',
    );
    expect(describeTable(customer)).toContain("One row per customer: 'active' or not.");
    expect(describeTable({ ...discount, foreignKeys: [] })).toBe('One row for each `Group` (primary key).');
  });

  it.each([
    ['([Group]=(1))', 'One row at most: `Group` (primary key) can only be 1.'],
    ['([Group]=(1) OR [Group]=(2))', 'One row for each `Group` (primary key).'],
  ])('tells a table of one row by its CHECK: %s', (definition, text) => {
    expect(describeTable({ ...discount, foreignKeys: [], checks: [{ name: 'CK', definition }] })).toBe(text);
  });

  it('says when there is no key', () => {
    const { primaryKey: _, ...heap } = { ...discount, foreignKeys: [] };
    expect(describeTable(heap)).toMatch(/no key/);
  });

  it.each([
    [{ description: 'Number of the order' }, 'Number of the order.'],
    [{ computed: { definition: '[a] *\n  2', persisted: false } }, 'Computed in SQL Server as `[a] * 2`.'],
    [{ identity: { seed: '1', increment: '1' } }, 'Identity number of SQL Server.'],
    [{ generated: 'row-start' as const }, 'Time from which the row is valid (system versioning).'],
    [{ identity: { seed: '1', increment: '1' }, description: 'Primary key.' }, 'Primary key.'],
    [{}, undefined],
  ])('column %j', (more, expected) => {
    expect(describeColumn({ name: 'x', type: plain('int'), nullable: false, ...more }, customer)).toBe(expected);
  });

  it('column of a foreign key', () => {
    const code = details.columns.find(({ name }) => name === 'customer_code');
    expect(code && describeColumn(code, details)).toBe('Refers to `sales.customer.Code`.');
    const said = (description: string) => code && describeColumn({ ...code, description }, details);
    expect(said('Foreign key to Customer.Code')).toBe('Foreign key to Customer.Code.');
    expect(said('Who pays.')).toBe('Who pays. Refers to `sales.customer.Code`.');
  });
});

const sentenceOf = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

describe('a model', () => {
  const model = {
    columns: [{ name: 'id', tests: [{ test: 'unique' }, { test: 'not_null' }] }],
  };

  it('of a table says who fills it and how', () => {
    const steps = [{ text: '1. close the open version', line: 27 }, { text: 'open the next one' }];
    const load = { procedure: 'dbo.usp_Load', history: 'rewritten' as const, steps, file: 'load.sql' };
    expect(
      describeModel(model, {
        object: 'dbo.Dim',
        kind: 'table',
        said: 'Customers with history',
        load,
        parameters: ['as_of'],
        open: ['NEWID gives other identifiers with every run'],
      }),
    ).toBe(`Customers with history.

\`dbo.Dim\` as \`dbo.usp_Load\` fills it: each run starts from the rows that are there. One row for each \`id\`. Set by \`var('as_of')\`.

Steps of the procedure, by lines of \`load.sql\`:

1. Close the open version (line 27)
2. Open the next one

SQL Server leaves open: NEWID gives other identifiers with every run.`);
  });

  it.each([
    [
      'Ports with their region. Replaced every night. Ports, replaced every night.',
      'Ports with their region. Replaced every night.',
    ],
    ['Invoices up to the day of the load. Invoices up to @AsOf.', undefined],
    ['Sales. No sales.', undefined],
    ['Limits:\n- one day\n- One customer', undefined],
  ])('does not say %j twice', (said, expected) => {
    const text = describeModel({ columns: [] }, { object: 'dbo.v', kind: 'view', said });
    expect(text).toBe(`${sentenceOf(expected ?? said)}\n\nThe view \`dbo.v\`.`);
  });

  it('of a view says its key only where a test states one', () => {
    expect(describeModel({ ...model, columns: [] }, { object: 'dbo.v', kind: 'view' })).toBe('The view `dbo.v`.');
  });
});
