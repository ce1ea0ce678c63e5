import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../../testing/run-cli.js';

const FILES: Readonly<Record<string, string>> = {
  'dw/1.sql': `CREATE TABLE dbo.Fact (Id int NOT NULL PRIMARY KEY, Email varchar(40) NULL);
GO
CREATE VIEW dbo.V AS SELECT s.Name, COUNT(*) AS n FROM dbo.Fact f JOIN Staging.web.Source s ON s.Id = f.Id GROUP BY s.Name;`,
  'dw/dbo.Fact.csv': 'Id,Email\n1,ann@example.org\n2,bob@example.org\n3,cid@example.org\n',
  'staging/1.sql': `CREATE DATABASE Staging;
GO
USE Staging;
GO
CREATE SCHEMA web;
GO
CREATE TABLE web.Source (Id int NOT NULL PRIMARY KEY, Name varchar(10) NULL);
INSERT web.Source VALUES (1, 'one'), (2, 'two'), (3, 'three');`,
  'rules.yml': 'mask: ["*.Email"]\n',
};

it('migrates several sources as one, a masked sample of them', async () => {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const args = ['migrate', 'dw', '--source', 'staging', '--out', 'out', '--rows', '2', '--mask', 'rules.yml', '--json'];
  const env = { DATAMIGRATE_MASK_KEY: '0123456789abcdef' };
  const { code, stdout, stderr } = await run(args, { cwd: folder, env });
  expect([code, stderr.replace(/^.*\n/gm, '')]).toEqual([0, '']);
  const { objects } = JSON.parse(stdout) as Report;
  expect(objects.map(({ id, verdict, rows }) => [id, verdict, rows])).toEqual([
    ['Staging.web.Source', 'equal', { from: 'scripts', count: 2, sampled: true }],
    ['dbo.Fact', 'equal', { from: 'file', file: 'dbo.Fact.csv', count: 2, sampled: true, masked: true }],
    ['dbo.V', 'equal', undefined],
  ]);
  for (const name of ['report.json', 'run.json', 'options.json', 'events.jsonl'])
    expect(readFileSync(join(folder, 'out', '.datamigrate', name), 'utf8')).not.toMatch(/0123456789abcdef|ann@example/);
});
