import { fileURLToPath } from 'node:url';
import { extractSource, openSource } from '@datamigrate/sources';
import type { TdsRequest, TdsServer, TdsServerOptions } from '@datamigrate/tds';
import { type Database, executeSql, type LoadedTemplate, loadTemplate } from '@datamigrate/tsql-engine';
import sql from 'mssql';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressOf, load, NOW, objectsOf, rowsOf, serve } from '../../testing/live-database.js';

const SAMPLE = fileURLToPath(new URL('../../../../../samples/harbor-trading', import.meta.url));
describe('the sample, served', () => {
  let scripts: LoadedTemplate;
  let server: TdsServer;
  const requests: TdsRequest[] = [];
  beforeAll(async () => {
    scripts = await load(SAMPLE);
    server = await serve(scripts.create(), {
      onRequest: (request) => {
        requests.push(request);
        return undefined;
      },
    });
  });

  it('is the same database as the scripts make, object by object and row by row', async () => {
    const before = requests.length;
    const live = await load(addressOf(server, 'HarborTrading'));
    expect(live.diagnostics).toEqual([]);
    expect(live.catalog.database).toEqual(scripts.catalog.database);
    expect(objectsOf(live.catalog)).toEqual(objectsOf(scripts.catalog));
    expect(rowsOf(live)).toEqual(rowsOf(scripts));
    // Definitions: five requests; one more for each table; twice what a connection sets at its start.
    expect(requests.length - before).toBeLessThanOrEqual(5 + scripts.catalog.tables.length + 6);
  });

  it('is extracted without reading its rows, and their number is known', async () => {
    const before = requests.length;
    const extracted = await extractSource(addressOf(server, 'HarborTrading'), { now: NOW });
    const rows = [...rowsOf(scripts).values()].flat().length;
    expect(extracted).toMatchObject({ ok: true, value: { rows, document: { source: { kind: 'server' }, gaps: [] } } });
    expect(requests.length - before).toBeLessThanOrEqual(5 + 3);
  });

  it('reads what include and exclude leave, and says what is cut off by that', async () => {
    const live = await load(addressOf(server, 'HarborTrading', '&include=sales.*&exclude=sales.Order*,*.usp_*&rows=3'));
    const names = [...live.catalog.tables, ...live.catalog.modules].map(({ schema, name }) => `${schema}.${name}`);
    expect(names).toContain('sales.Customer');
    expect(names.filter((name) => !/^sales\.(?!Order|usp_)/.test(name))).toEqual([]);
    expect(live.database.rows('sales', 'Customer')).toHaveLength(3);
    for (const { code, object } of live.diagnostics)
      expect([code, object]).toEqual(['live-left-out', expect.any(String)]);
  });

  it('runs its procedures through mssql as datamigrate exec does', async () => {
    // Each with dice of its own, which fall alike.
    const { database: served } = await load(SAMPLE);
    const { database: direct } = await load(SAMPLE);
    const { host, port } = await serve(served);
    const pool = await new sql.ConnectionPool({
      server: host,
      port,
      user: 'sa',
      password: 'any',
      options: { encrypt: false },
    }).connect();
    const procedures = scripts.catalog.modules.filter(({ kind }) => kind === 'procedure');
    let resultSets = 0;
    for (const { schema, name } of procedures) {
      const call = callOf(direct, schema, name);
      const expected = executeSql(direct, call.text);
      const request = new sql.Request(pool);
      request.arrayRowMode = true;
      for (const { name: parameter, output, type, value } of call.parameters) {
        if (output) request.output(parameter.slice(1), type);
        else request.input(parameter.slice(1), type, value);
      }
      const outcome = await request.execute(`${schema}.${name}`).then(
        (result) => ({ sets: result.recordsets as unknown as readonly unknown[][][], error: undefined }),
        (error: sql.RequestError) => ({ sets: [], error: error.number }),
      );
      expect([name, outcome.error]).toEqual([name, expected.error?.number ?? (expected.refusal ? 40510 : undefined)]);
      if (outcome.error !== undefined) continue;
      expect([name, outcome.sets.map((rows) => rows.map((row) => row.map(shown)))]).toEqual([
        name,
        expected.resultSets.map(({ rows, columns }) =>
          rows.map((row) => row.map((value, i) => expectedText(value, columns[i]?.type ?? ''))),
        ),
      ]);
      resultSets += outcome.sets.length;
    }
    await pool.close();
    expect(procedures).toHaveLength(20);
    expect(resultSets).toBeGreaterThanOrEqual(2);
    // What they wrote is the same as well.
    expect(rowsOf({ ...scripts, database: served })).toEqual(rowsOf({ ...scripts, database: direct }));
  });
});

/** Values for the parameters that have no default. */
const VALUES: Readonly<Record<string, readonly [sql.ISqlType | (() => sql.ISqlType), string | number]>> = {
  '@asof': [sql.Date, '2024-02-29'],
  '@customercode': [sql.VarChar(10), 'SKARV'],
  '@productid': [sql.Int, 511],
  '@quantity': [sql.Int, 5],
  '@orderid': [sql.Int, 1043],
};

/** A call of a procedure, as text and as typed parameters. */
function callOf(database: Database, schema: string, name: string) {
  const needed = (database.binder.parameters(schema, name) ?? []).filter(
    (parameter) => parameter.output || !parameter.default,
  );
  const parameters = needed.map(({ name: parameter, output }) => {
    const [type, value] = VALUES[parameter.toLowerCase()] ?? [sql.Int, 1];
    return { name: parameter, output, type: type as sql.ISqlType, value };
  });
  const declared = parameters.filter(({ output }) => output).map(({ name: parameter }) => `DECLARE ${parameter} int;`);
  const given = parameters.map(({ name: parameter, output, value }) =>
    output
      ? `${parameter} = ${parameter} OUTPUT`
      : `${parameter} = ${typeof value === 'string' ? `'${value}'` : value}`,
  );
  return { parameters, text: `${declared.join(' ')} EXEC ${schema}.${name} ${given.join(', ')}` };
}

