import { displayName } from '@datamigrate/catalog';
import { type Database, executeSql, loadScripts, tableRows } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { type Generation, type GenerationOptions, generateRows } from './generate-rows.js';

function load(sql: string): Database {
  const loaded = loadScripts([{ name: 'test.sql', text: sql }], { now: () => Date.UTC(2024, 5, 15) });
  expect(loaded.diagnostics).toEqual([]);
  return loaded.database;
}

function rowsOf(database: Database, name: string): readonly (readonly (string | null)[])[] {
  const table = database.catalog.tables.find((each) => displayName(each) === name);
  return (table && tableRows(database, table)) ?? [];
}

function generate(sql: string, options: GenerationOptions = {}): { database: Database; generation: Generation } {
  const database = load(sql);
  return { database, generation: generateRows(database, options) };
}

const SHOP = `
CREATE TABLE dbo.Customer (Id int IDENTITY(100, 10) PRIMARY KEY, Code char(5) NOT NULL UNIQUE CHECK (Code LIKE '[A-C][0-9][0-9]%'),
  Kind varchar(10) NOT NULL CHECK (Kind IN ('retail', 'trade')), Score tinyint NULL CHECK (Score BETWEEN 10 AND 20));
CREATE TABLE dbo.Orders (Id int PRIMARY KEY, CustomerId int NOT NULL REFERENCES dbo.Customer (Id), ParentId int NULL REFERENCES dbo.Orders (Id),
  Placed date NOT NULL, Shipped date NULL, Amount decimal(8, 2) NOT NULL, CONSTRAINT CK_Shipped CHECK (Shipped >= Placed), CONSTRAINT CK_Amount CHECK (Amount > 0));
CREATE TABLE dbo.OrderLine (OrderId int NOT NULL REFERENCES dbo.Orders (Id), CustomerId int NOT NULL REFERENCES dbo.Customer (Id), Line smallint NOT NULL,
  PRIMARY KEY (OrderId, CustomerId));
CREATE UNIQUE INDEX UX ON dbo.OrderLine (Line) WHERE Line > 3;
`;

