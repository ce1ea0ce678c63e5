// `npm run bench -- syntax`: bytes a second of the T-SQL front end, beside the parsers of others that are installed.
import { performance } from 'node:perf_hooks';
import { FILE_CORPORA, fileScripts, haveCorpora } from '../score/syntax/corpora.mjs';

/** Longest time for one figure. */
const SECONDS = 4;

/** Parsers of others; each takes one batch and throws when it cannot read it. They are no dependencies of ours. */
const PEERS = {
  'node-sql-parser': async () => {
    const { Parser } = (await import('node-sql-parser')).default;
    const parser = new Parser();
    return (sql) => parser.astify(sql, { database: 'transactsql' });
  },
  '@polyglot-sql/sdk': async () => {
    const { parse } = await import('@polyglot-sql/sdk');
    return (sql) => parse(sql, 'tsql');
  },
};

export async function bench() {
  const syntax = await import('@datamigrate/tsql-syntax');
  const batches = haveCorpora() ? corpusBatches(syntax) : sampleBatches();
  const ours = (sql) => {
    for (const batch of syntax.readScript(sql)) for (const _ of batch.statements());
  };
  console.log(`${batches.length} batches, ${megabytes(batches).toFixed(1)} MB${haveCorpora() ? '' : ' (made up)'}\n`);
  const table = [['parser', 'batches read', 'MB/s']];
  for (const [name, load] of Object.entries(PEERS)) {
    const parse = await load().catch(() => undefined);
    if (!parse) {
      table.push([name, 'not installed', '']);
      continue;
    }
    const read = batches.filter((sql) => reads(parse, sql));
    table.push([name, String(read.length), speed(parse, read).toFixed(2)]);
    table.push(['datamigrate, the same batches', String(read.length), speed(ours, read).toFixed(2)]);
  }
  table.push(['datamigrate', String(batches.length), speed(ours, batches).toFixed(2)]);
  print(table);
  console.log('\nA script of INSERTs, batch by batch:');
  print([['size', 'seconds', 'MB/s', 'heap'], ...[1, 10, 100].map((size) => scaling(syntax, size))]);
  return 0;
}

function corpusBatches(syntax) {
  const batches = [];
  for (const corpus of FILE_CORPORA) {
    for (const { bytes } of fileScripts(corpus)) {
      const decoded = syntax.decodeSource(bytes);
      if (!decoded.ok) continue;
      const { text } = decoded.value;
      for (const batch of syntax.parseScript(text)) {
        const sql = text.slice(batch.start, batch.end).trim();
        if (sql !== '' && batch.diagnostics.length === 0) batches.push(sql);
      }
    }
  }
  return batches;
}

function sampleBatches() {
  const sql = `CREATE PROCEDURE dbo.LoadCustomer @from date AS
BEGIN
  SET NOCOUNT ON;
  MERGE dbo.Customer AS t USING (SELECT Id, Name FROM staging.Customer WHERE Changed >= @from) AS s ON t.Id = s.Id
  WHEN MATCHED AND t.Name <> s.Name THEN UPDATE SET Name = s.Name
  WHEN NOT MATCHED THEN INSERT (Id, Name) VALUES (s.Id, s.Name);
END`;
  return Array.from({ length: 2000 }, (_, i) => sql.replaceAll('Customer', `Customer${i}`));
}

function reads(parse, sql) {
  try {
    parse(sql);
    return true;
  } catch {
    return false;
  }
}

function megabytes(batches) {
  return batches.reduce((sum, sql) => sum + sql.length, 0) / 1e6;
}

/** Megabytes a second once warm: the best round of a few seconds. */
function speed(parse, batches) {
  if (batches.length === 0) return 0;
  const size = megabytes(batches);
  const deadline = performance.now() + SECONDS * 1000;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 || performance.now() < deadline; round++) {
    const started = performance.now();
    for (const sql of batches) parse(sql);
    best = Math.min(best, performance.now() - started);
  }
  return size / (best / 1000);
}

/** Reads a script of so many megabytes; memory stays that of one batch. */
function scaling(syntax, size) {
  const row = "INSERT INTO dbo.Table1 (a, b, c) VALUES (1, N'some text here', 3.14);\n";
  const batch = `${row.repeat(500)}GO\n`;
  const text = batch.repeat(Math.ceil((size * 1e6) / batch.length));
  const started = performance.now();
  let statements = 0;
  for (const reader of syntax.readScript(text)) for (const _ of reader.statements()) statements++;
  const seconds = (performance.now() - started) / 1000;
  if (statements === 0) throw new Error('nothing was read');
  const heap = process.memoryUsage().heapUsed / 1e6;
  return [`${size} MB`, seconds.toFixed(2), (text.length / 1e6 / seconds).toFixed(1), `${heap.toFixed(0)} MB`];
}

function print(table) {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)));
  for (const row of table) console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  '));
}
