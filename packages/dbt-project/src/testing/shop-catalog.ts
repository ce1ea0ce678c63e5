import { type Column, decimal, plain, type SqlType, string, type Table } from '@datamigrate/catalog';

const column = (name: string, type: SqlType, more: Partial<Column> = {}): Column => ({
  name,
  type,
  nullable: false,
  ...more,
});

const table = (name: string, columns: readonly Column[], more: Partial<Table> = {}): Table => ({
  schema: 'Sales',
  name,
  columns,
  uniqueKeys: [],
  foreignKeys: [],
  checks: [],
  indexes: [],
  ...more,
});

const CUSTOMER = table(
  'Customer',
  [
    column('CustomerID', plain('int'), { description: 'Number. Use {{ var }} with care: yes' }),
    column('Code', string('varchar', 10)),
    column('Status', string('char', 2), { nullable: true, collation: 'Latin1_General_BIN2' }),
    column('Group', string('varchar', 20), { nullable: true }),
    column('Shape', plain('geometry'), { nullable: true }),
  ],
  {
    description: "One row per customer: 'active' or not.\n\nSecond paragraph # with signs",
    primaryKey: { columns: ['CustomerID'] },
    uniqueKeys: [{ columns: ['Code'] }, { columns: ['Code', 'Shape'] }],
    checks: [{ definition: "([Status]='A' OR [Status]='O''')" }, { definition: '[CustomerID]>(0)' }],
  },
);

const ORDER_DETAILS = table(
  'Order Details',
  [
    column('Order ID', plain('int')),
    column('Line#', plain('smallint')),
    column('Größe', decimal(10, 2), { nullable: true }),
    column('Level', plain('tinyint')),
    column('customer_code', string('varchar', 10)),
  ],
  {
    primaryKey: { columns: ['Order ID', 'Line#'] },
    checks: [{ definition: '[Level] in (1, 2)' }],
    foreignKeys: [
      {
        columns: ['customer_code'],
        references: { schema: 'sales', name: 'customer' },
        referencedColumns: ['Code'],
        trusted: true,
      },
    ],
  },
);

const DISCOUNT = table(
  'Discount',
  [column('OrderID', plain('int')), column('LineNo', plain('smallint')), column('Group', plain('int'))],
  {
    primaryKey: { columns: ['Group'] },
    foreignKeys: [
      {
        columns: ['OrderID', 'LineNo'],
        references: { schema: 'Sales', name: 'Order Details' },
        referencedColumns: ['Order ID', 'Line#'],
        trusted: false,
      },
    ],
  },
);

/** Three tables with everything that is awkward: spaces, reserved words, signs, keys of two columns. */
export const SHOP: readonly Table[] = [CUSTOMER, ORDER_DETAILS, DISCOUNT];

/** The same tables in DuckDB, with rows that keep all rules. */
export const SHOP_ROWS = `
  create schema "Sales";
  create table "Sales"."Customer" ("CustomerID" integer, "Code" varchar, "Status" varchar, "Group" varchar);
  insert into "Sales"."Customer" values (1, 'C1', 'A ', 'x'), (2, 'C2', 'O''', null);
  create table "Sales"."Order Details"
    ("Order ID" integer, "Line#" smallint, "Größe" decimal(10,2), "Level" utinyint, customer_code varchar);
  insert into "Sales"."Order Details" values (1, 1, 2.50, 1, 'C1'), (1, 2, null, 2, 'C2');
  create table "Sales"."Discount" ("OrderID" integer, "LineNo" smallint, "Group" integer);
  insert into "Sales"."Discount" values (1, 2, 1);
`;

const DATA_TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  smallint: 'smallint',
  tinyint: 'utinyint',
  decimal: 'decimal(10,2)',
  varchar: 'varchar',
  char: 'varchar',
};

export const SHOP_LANDED = {
  schemaName: (schema: string): string => schema,
  dataType: (type: SqlType): string | undefined => DATA_TYPES[type.name],
};
