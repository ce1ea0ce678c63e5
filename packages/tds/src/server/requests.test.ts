import sql from 'mssql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

const SCRIPT = `
CREATE TABLE dbo.Product (Id int NOT NULL PRIMARY KEY, Name nvarchar(20) NOT NULL, Price decimal(9,2) NULL)
GO
INSERT dbo.Product VALUES (1, N'Rope', 12.50), (2, N'Anchor', NULL)
GO
CREATE PROCEDURE dbo.Find @Id int, @Factor decimal(9,2) = 2, @Name nvarchar(20) OUTPUT AS
BEGIN
  SELECT @Name = Name FROM dbo.Product WHERE Id = @Id;
  SELECT Id, Price * @Factor AS Price FROM dbo.Product WHERE Id = @Id;
  PRINT 'found ' + @Name;
  SELECT 'second' AS Part;
  RETURN 7;
END
GO
CREATE TYPE dbo.Lines AS TABLE (Id int NOT NULL PRIMARY KEY, Note nvarchar(20) NULL, Amount decimal(9,2) NULL)
GO
CREATE PROCEDURE dbo.AddUp @lines dbo.Lines READONLY, @factor int AS
SELECT COUNT(*) AS n, SUM(Amount) * @factor AS total, MAX(Note) AS note FROM @lines
GO
CREATE PROCEDURE dbo.Fails AS
BEGIN
  SELECT 1 AS a;

  RAISERROR('Order %d is late', 16, 3, 42);
END
`;

let endpoint: Endpoint;
let pool: sql.ConnectionPool;
beforeAll(async () => {
  endpoint = await startEndpoint(SCRIPT);
  pool = await endpoint.connect();
});

/** What the type of the library leaves out. */
interface PrecededError extends sql.RequestError {
  readonly precedingErrors: readonly Error[];
}

async function failure(work: Promise<unknown>): Promise<sql.RequestError> {
  return work.then(
    () => expect.fail('no error came'),
    (error: sql.RequestError) => error,
  );
}

describe('a batch', () => {
  it('gives all of its result sets and counts', async () => {
    const result = await pool
      .request()
      .query(
        "SELECT Id FROM dbo.Product ORDER BY Id; UPDATE dbo.Product SET Price = Price WHERE Id = 1; SELECT N'x' AS a, 1 AS b",
      );
    expect(result.recordsets).toEqual([[{ Id: 1 }, { Id: 2 }], [{ a: 'x', b: 1 }]]);
    expect(result.rowsAffected).toEqual([2, 1, 1]);
  });

  it('tells no counts under SET NOCOUNT ON', async () => {
    const result = await pool.request().query('SET NOCOUNT ON; UPDATE dbo.Product SET Price = Price; SELECT 1 AS a');
    expect(result.rowsAffected).toEqual([]);
    await pool.request().batch('SET NOCOUNT OFF');
  });

  it('hands messages on in their order', async () => {
    const request = pool.request();
    const infos: unknown[] = [];
    request.on('info', ({ message, number, class: severity, lineNumber }) =>
      infos.push([message, number, severity, lineNumber]),
    );
    await request.query("PRINT 'one'\nRAISERROR('two', 5, 1)\nPRINT N'three'");
    expect(infos).toEqual([
      ['one', 0, 0, 1],
      ['two', 50000, 5, 2],
      ['three', 0, 0, 3],
    ]);
  });

  it('ends with the number, line, state and severity of its error', async () => {
    const error = await failure(pool.request().query('SELECT 1 AS a\nSELECT 1/0'));
    expect([error.number, error.lineNumber, error.state, error.class]).toEqual([8134, 2, 1, 16]);
  });

  it('gives all errors of a batch', async () => {
    const error = await failure(pool.request().query("SELECT 1/0; SELECT 1/0; THROW 50001, N'last', 9"));
    expect((error as PrecededError).precedingErrors.map(({ message }) => message)).toEqual([
      'Divide by zero error encountered.',
      'Divide by zero error encountered.',
    ]);
    expect([error.message, error.number, error.state]).toEqual(['last', 50001, 9]);
  });

  it('that the engine does not execute is an error', async () => {
    const error = await failure(pool.request().query('SELECT BINARY_CHECKSUM(1)'));
    expect(error.number).toBe(40510);
    expect(error.message).toContain('BINARY_CHECKSUM');
  });
});