describe('generated rows', () => {
  it('satisfy keys, foreign keys, checks, lengths and unique indexes', () => {
    const { database, generation } = generate(SHOP, { rows: 60 });
    expect(generation).toEqual({
      tables: ['Customer', 'Orders', 'OrderLine'].map((name) => ({
        table: { schema: 'dbo', name },
        wanted: 60,
        rows: 60,
      })),
      diagnostics: [],
    });
    // The engine tests every constraint again when all rows are written anew.
    const again = load(SHOP);
    for (const name of ['Customer', 'Orders', 'OrderLine']) {
      const identity = name === 'Customer' ? `SET IDENTITY_INSERT dbo.${name} ON; ` : '';
      const columns = again.catalog.tables.find((table) => table.name === name)?.columns.map((column) => column.name);
      for (const row of rowsOf(database, `dbo.${name}`)) {
        const values = row.map((value) => (value === null ? 'NULL' : `N'${value}'`)).join(', ');
        expect(
          executeSql(again, `${identity}INSERT dbo.${name} (${columns?.join(', ')}) VALUES (${values})`).error,
        ).toBeUndefined();
      }
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const rows = (seed: number): string => JSON.stringify(rowsOf(generate(SHOP, { seed }).database, 'dbo.Orders'));
    expect(rows(7)).toBe(rows(7));
    expect(rows(7)).not.toBe(rows(8));
  });

  it('leave tables alone that have rows, and refer to those', () => {
    const { database, generation } = generate(`${SHOP} INSERT dbo.Customer (Code, Kind) VALUES ('A11', 'trade');`);
    expect(generation.tables.map(({ table }) => table.name)).toEqual(['Orders', 'OrderLine']);
    expect(new Set(rowsOf(database, 'dbo.Orders').map((row) => row[1]))).toEqual(new Set(['100']));
  });

  it('stand around the values that modules compare with', () => {
    const { database } = generate(
      `CREATE TABLE dbo.T (Id int PRIMARY KEY, Name nvarchar(20) NULL, N int NOT NULL, D datetime NOT NULL);
GO
CREATE VIEW dbo.V AS SELECT Id FROM dbo.T WHERE Name = 'Möwe' AND N > 777 AND D < '20240331';`,
      { rows: 200 },
    );
    const rows = rowsOf(database, 'dbo.T');
    const column = (i: number): ReadonlySet<string | null | undefined> => new Set(rows.map((row) => row[i]));
    expect([...column(1)]).toEqual(expect.arrayContaining(['Möwe', 'MÖWE', 'möwe', 'Möwe ', 'Möwex', null]));
    expect([...column(2)]).toEqual(expect.arrayContaining(['776', '777', '778']));
    expect([...column(3)].map((value) => value?.slice(0, 19))).toEqual(
      expect.arrayContaining([
        '2024-03-30 23:59:59',
        '2024-03-31 00:00:00',
        '2024-03-31 00:00:01',
        '2024-04-01 00:00:00',
      ]),
    );
    const ties = rows.map((row) => row[2]);
    expect(new Set(ties).size).toBeLessThan(ties.length);
  });

  it('satisfy several conditions of a query at once, over its joins', () => {
    const { database } =
      generate(`CREATE TABLE dbo.P (Id int PRIMARY KEY, Region varchar(30) NOT NULL, Active bit NOT NULL);
CREATE TABLE dbo.C (Id int PRIMARY KEY, Parent int NOT NULL, Status varchar(30) NOT NULL, Value int NOT NULL);
GO
CREATE VIEW dbo.V AS SELECT c.Id FROM dbo.C AS c JOIN dbo.P AS p ON p.Id = c.Parent
WHERE p.Region = 'north by northwest' AND p.Active = 1 AND c.Status = 'waiting for parts' AND c.Value BETWEEN 5000 AND 5010;`);
    expect(
      executeSql(database, 'SELECT COUNT(*) FROM dbo.V WHERE Id IS NOT NULL').resultSets[0]?.rows[0]?.[0],
    ).not.toBe('0');
  });
});

describe('tables that refer to each other', () => {
  it.each([
    ['with a key that may be NULL', 'NULL'],
    ['with keys that may not', 'NOT NULL'],
  ])('%s get rows', (_, nullability) => {
    const { database, generation } = generate(`CREATE TABLE dbo.A (Id int PRIMARY KEY, B int ${nullability});
CREATE TABLE dbo.B (Id int PRIMARY KEY, A int NOT NULL REFERENCES dbo.A (Id));
ALTER TABLE dbo.A ADD CONSTRAINT FK_A FOREIGN KEY (B) REFERENCES dbo.B (Id);`);
    expect(generation.diagnostics).toEqual([]);
    const keys = (name: string, column: number): (string | null)[] =>
      rowsOf(database, name).map((row) => row[column] ?? null);
    expect(keys('dbo.B', 0)).toEqual(expect.arrayContaining(keys('dbo.A', 1).filter((key) => key !== null)));
    expect(keys('dbo.A', 0)).toEqual(expect.arrayContaining(keys('dbo.B', 1)));
  });

  it('to themselves too', () => {
    const { generation } = generate(
      'CREATE TABLE dbo.T (Id int IDENTITY PRIMARY KEY, Boss int NOT NULL REFERENCES dbo.T (Id));',
    );
    expect(generation.tables[0]?.rows).toBe(40);
  });
});

describe('what cannot be satisfied', () => {
  it.each([
    ['CREATE TABLE dbo.T (N int NOT NULL CHECK (N > 5 AND N < 3));', 'generate-no-rows', /column N/],
    [
      'CREATE TABLE dbo.T (A int NOT NULL, B int NOT NULL, CONSTRAINT CK CHECK (A < B AND B < A));',
      'generate-no-rows',
      /CK/,
    ],
    ['CREATE TABLE dbo.T (N bit PRIMARY KEY);', 'generate-fewer-rows', /2 of 40/],
  ])('%s is told: %s', (sql, code, message) => {
    const { diagnostics } = generate(sql).generation;
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    expect(diagnostics[0]?.message).toMatch(message);
  });

  it('names the tables that stand on it', () => {
    const { diagnostics } = generate(`CREATE TABLE dbo.P (Id int PRIMARY KEY CHECK (Id > 5 AND Id < 3));
CREATE TABLE dbo.C (Id int PRIMARY KEY, P int NOT NULL REFERENCES dbo.P (Id));`).generation;
    expect(diagnostics.map(({ message }) => message.split(':')[0])).toEqual([
      'No row was generated for dbo.P',
      'No row was generated for dbo.C',
    ]);
  });
});

/** Milliseconds of computing for each row of a chain of tables, each with a view on it and the one before. */
function costOf(tables: number): number {
  const parts = ['CREATE TABLE dbo.T0 (Id int PRIMARY KEY, Name varchar(20) NOT NULL, N int NULL CHECK (N > 3))'];
  for (let i = 1; i < tables; i++) {
    parts.push(
      `CREATE TABLE dbo.T${i} (Id int PRIMARY KEY, P int NOT NULL REFERENCES dbo.T${i - 1} (Id), Name varchar(20) NOT NULL, N int NULL CHECK (N > 3))`,
      `CREATE VIEW dbo.V${i} AS SELECT a.Id FROM dbo.T${i} AS a JOIN dbo.T${i - 1} AS b ON b.Id = a.P WHERE a.Name = 'x${i}' AND b.N > ${i}`,
    );
  }
  const database = load(parts.join('\nGO\n'));
  const before = process.cpuUsage();
  const { diagnostics } = generateRows(database, { rows: 20 });
  const { user, system } = process.cpuUsage(before);
  expect(diagnostics).toEqual([]);
  return (user + system) / 1000 / (tables * 20);
}

it('costs the same for each row, however many tables there are', () => {
  costOf(30);
  const small = Math.min(costOf(60), costOf(60));
  expect(costOf(240)).toBeLessThan(small * 3);
});
