import { spawn, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, startEndpoint } from '../testing/endpoint.js';

const installed = spawnSync('tsql', ['-C']).status === 0;

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint(
    "CREATE TABLE dbo.T (Id int NOT NULL, Name nvarchar(20) NULL)\nINSERT dbo.T VALUES (1, N'é'), (2, NULL)",
  );
});

function tsql(text: string, version: string): Promise<string> {
  const { host, port } = endpoint.server;
  const child = spawn('tsql', ['-H', host, '-p', String(port), '-U', 'sa', '-P', 'x', '-o', 'q'], {
    env: { ...process.env, TDSVER: version, LC_ALL: 'C.UTF-8' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  child.stdin.end(`${text}\ngo\nexit\n`);
  return new Promise((resolve) => child.on('close', () => resolve(output)));
}

describe.skipIf(!installed)('FreeTDS', () => {
  it.each(['7.2', '7.3', '7.4'])('speaks version %s', async (version) => {
    const output = await tsql(
      "SELECT * FROM dbo.T\nSELECT CAST(1.50 AS decimal(9,2)), CAST(2 AS money), CAST('2024-02-29' AS datetime), CAST('a' AS varchar(max))",
      version,
    );
    expect(output).toContain('1\té\n2\tNULL');
    expect(output).toMatch(/1\.50\t2\.0000?\tFeb 29 2024 12:00(:00)?(:000)?AM\ta/);
  });

  it('shows errors and messages', async () => {
    const output = await tsql("PRINT 'hello'\nSELECT 1/0", '7.4');
    expect(output).toContain('hello');
    expect(output).toMatch(/Msg 8134 \(severity 16, state 1\).*Line 2/);
  });
});
