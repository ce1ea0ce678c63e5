import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const OBSERVER = new URL('./observe.mjs', import.meta.url).href;

/**
 * Runs the command line in a process of its own and gives the milliseconds of each part. What one part does for another
 * counts once: dbt runs inside of the evaluation, too.
 * @param {string} root @param {string} source @param {string} out
 * @returns {{ parts: Record<string, number>, cpu: number }}
 */
export function measureRun(root, source, out) {
  const file = `${out}.json`;
  const cli = join(root, 'apps/cli/bin/datamigrate.mjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', OBSERVER, cli, 'migrate', source, '--out', out, '--quiet', '--json'],
    {
      env: { ...process.env, DATAMIGRATE_BENCH: file },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(`the migration ended with ${status}:\n${stderr}`);
  const { measures, total, cpu } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return { parts: partsOf(measures, total), cpu };
}

/** @param {readonly { part: string, start: number, end: number }[]} measures @param {number} total */
function partsOf(measures, total) {
  const parts = { start: measures.length > 0 ? Math.min(...measures.map(({ start }) => start)) : total };
  // Measures nest and never cross: sorted by start, the open ones are a stack.
  const open = [];
  for (const measure of [...measures].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while (open.length > 0 && open.at(-1).end <= measure.start) open.pop();
    const length = measure.end - measure.start;
    const around = open.at(-1)?.part;
    if (around !== undefined) parts[around] -= length;
    parts[measure.part] = (parts[measure.part] ?? 0) + length;
    open.push(measure);
  }
  const known = Object.values(parts).reduce((a, b) => a + b, 0);
  return { ...parts, rest: total - known };
}
