import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource, openSource, readMasking } from '@datamigrate/sources';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { addressOf, NOW, serve } from '../../testing/live-database.js';
import { temporaryFolder } from '../../testing/run-cli.js';

const SCRIPT = `
CREATE TABLE dbo.Region (Country char(2) NOT NULL, Code varchar(10) NOT NULL, Since date NULL, PRIMARY KEY (Country, Code));
CREATE TABLE dbo.Customer (Id uniqueidentifier NOT NULL PRIMARY KEY, Country char(2) NULL, Region varchar(10) NULL, Name nvarchar(20) NULL,
  FOREIGN KEY (Country, Region) REFERENCES dbo.Region (Country, Code));
CREATE TABLE dbo.Sale (Id bigint NOT NULL PRIMARY KEY, Customer uniqueidentifier NOT NULL REFERENCES dbo.Customer, Price decimal(9, 2) NULL);
GO
DECLARE @i int = 0;
WHILE @i < 40 BEGIN
  INSERT dbo.Region VALUES (CASE WHEN @i % 2 = 0 THEN 'NO' ELSE 'SE' END, CONCAT('r''', @i), '2024-02-29');
  INSERT dbo.Customer SELECT CONVERT(uniqueidentifier, CONCAT('00000000-0000-0000-0000-0000000000', 10 + @i)), Country, Code, N'Åse'
  FROM dbo.Region WHERE Code = CONCAT('r''', @i);
  SET @i += 1;
END
INSERT dbo.Sale SELECT ROW_NUMBER() OVER (ORDER BY Id DESC), Id, 9.50 FROM dbo.Customer;`;

const template = loadTemplate([{ name: 'shop.sql', text: SCRIPT }], { name: 'Shop' });

describe('a sample of a server', () => {
  it('asks for the first rows and for what they refer to, and for no others', async () => {
    const asked: string[] = [];
    const server = await serve(template.create(), {
      onRequest: ({ text }) => {
        if (text.includes('FROM [dbo].')) asked.push(text);
        return undefined;
      },
    });
    const address = addressOf(server, 'Shop');
    const source = await openSource(address);
    if (!source.ok) throw new Error(source.error.message);
    const loaded = await loadSource(source.value, address, { now: NOW, sample: 3 });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const rows = (name: string) => loaded.value.database.rows('dbo', name) ?? [];
    expect([template.diagnostics, rows('Sale').length]).toEqual([[], 3]);
    const customers = new Set(rows('Customer').map(([id]) => id));
    for (const [, customer] of rows('Sale')) expect(customers).toContain(customer);
    const regions = new Set(rows('Region').map(([country, code]) => `${country} ${code}`));
    for (const [, country, region] of rows('Customer')) expect(regions).toContain(`${country} ${region}`);
    expect(customers.size).toBe(6);
    expect(asked.every((text) => /TOP \(4\)|VALUES/.test(text))).toBe(true);
    expect(loaded.value.origins.get('dbo.Sale')).toEqual({ from: 'connection', sampled: true });
  });

  it('is masked, and its rows still belong together', async () => {
    const rules = join(temporaryFolder(), 'rules.yml');
    writeFileSync(rules, 'mask: [dbo.Customer.Id, dbo.Customer.Name, dbo.Region.Code]\n');
    const masking = await readMasking(rules, { DATAMIGRATE_MASK_KEY: '0123456789abcdef' });
    if (!masking.ok) throw new Error(masking.error.message);
    const address = addressOf(await serve(template.create()), 'Shop');
    const source = await openSource(address);
    if (!source.ok) throw new Error(source.error.message);
    const loaded = await loadSource(source.value, address, { now: NOW, sample: 3, masking: masking.value });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const rows = (name: string) => loaded.value.database.rows('dbo', name) ?? [];
    const customers = new Set(rows('Customer').map(([id]) => id));
    for (const [, customer] of rows('Sale')) expect(customers).toContain(customer);
    const regions = new Set(rows('Region').map(([country, code]) => `${country} ${code}`));
    for (const [, country, region] of rows('Customer')) expect(regions).toContain(`${country} ${region}`);
    expect(JSON.stringify([...customers])).not.toContain('00000000-0000-0000-0000');
  });
});