describe('a procedure', () => {
  it('gets parameters by name and gives rows, outputs and its status', async () => {
    const result = await pool.request().input('Id', sql.Int, 1).output('Name', sql.NVarChar(20)).execute('dbo.Find');
    expect(result.recordsets).toEqual([[{ Id: 1, Price: 25 }], [{ Part: 'second' }]]);
    expect(result.output).toEqual({ Name: 'Rope' });
    expect(result.returnValue).toBe(7);
  });

  it('gives its own name and line with an error', async () => {
    const error = await failure(pool.request().execute('[dbo].[Fails]'));
    expect([error.message, error.number, error.state, error.procName, error.lineNumber]).toEqual([
      'Order 42 is late',
      50000,
      3,
      'Fails',
      5,
    ]);
  });

  it('gets tables as well', async () => {
    const lines = new sql.Table('dbo.Lines');
    lines.columns.add('Id', sql.Int, { nullable: false });
    lines.columns.add('Note', sql.NVarChar(20));
    lines.columns.add('Amount', sql.Decimal(9, 2));
    lines.rows.add(1, 'é', 12.25);
    lines.rows.add(2, null, null);
    const call = pool.request().input('lines', lines).input('factor', sql.Int, 2);
    expect((await call.execute('dbo.AddUp')).recordset).toEqual([{ n: 2, total: 24.5, note: 'é' }]);
    const empty = new sql.Table('dbo.Lines');
    for (const { name, type } of [
      { name: 'Id', type: sql.Int },
      { name: 'Note', type: sql.NVarChar(20) },
      { name: 'Amount', type: sql.Decimal(9, 2) },
    ]) {
      empty.columns.add(name, type as sql.ISqlType);
    }
    const text = pool.request().input('lines', empty);
    expect((await text.query('SELECT COUNT(*) AS n FROM @lines')).recordset).toEqual([{ n: 0 }]);
    const other = pool.request().input('lines', new sql.Table('dbo.Nothing')).input('factor', sql.Int, 1);
    expect((await failure(other.execute('dbo.AddUp'))).number).toBe(2715);
  });

  it('that is missing is error 2812', async () => {
    expect((await failure(pool.request().execute('dbo.Missing'))).number).toBe(2812);
  });
});

describe('a query with parameters', () => {
  it('has typed values and output parameters', async () => {
    const result = await pool
      .request()
      .input('least', sql.Decimal(9, 2), 12.5)
      .output('n', sql.Int)
      .query('SELECT Name FROM dbo.Product WHERE Price >= @least; SELECT @n = COUNT(*) FROM dbo.Product');
    expect(result.recordset).toEqual([{ Name: 'Rope' }]);
    expect(result.output).toEqual({ n: 2 });
  });

  it('keeps its #tables to itself', async () => {
    await pool.request().input('a', sql.Int, 1).query('SELECT @a AS a INTO #own; SELECT * FROM #own');
    expect((await failure(pool.request().query('SELECT * FROM #own'))).number).toBe(208);
  });
});

describe('a prepared statement', () => {
  it('runs as often as it is asked to', async () => {
    const statement = new sql.PreparedStatement(pool);
    statement.input('id', sql.Int);
    await statement.prepare('SELECT Name FROM dbo.Product WHERE Id = @id');
    const names: unknown[] = [];
    for (const id of [2, 1]) names.push((await statement.execute({ id })).recordset[0].Name);
    await statement.unprepare();
    expect(names).toEqual(['Anchor', 'Rope']);
  });
});

describe('a transaction', () => {
  it('is taken back by a rollback and kept by a commit', async () => {
    const count = async (): Promise<number> =>
      (await pool.request().query('SELECT COUNT(*) AS n FROM dbo.Product')).recordset[0].n;
    const transaction = new sql.Transaction(pool);
    await transaction.begin();
    await transaction.request().query("INSERT dbo.Product VALUES (3, N'Buoy', 1)");
    await transaction.rollback();
    expect(await count()).toBe(2);
    await transaction.begin();
    await transaction.request().query("INSERT dbo.Product VALUES (3, N'Buoy', 1)");
    await transaction.commit();
    expect(await count()).toBe(3);
    await pool.request().query('DELETE dbo.Product WHERE Id = 3');
  });

  it('that T-SQL begins is known to the client', async () => {
    const transaction = new sql.Transaction(pool);
    await transaction.begin();
    const { recordset } = await transaction.request().query('SELECT @@TRANCOUNT AS n, XACT_STATE() AS s');
    expect(recordset).toEqual([{ n: 1, s: 1 }]);
    await transaction.rollback();
  });
});

describe('sessions', () => {
  it('know nothing of each other', async () => {
    const other = await endpoint.connect();
    await pool.request().batch('CREATE TABLE #mine (a int); SET DATEFIRST 3');
    expect((await failure(other.request().query('SELECT * FROM #mine'))).number).toBe(208);
    expect((await other.request().query('SELECT @@DATEFIRST AS d')).recordset).toEqual([{ d: 7 }]);
    expect((await pool.request().batch('SELECT @@DATEFIRST AS d')).recordset).toEqual([{ d: 3 }]);
  });
});
