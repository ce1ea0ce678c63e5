import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseLine, parseLineSchema } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { jsonLines, run, temporaryFolder } from '../../testing/run-cli.js';

const SAMPLE = fileURLToPath(new URL('../../../../../samples/harbor-trading/', import.meta.url));

function linesOf(stdout: string): ParseLine[] {
  return jsonLines(stdout).map((line) => parseLineSchema.parse(line));
}

const PROCEDURE = `CREATE PROCEDURE dbo.P AS
BEGIN
  SET NOCOUNT ON;
  IF 1 = 1 BEGIN UPDATE dbo.T SET a = 1; DELETE FROM dbo.T; END
  BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH
END
`;

it('writes a line for each batch, with places in the file', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.sql'), `SELECT 1\nGO\n\nGO\n${PROCEDURE}GO\n\n`);
  const finished = await run(['parse', '--json', 'a.sql'], { cwd: folder });
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf(finished.stdout)).toEqual([
    {
      id: 'a.sql#1',
      ok: true,
      statements: [{ kind: 'Select', start: 0, end: 8, children: 0 }],
      statementCount: 1,
      opaque: 0,
      roundTrip: true,
      stable: true,
      diagnostics: [],
    },
    {
      id: 'a.sql#2',
      ok: true,
      statements: [{ kind: 'CreateProcedure', start: 16, end: 16 + PROCEDURE.trimEnd().length, children: 7 }],
      statementCount: 8,
      opaque: 0,
      roundTrip: true,
      stable: true,
      diagnostics: [],
    },
  ]);
});

it('lists the statements of a block: BEGIN and END are none', async () => {
  const finished = await run(['parse', '--jsonl', '-'], {
    input:
      '{"id":"b","sql":"BEGIN SELECT 1; BEGIN PRINT \'x\' END END"}\n{"id":"v","sql":"CREATE VIEW v AS SELECT 1 AS a"}',
  });
  const [block, view] = linesOf(finished.stdout);
  expect(block).toMatchObject({ statements: [{ kind: 'Select' }, { kind: 'Print' }], statementCount: 2 });
  expect(view).toMatchObject({ statements: [{ kind: 'CreateView', children: 1 }], statementCount: 2 });
});

it('ends with 1 and says where, when the syntax is wrong', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'bad.sql'), 'SELECT 1\nGO\nSELECT\n  FROM WHERE;\n');
  const text = await run(['parse', 'bad.sql'], { cwd: folder });
  expect(text).toMatchObject({ code: 1, stderr: '' });
  expect(text.stdout).toMatch(/^bad\.sql:4:3: error\[parse-[a-z-]+\]: /);
  expect(text.stdout).toMatch(/\n1 file, 2 batches, \d statements?: \d errors?\n$/);
  const json = await run(['parse', '--json', 'bad.sql'], { cwd: folder });
  expect(linesOf(json.stdout)[1]).toMatchObject({
    ok: false,
    opaque: 1,
    roundTrip: true,
    stable: false,
    diagnostics: [{ severity: 'error', line: 4, column: 3, start: 21 }],
  });
});

const TEXT = "SELECT N'Grüße, €' AS a\nGO\nSELECT 2\n";
const ENCODINGS: Readonly<Record<string, Uint8Array>> = {
  'utf-8': Buffer.from(TEXT),
  'utf-8 with mark': Buffer.from(`\ufeff${TEXT}`),
  'utf-16le with mark': Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
  'utf-16le': Buffer.from(TEXT, 'utf16le'),
  'utf-16be with mark': Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(),
  'windows-1252': Buffer.from(TEXT.replace('€', '\x80'), 'latin1'),
};

it.each(Object.keys(ENCODINGS))('reads %s', async (encoding) => {
  const file = join(temporaryFolder(), 'a.sql');
  writeFileSync(file, ENCODINGS[encoding]!);
  const finished = await run(['parse', '--json', file]);
  expect(finished.code).toBe(0);
  expect(linesOf(finished.stdout)).toMatchObject([
    { ok: true, roundTrip: true, stable: true, statements: [{ start: 0, end: 23 }] },
    { ok: true, roundTrip: true, stable: true, statements: [{ start: 27 }] },
  ]);
});

it('does not claim a round trip for bytes that no character stands for', async () => {
  const file = join(temporaryFolder(), 'odd.sql');
  writeFileSync(file, Buffer.concat([Buffer.from('\ufeffSELECT 1', 'utf16le'), Buffer.from([0x20])]));
  const finished = await run(['parse', '--json', file]);
  expect(linesOf(finished.stdout)).toMatchObject([{ ok: true, roundTrip: false }]);
});

it('takes an empty file for one batch without statements', async () => {
  const file = join(temporaryFolder(), 'empty.sql');
  writeFileSync(file, '');
  const finished = await run(['parse', '--json', file]);
  expect(finished.code).toBe(0);
  expect(linesOf(finished.stdout)).toMatchObject([{ ok: true, statementCount: 0, roundTrip: true, stable: true }]);
});

it('reports every file that it cannot read and parses the others', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'image.sql'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0xff, 0, 7, 0]));
  writeFileSync(join(folder, 'good.sql'), 'SELECT 1');
  const finished = await run(['parse', 'image.sql', 'god.sql', 'sub', 'good.sql'], { cwd: folder });
  expect(finished.code).toBe(2);
  expect(finished.stdout).toBe('1 file, 1 batch, 1 statement: no errors\n');
  expect(finished.stderr).toContain('image.sql: error[parse-binary-file]');
  expect(finished.stderr).toContain(
    'error[cli-file-not-found]: god.sql does not exist.\n  help: Did you mean good.sql?',
  );
  expect(finished.stderr).toContain('error[cli-file-unreadable]: sub cannot be read: it is a folder.');
});

it('answers every line of --jsonl, whatever it holds', async () => {
  const input = [
    '\ufeff{"id":"1","sql":"SELECT \u2028 1"}',
    '',
    '{"id":"2","sql":',
    '{"id":3,"sql":"SELECT 1"}',
    '{"id":"4","sql":""}',
    '{"id":"5","sql":"SELECT 1\\nGO\\nSELECT 2"}',
  ].join('\r\n');
  const finished = await run(['parse', '--jsonl', '-'], { input });
  expect(finished).toMatchObject({ code: 1, stderr: '' });
  expect(linesOf(finished.stdout)).toMatchObject([
    { id: '1', ok: true },
    { id: 'line 3', ok: false, diagnostics: [{ code: 'cli-invalid-input-line' }] },
    { id: 'line 4', ok: false, diagnostics: [{ code: 'cli-invalid-input-line' }] },
    { id: '4', ok: true, statementCount: 0 },
    { id: '5', ok: true, statementCount: 2, roundTrip: true, stable: true },
  ]);
});

it('honours QUOTED_IDENTIFIER', async () => {
  const input = '{"id":"1","sql":"CREATE TABLE \\"t\\" (a int)"}';
  expect((await run(['parse', '--jsonl', '-', '--quoted-identifier', 'off'], { input })).code).toBe(1);
  expect((await run(['parse', '--jsonl', '-'], { input })).code).toBe(0);
});

it('proves the round trip and stability of the whole sample', async () => {
  const files = readdirSync(SAMPLE).filter((name) => name.endsWith('.sql'));
  const finished = await run(['parse', '--json', ...files], { cwd: SAMPLE });
  expect(finished.code).toBe(0);
  const lines = linesOf(finished.stdout);
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter(({ roundTrip, stable, opaque }) => !roundTrip || !stable || opaque > 0)).toEqual([]);
});