/** A value of the client as text. */
function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

/** The text of the engine in the form that is left after the client. */
function expectedText(text: string | null, type: string): string | null {
  if (text === null) return null;
  if (/^date$/.test(type)) return `${text}T00:00:00`;
  if (/^(datetime|smalldatetime)/.test(type)) return text.slice(0, 19).replace(' ', 'T');
  if (/^(decimal|money|smallmoney|float|real)/.test(type)) return String(Number(text));
  return text;
}

const SHOP = `
CREATE SCHEMA secret;
GO
CREATE TABLE dbo.Product (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NULL);
CREATE TABLE dbo.Passing (Id int NOT NULL);
CREATE TABLE secret.Salary (Id int NOT NULL, Amount money NULL);
INSERT dbo.Product VALUES (1, N'Rope'), (2, N'Anchor');
INSERT dbo.Passing VALUES (1);
INSERT secret.Salary VALUES (1, 5000);
GO
CREATE PROCEDURE dbo.Hidden WITH ENCRYPTION AS SELECT 1;
`;

describe('a server that does not give everything', () => {
  const shop = (): Database => loadTemplate([{ name: 'shop.sql', text: SHOP }], { name: 'Shop' }).create();

  it('leaves gaps, one clear message each', async () => {
    const server = await serve(shop(), {
      onRequest: ({ text, database }) => {
        // Somebody drops a table between the catalog and its rows.
        if (text.includes('[dbo].[Passing]')) executeSql(database, 'DROP TABLE dbo.Passing');
        return text.includes('[secret].[Salary]')
          ? {
              number: 229,
              text: "The SELECT permission was denied on the object 'Salary', database 'Shop', schema 'secret'.",
              severity: 14,
            }
          : undefined;
      },
    });
    const live = await load(addressOf(server, 'Shop'));
    expect(live.diagnostics.map(({ code, object, message }) => [code, object, message])).toEqual([
      [
        'live-definition-hidden',
        'dbo.Hidden',
        'The text of procedure dbo.Hidden cannot be read: it was made WITH ENCRYPTION.',
      ],
      ['source-data-unreadable', 'dbo.Passing', expect.stringContaining('dbo.Passing')],
      ['source-data-unreadable', 'secret.Salary', expect.stringContaining('SELECT permission was denied')],
    ]);
    expect(live.database.rows('dbo', 'Product')).toHaveLength(2);
    expect(live.database.rows('secret', 'Salary')).toHaveLength(0);
    expect(live.catalog.modules).toEqual([]);
  });

  it('that breaks off in the middle of a table leaves that table empty', async () => {
    const database = shop();
    executeSql(
      database,
      "DECLARE @i int = 10; WHILE @i < 9000 BEGIN INSERT dbo.Product VALUES (@i, REPLICATE(N'x', 20)); SET @i += 1 END",
    );
    const server = await serve(database, {
      onRequest: ({ text }) => {
        if (text.includes('[dbo].[Product]')) setTimeout(() => void server.close(), 5);
        return undefined;
      },
    });
    const live = await load(addressOf(server, 'Shop', '&include=dbo.Product'));
    const rows = live.database.rows('dbo', 'Product')?.length;
    const codes = live.diagnostics.map(({ code }) => code);
    // Either all of it came before the end, or none of it counts.
    expect([
      [8992, []],
      [0, ['source-data-unreadable']],
    ]).toContainEqual([rows, codes]);
  });

  it.each<readonly [string, TdsServerOptions['onRequest'], string]>([
    [
      'that denies the catalog views',
      ({ text }) =>
        text.includes('sys.columns')
          ? { number: 229, text: "The SELECT permission was denied on the object 'columns'.", severity: 14 }
          : undefined,
      'live-query-failed',
    ],
    ['that denies everything', () => ({ number: 916, text: 'Not allowed.', severity: 14 }), 'live-query-failed'],
  ])('%s is refused', async (_, onRequest, code) => {
    const server = await serve(shop(), onRequest ? { onRequest } : {});
    const opened = await openSource(addressOf(server, 'Shop'));
    expect(opened).toMatchObject({ ok: false, error: { code } });
  });

  it.each<readonly [string, Partial<TdsServerOptions>, (port: number) => string, string]>([
    [
      'a wrong password',
      { credentials: { user: 'sa', password: 'right' } },
      (port) => `mssql://sa:wrong@127.0.0.1:${port}/Shop?encrypt=false`,
      'live-login-failed',
    ],
    ['no encryption', {}, (port) => `mssql://sa:any@127.0.0.1:${port}/Shop`, 'live-encryption-refused'],
    ['a missing database', {}, (port) => `mssql://sa:any@127.0.0.1:${port}/Other?encrypt=false`, 'live-login-failed'],
    ['a wrong port', {}, () => 'mssql://sa:any@127.0.0.1:9/Shop?encrypt=false', 'live-unreachable'],
    [
      'a selection of nothing',
      {},
      (port) => `mssql://sa:any@127.0.0.1:${port}/Shop?encrypt=false&include=none.*`,
      'live-nothing-selected',
    ],
  ])('%s is one message', async (_, options, address, code) => {
    const server = await serve(shop(), options);
    const source = address(server.port);
    const opened = await openSource(source);
    expect(opened).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(opened)).not.toMatch(/:(wrong|any)@/);
  });
});
