import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../testing/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'exec-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const TABLES = file(
  'tables.sql',
  "CREATE TABLE dbo.T (Id int NOT NULL, Name varchar(10) NULL)\nGO\nINSERT dbo.T VALUES (1, 'a'), (2, NULL)\n",
);

describe('exec', () => {
  it('shows result sets, messages and the number of rows', async () => {
    const query = file('query.sql', "SELECT Id, Name FROM dbo.T ORDER BY Id\nPRINT 'done'\n");
    const { code, stdout } = await run(['exec', TABLES, query]);
    expect(code).toBe(0);
    expect(stdout).toBe(['Id  Name', '--  ----', '1   a', '2   NULL', '(2 rows)', '', 'done', ''].join('\n'));
  });

  it('gives every line of --jsonl a database of its own', async () => {
    const lines = file(
      'lines.jsonl',
      ['DELETE dbo.T; SELECT COUNT(*) AS n FROM dbo.T', 'SELECT COUNT(*) AS n FROM dbo.T', 'SELECT 1 / 0 AS n']
        .map((sql, i) => JSON.stringify({ id: `${i}`, sql }))
        .join('\n'),
    );
    const { code, stdout } = await run(['exec', '--jsonl', lines, '--schema', TABLES]);
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, resultSets, error }) => [id, resultSets[0]?.rows, error?.number])).toEqual([
      ['0', [['0']], undefined],
      ['1', [['2']], undefined],
      ['2', [], 8134],
    ]);
    expect(answers[1].resultSets[0].columns).toEqual([{ name: 'n', type: 'int' }]);
  });

  it('ends with 1 for an error of T-SQL and names its place', async () => {
    const { code, stderr } = await run(['exec', file('bad.sql', 'SELECT *\nFROM dbo.Missing\n')]);
    expect(code).toBe(1);
    expect(stderr).toContain('208');
    expect(stderr).toContain("Invalid object name 'dbo.Missing'");
  });

  it('ends with 2 when a file cannot be read', async () => {
    expect((await run(['exec', join(folder, 'none.sql')])).code).toBe(2);
    expect((await run(['exec'])).code).toBe(2);
  });
});
