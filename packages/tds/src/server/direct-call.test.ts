import { Connection, Request, TYPES } from 'tedious';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpoint } from '../testing/endpoint.js';

let connection: Connection;
beforeAll(async () => {
  const { server } = await startEndpoint(
    'CREATE PROCEDURE dbo.[Odd ]] name] @a int = 5, @b int = 7 AS SELECT @a AS a, @b AS b\nGO\nCREATE TABLE dbo.T (a int)\nINSERT dbo.T VALUES (1)',
  );
  connection = new Connection({
    server: server.host,
    options: { port: server.port, encrypt: false, rowCollectionOnRequestCompletion: true },
    authentication: { type: 'default', options: { userName: 'sa', password: 'x' } },
  });
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
});
afterAll(() => connection.close());

function run(start: (request: Request) => void, text: string): Promise<unknown[][] | { number: number | undefined }> {
  return new Promise((resolve) => {
    const request = new Request(text, (error, _, rows: { value: unknown }[][] = []) => {
      if (error) resolve({ number: 'number' in error ? Number(error.number) : undefined });
      else resolve(rows.map((row) => row.map(({ value }) => value)));
    });
    start(request);
  });
}

const call = (name: string, add: (request: Request) => void = () => {}) =>
  run((request) => {
    add(request);
    connection.callProcedure(request);
  }, name);

describe('tedious', () => {
  it('calls procedures by their full names, with defaults', async () => {
    expect(await call('[Shop].[dbo].[Odd ]] name]')).toEqual([[5, 7]]);
    expect(await call('dbo.[Odd ]] name]', (request) => request.addParameter('b', TYPES.Int, 1))).toEqual([[5, 1]]);
  });

  it('cannot hide a statement in a name', async () => {
    expect(await call('T; DELETE dbo.T')).toEqual({ number: 2812 });
    expect(await run((request) => connection.execSql(request), 'SELECT a FROM dbo.T')).toEqual([[1]]);
  });

  it('begins anew after a reset', async () => {
    await run(
      (request) => connection.execSqlBatch(request),
      'CREATE TABLE #t (a int); SET DATEFIRST 2; BEGIN TRANSACTION',
    );
    await new Promise<void>((resolve) => connection.reset(() => resolve()));
    const answer = await run(
      (request) => connection.execSql(request),
      "SELECT @@DATEFIRST, @@TRANCOUNT, OBJECT_ID('tempdb..#t')",
    );
    expect(answer).toEqual([[7, 0, null]]);
  });
});
