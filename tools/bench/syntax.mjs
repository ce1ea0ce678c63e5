// `npm run bench -- syntax`: bytes a second of the T-SQL front end, beside the parsers of others that are installed.
import { performance } from 'node:perf_hooks';
import { openPeers } from '../peers/peers.mjs';
import { megabytes, speedOf } from '../peers/speed-of.mjs';
import { FILE_CORPORA, fileScripts, haveCorpora } from '../score/syntax/corpora.mjs';

/** Longest time for one figure. */
const SECONDS = 4;

export async function bench(args) {
  const syntax = await import('@datamigrate/tsql-syntax');
  const batches = haveCorpora() ? corpusBatches(syntax) : sampleBatches();
  const ours = (sql) => {
    for (const batch of syntax.readScript(sql)) for (const _ of batch.statements());
  };
  console.log(`${batches.length} batches, ${megabytes(batches).toFixed(1)} MB${haveCorpora() ? '' : ' (made up)'}\n`);
  const table = [['parser', 'batches read', 'MB/s', 'ours on the same', 'ratio']];
  for (const peer of await openPeers(args)) {
    for (const task of ['parse', 'transpile']) {
      const taken = await peer.accepts(task, batches);
      const both = batches.filter((_, i) => taken[i]);
      const theirs = await peer.speed(task, both, SECONDS);
      const own = speedOf(ours, both, SECONDS);
      const ratio = theirs === 0 ? '' : `${(own / theirs).toFixed(1)} x`;
      table.push([`${peer.name}, ${task}`, String(both.length), theirs.toFixed(2), own.toFixed(1), ratio]);
    }
  }
  table.push(['datamigrate, all batches', String(batches.length), speedOf(ours, batches, SECONDS).toFixed(1), '', '']);
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
