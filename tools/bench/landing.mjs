// `npm run bench -- landing [--rows N]`: rows a second from a CSV file into a DuckDB file, and the memory that it takes, beside
// DuckDB's own reading of the same file. Ours converts as SQL Server does, fills defaults and computed columns, and checks all
// values; DuckDB reads texts that are right.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../apps/cli/bin/datamigrate.mjs', import.meta.url));
const SCHEMA = `CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, CustomerId int NOT NULL, Amount decimal(18,4) NOT NULL,
  SoldAt datetime2(3) NULL, Region nvarchar(20) NULL);`;
const TYPES =
  "{'Id': 'INTEGER', 'CustomerId': 'INTEGER', 'Amount': 'DECIMAL(18,4)', 'SoldAt': 'TIMESTAMP', 'Region': 'VARCHAR'}";
const AT_A_TIME = 100_000;

export async function bench(args) {
  const rows = args.includes('--rows') ? Number(args[args.indexOf('--rows') + 1]) : 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-bench-'));
  try {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop', 'schema.sql'), SCHEMA);
    const csv = join(folder, 'shop', 'dbo.Sale.csv');
    write(csv, rows);
    const ours = measured(
      [
        'process.argv.push("datamigrate", "extract", process.env.SOURCE, "--land", process.env.FILE, "-q")',
        'await import(process.env.CLI)',
      ],
      { CLI, SOURCE: join(folder, 'shop'), FILE: join(folder, 'ours.duckdb') },
    );
    const theirs = measured(
      [
        'const { DuckDBInstance } = await import("@duckdb/node-api")',
        'const connection = await (await DuckDBInstance.create(process.env.FILE)).connect()',
        `await connection.run("create table t as from read_csv('" + process.env.SOURCE + "', header = true, columns = ${TYPES})")`,
      ],
      { SOURCE: csv, FILE: join(folder, 'theirs.duckdb') },
    );
    console.log(`${rows.toLocaleString('en-US')} rows of five columns\n`);
    print([
      ['', 'seconds', 'rows a second', 'memory, MB'],
      line('extract --land', rows, ours),
      line('DuckDB read_csv', rows, theirs),
    ]);
    return ours.failed || theirs.failed ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(path, rows) {
  const file = openSync(path, 'w');
  writeSync(file, 'Id,CustomerId,Amount,SoldAt,Region\n');
  for (let from = 0; from < rows; from += AT_A_TIME) {
    const lines = [];
    for (let i = from; i < Math.min(rows, from + AT_A_TIME); i++) {
      lines.push(
        `${i},${i % 1000},${((i % 10007) / 100).toFixed(4)},2024-02-29 23:59:59.997,${i % 3 ? 'south' : 'north'}\n`,
      );
    }
    writeSync(file, lines.join(''));
  }
  closeSync(file);
}

/** A process of its own, so that its memory is its own. */
function measured(statements, environment) {
  const text = `process.on('exit', () => console.error('\\nmax-rss ' + process.resourceUsage().maxRSS));\n${statements.join(';\n')}`;
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', text], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    cwd: fileURLToPath(new URL('../../packages/landing/', import.meta.url)),
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) console.error(stderr);
  return { seconds, megabytes: Number(/max-rss (\d+)/.exec(stderr)?.[1] ?? 0) / 1000, failed: status !== 0 };
}

const line = (name, rows, { seconds, megabytes }) => [
  name,
  seconds.toFixed(1),
  Math.round(rows / seconds).toLocaleString('en-US'),
  megabytes.toFixed(0),
];

function print(table) {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)));
  for (const row of table)
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '));
}
