import { describe, expect, it } from 'vitest';
import { readMasking } from '../masking/mask-rules.js';
import { open, rowsOf } from '../testing/load.js';
import { folderOf } from '../testing/temporary-files.js';

const TABLES = `
CREATE TABLE dbo.Region (Id int NOT NULL PRIMARY KEY, Parent int NULL REFERENCES dbo.Region (Id), Name varchar(20) NOT NULL);
CREATE TABLE dbo.Customer (Code char(5) NOT NULL PRIMARY KEY, RegionId int NOT NULL REFERENCES dbo.Region, Email varchar(40) NOT NULL, Born date NULL);
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Customer char(5) NOT NULL REFERENCES dbo.Customer (Code), Amount decimal(9,2) NOT NULL, Twice AS Amount * 2);
CREATE TABLE dbo.Loose (a int NULL);
`;
const REGIONS = Array.from({ length: 20 }, (_, i) => [i + 1, i === 0 ? '' : i, `R${i + 1}`]);
const CUSTOMERS = Array.from({ length: 50 }, (_, i) => [
  `C${String(i).padStart(4, '0')}`,
  20 - (i % 20),
  `c${i}@mail.example`,
  '2000-01-31',
]);
const SALES = Array.from({ length: 400 }, (_, i) => [400 - i, `c${String((i * 7) % 50).padStart(4, '0')}`, `${i}.50`]);
const csv = (header: string, rows: readonly (readonly (string | number)[])[]): string =>
  `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const FILES = {
  'shop.sql': TABLES,
  'dbo.Region.csv': csv('Id,Parent,Name', REGIONS),
  'dbo.Customer.csv': csv('Code,RegionId,Email,Born', CUSTOMERS),
  'dbo.Sale.csv': csv('Id,Customer,Amount', SALES),
};
const SCRIPT = {
  'shop.sql': `${TABLES}
INSERT dbo.Region VALUES ${REGIONS.map(([id, parent, name]) => `(${id}, ${parent || 'NULL'}, '${name}')`).join(', ')};
INSERT dbo.Customer VALUES ${CUSTOMERS.map(([code, region, email, born]) => `('${code}', ${region}, '${email}', '${born}')`).join(', ')};
INSERT dbo.Sale (Id, Customer, Amount) VALUES ${SALES.map(([id, customer, amount]) => `(${id}, '${customer}', ${amount})`).join(', ')};`,
};

const ids = (rows: readonly (readonly (string | null)[])[], place = 0): readonly (string | null)[] =>
  rows.map((row) => row[place] ?? null);

describe.each([
  ['files', FILES],
  ['scripts', SCRIPT],
])('a sample of %s', (_, files) => {
  it('is the first rows by key, and all that they refer to', async () => {
    const opened = await open(folderOf(files), { sample: 5 });
    const [sales, customers, regions] = ['Sale', 'Customer', 'Region'].map((name) => rowsOf(opened, name)) as [
      (string | null)[][],
      (string | null)[][],
      (string | null)[][],
    ];
    expect(ids(sales)).toEqual(['1', '2', '3', '4', '5']);
    const codes = new Set(ids(customers));
    expect([...codes].slice(0, 5)).toEqual(['C0000', 'C0001', 'C0002', 'C0003', 'C0004']);
    for (const code of ids(sales, 1)) expect(codes).toContain(code?.toUpperCase());
    const known = new Set(ids(regions));
    for (const region of [...ids(customers, 1), ...ids(regions, 1)])
      if (region !== null) expect(known).toContain(region);
    expect(opened.loaded.origins.get('dbo.Sale')).toMatchObject({ sampled: true });
    expect(opened.loaded.origins.get('dbo.Loose')).toEqual({ from: 'none' });
    expect(opened.codes.filter((code) => code !== 'source-sampled')).toEqual([]);
  });

  it('larger than the tables is all of them', async () => {
    const opened = await open(folderOf(files), { sample: 1000 });
    expect([rowsOf(opened, 'Sale').length, opened.codes]).toEqual([400, []]);
    expect(opened.loaded.origins.get('dbo.Sale')?.sampled).toBeUndefined();
  });

  it('is masked, and its keys still find each other', async () => {
    const folder = folderOf({ ...files, 'rules.yml': "mask: [dbo.Customer.Code, '*.Email', dbo.Customer.Born]\n" });
    const masking = await readMasking(`${folder}/rules.yml`, { DATAMIGRATE_MASK_KEY: '0123456789abcdef' });
    if (!masking.ok) throw new Error(masking.error.message);
    const opened = await open(folder, { masking: masking.value });
    const customers = rowsOf(opened, 'Customer');
    const codes = new Set(ids(customers).map((code) => code?.toUpperCase()));
    expect(codes.size).toBe(50);
    for (const code of ids(rowsOf(opened, 'Sale'), 1)) expect(codes).toContain(code?.toUpperCase());
    expect(JSON.stringify(customers)).not.toMatch(/mail\.example|2000-01-31/);
    expect(ids(customers, 3)[0]).toMatch(/^2000-/);
    expect(opened.codes).toEqual(['source-masked', 'source-masked']);
  });
});

describe('rules for masking', () => {
  const key = { DATAMIGRATE_MASK_KEY: '0123456789abcdef' };
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['mask: [dbo.Customer.Email]', {}, 'source-mask-key'],
    ['mask: dbo.Customer.Email', key, 'source-mask-rules'],
    ['mask: [Email]', key, 'source-mask-rules'],
    ['masks: [dbo.Customer.Email]', key, 'source-mask-rules'],
    ['a: [', key, 'source-mask-rules'],
    ['- x', key, 'source-mask-rules'],
  ])('%j', async (text, environment, code) => {
    expect(await readMasking(`${folderOf({ 'r.yml': text })}/r.yml`, environment)).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it.each([
    ['mask: [dbo.Customer.Emial]', 'source-mask-unused'],
    ['mask: [dbo.X.Note]', 'source-mask-type'],
  ])('%j', async (text, code) => {
    const folder = folderOf({ 'shop.sql': `${TABLES} CREATE TABLE dbo.X (Note xml NULL);`, 'r.yml': text });
    const masking = await readMasking(`${folder}/r.yml`, key);
    await expect(open(folder, masking.ok ? { masking: masking.value } : {})).rejects.toThrow(code);
  });

  it('empty what has no form, and take dynamic masks', async () => {
    const folder = folderOf({
      'x.sql':
        "CREATE TABLE dbo.X (Id int NOT NULL, Note xml NULL, Mail varchar(20) MASKED WITH (FUNCTION = 'email()') NOT NULL)\nINSERT dbo.X VALUES (1, '<a/>', 'ann@x')",
      'r.yml': 'empty: [dbo.X.Note]\ndynamic-masks: true',
    });
    const masking = await readMasking(`${folder}/r.yml`, key);
    if (!masking.ok) throw new Error(masking.error.message);
    const [row] = rowsOf(await open(folder, { masking: masking.value }), 'X');
    expect(row).toEqual(['1', null, expect.stringMatching(/^(?!ann@x)[a-z]{3}@[a-z]$/)]);
  });
});
