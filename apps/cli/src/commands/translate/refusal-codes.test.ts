import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dialectDiagnostics } from '@datamigrate/dialects';
import { relationalDiagnostics } from '@datamigrate/relational';
import { parseScript } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import type { Definition } from './read-schema.js';
import { translateBatch } from './translate-batch.js';

const TABLES = `
CREATE TABLE dbo.Item (Id int NOT NULL, Name nvarchar(20) NULL, Stamp datetime NULL, Place sql_variant NULL);
`;

const schema: readonly Definition[] = [...parseScript(TABLES)].flatMap(({ statements }) =>
  statements.map((statement) => ({ statement, text: TABLES })),
);

/** One batch for each code that refuses a translation. */
const CASES: readonly (readonly [code: string, sql: string])[] = [
  ['lower-unsupported', 'SELECT Id FROM dbo.Item FOR XML AUTO'],
  ['lower-no-rows', 'DECLARE @a int = 1'],
  [
    'lower-text-equality',
    "CREATE FUNCTION dbo.f(@t nvarchar(20)) RETURNS TABLE AS RETURN SELECT @t AS t\nGO\nSELECT COUNT(*) AS n FROM dbo.f(N'ß') AS x WHERE x.t = N'ss' COLLATE Latin1_General_CI_AI",
  ],
  ['lower-text-order', 'SELECT TOP 1 Id FROM dbo.Item ORDER BY Name COLLATE Latin1_General_CS_AS'],
  ['lower-pattern', "SELECT Id FROM dbo.Item WHERE Name LIKE 'a' ESCAPE '!!'"],
  ['lower-variable', 'SELECT @@ROWCOUNT AS n'],
  ['lower-nondeterministic', 'SELECT RAND() AS r'],
  ['lower-run-decides', 'SELECT Id FROM dbo.Item WHERE Name = SUSER_SNAME()'],
  ['lower-unknown-object', 'SELECT name FROM sys.objects'],
  ['lower-refused-object', 'CREATE VIEW dbo.v AS SELECT RAND() AS r\nGO\nSELECT r FROM dbo.v'],
  ['render-no-function', 'SELECT CHECKSUM(Id) AS c FROM dbo.Item'],
  ['render-no-conversion', 'SELECT CAST(Name AS xml) AS x FROM dbo.Item'],
  ['lower-xml-path', "SELECT CAST(Name AS xml).value('(//a)[1]', 'int') AS v FROM dbo.Item"],
  ['render-unsupported', 'SELECT Place FROM dbo.Item'],
];

describe('codes of what is refused', () => {
  it.each(CASES)('%s: %s', (code, sql) => {
    const line = translateBatch('x', sql, { schema, fidelity: 'proven' });
    expect(line.status).toBe('refused');
    expect(line.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });

  const codes = [...Object.keys(relationalDiagnostics.definitions), ...Object.keys(dialectDiagnostics.definitions)];

  it.each(codes)('%s has a case and a page', (code) => {
    const page = fileURLToPath(new URL(`../../../../../docs/issues/${code}.md`, import.meta.url));
    expect(existsSync(page)).toBe(true);
    expect(CASES.some(([covered]) => covered === code)).toBe(true);
  });
});
