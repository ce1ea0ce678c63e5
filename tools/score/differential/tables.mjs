// Two tables whose values are awkward on purpose: NULLs, blanks at ends, both cases, ends of months, negative numbers.
const COLUMNS = [
  { name: 'Id', type: 'int', kind: 'int', values: [] },
  { name: 'Qty', type: 'int', kind: 'int', values: ['-7', '-1', '0', '1', '2', '3', '7', '10', '100'] },
  { name: 'Small', type: 'smallint', kind: 'int', values: ['-300', '-2', '0', '5', '12', '300'] },
  { name: 'Tiny', type: 'tinyint', kind: 'int', values: ['0', '1', '2', '3', '200', '255'] },
  { name: 'Big', type: 'bigint', kind: 'int', values: ['-5000000000', '-3', '0', '4', '6000000000'] },
  {
    name: 'Price',
    type: 'decimal(9,2)',
    kind: 'decimal',
    values: ['-12.50', '-0.01', '0.00', '0.05', '1.50', '2.25', '99.99'],
  },
  { name: 'Rate', type: 'decimal(6,4)', kind: 'decimal', values: ['-0.3333', '0.0000', '0.0625', '0.3333', '1.5000'] },
  { name: 'Amount', type: 'money', kind: 'money', values: ['-3.3333', '0', '0.0001', '1.9999', '10', '1234.5678'] },
  {
    name: 'Code',
    type: 'varchar(8)',
    kind: 'text',
    values: ["''", "'a'", "'A'", "'a '", "'ab'", "'Ab'", "'b'", "'10'", "'x y'"],
  },
  {
    name: 'Name',
    type: 'nvarchar(12)',
    kind: 'text',
    values: ["N''", "N'Ann'", "N'ann'", "N'Bob '", "N'Zoë'", "N'o''x'", "N'12'"],
  },
  { name: 'Flag', type: 'bit', kind: 'bit', values: ['0', '1'] },
  {
    name: 'Day',
    type: 'date',
    kind: 'date',
    values: ["'2023-12-31'", "'2024-01-31'", "'2024-02-29'", "'2024-03-01'", "'2025-07-15'"],
  },
  {
    name: 'At',
    type: 'datetime',
    kind: 'datetime',
    values: [
      "'2024-01-31T23:59:59.997'",
      "'2024-02-29T00:00:00'",
      "'2024-05-05T12:30:15.123'",
      "'1999-12-31T18:00:00'",
    ],
  },
  {
    name: 'Moment',
    type: 'datetime2(3)',
    kind: 'datetime',
    values: ["'2024-01-31T23:59:59.999'", "'2024-02-29T06:07:08.009'", "'2021-06-30T00:00:00'"],
  },
];

export const TABLES = ['dbo.Alpha', 'dbo.Beta'];
export const columnsOf = (kind) => COLUMNS.filter((column) => column.kind === kind).map(({ name }) => name);

/** The script that makes and fills the tables. */
export function tablesScript(random, rows = 40) {
  const list = COLUMNS.map(
    ({ name, type }) => `${name} ${type} ${name === 'Id' ? 'NOT NULL PRIMARY KEY' : 'NULL'}`,
  ).join(', ');
  return TABLES.map((table) => {
    const values = Array.from({ length: rows }, (_, i) => {
      const row = COLUMNS.map(({ name, values }) =>
        name === 'Id' ? i + 1 : random.chance(0.2) ? 'NULL' : random.of(values),
      );
      return `(${row.join(', ')})`;
    });
    return `CREATE TABLE ${table} (${list});\nINSERT INTO ${table} VALUES\n${values.join(',\n')};`;
  }).join('\nGO\n');
}
