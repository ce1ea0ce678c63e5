// `npm run bench -- migrate [source] [--runs n]`: what each part of a migration takes, dbt apart; without a source,
// Northwind where it is at hand, else the sample. `--tables n --views m` measures an estate that is made up instead.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedEstate } from './migrate/generated-estate.mjs';
import { measureRun } from './migrate/measure-run.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NORTHWIND = join(ROOT, '../shared/corpora/databases/northwind/instnwnd.sql');
const SAMPLE = join(ROOT, 'samples/harbor-trading');

/** Everything but dbt, for a database like Northwind. */
const GOAL_MS = 2000;

const LABELS = {
  start: 'start (modules of Node.js)',
  read: 'read',
  load: 'parse and load',
  land: 'land',
  assess: 'assess',
  plan: 'plan',
  convert: 'lower and render',
  write: 'write the project',
  evaluate: 'evaluate',
  report: 'report',
  rest: 'graph, records, page',
};

/** @param {readonly string[]} args */
export async function bench(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { runs: { type: 'string' }, tables: { type: 'string' }, views: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-bench-'));
  try {
    const isMadeUp = values.tables !== undefined || values.views !== undefined;
    const size = { tables: Number(values.tables ?? 300), views: Number(values.views ?? 600) };
    if (isMadeUp) writeFileSync(join(folder, 'estate.sql'), generatedEstate(size));
    const source = isMadeUp
      ? join(folder, 'estate.sql')
      : (positionals[0] ?? (existsSync(NORTHWIND) ? NORTHWIND : SAMPLE));
    const runs = [];
    for (let i = 0; i < Number(values.runs ?? 3); i++) {
      const out = join(folder, `run-${i}`);
      runs.push(measureRun(ROOT, source, out));
      rmSync(out, { recursive: true, force: true });
    }
    print(isMadeUp ? `${size.tables} tables, ${size.views} views` : source, runs);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} what @param {readonly { parts: Record<string, number>, cpu: number }[]} runs */
function print(what, runs) {
  const line = (label, values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const [best = 0, median = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
    console.log(`${label.padEnd(28)}${best.toFixed(0).padStart(8)}${median.toFixed(0).padStart(8)}`);
  };
  const ours = ({ parts }) => Object.keys(LABELS).reduce((sum, part) => sum + (parts[part] ?? 0), 0);
  console.log(`${what}, ${runs.length} runs, milliseconds\n\n${''.padEnd(28)}    best  median`);
  for (const [part, label] of Object.entries(LABELS)) {
    line(
      label,
      runs.map(({ parts }) => parts[part] ?? 0),
    );
  }
  line('ours together', runs.map(ours));
  line(
    '  of that computing',
    runs.map(({ cpu }) => cpu),
  );
  line(
    'dbt',
    runs.map(({ parts }) => parts.dbt ?? 0),
  );
  const best = Math.min(...runs.map(ours));
  console.log(`\nGoal for a database like Northwind: ours under ${GOAL_MS}; ${best < GOAL_MS ? 'met' : 'not met'}.`);
}
