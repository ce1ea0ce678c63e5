// One case through the command line, as a user would run it.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstDifference } from './first-difference.mjs';

const CLI = fileURLToPath(new URL('../../../apps/cli/bin/datamigrate.mjs', import.meta.url));
const EQUAL = new Set(['equal', 'equal-tolerance']);

/**
 * What became of a case: `equal` when procedures are claimed to be equal and their tables are, `wrong` when they are not.
 * The claim is not taken from the report: the tables of every step are compared with what SQL Server holds.
 */
export async function migrateCase(each) {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-score-'));
  try {
    const source = join(folder, 'src');
    const out = join(folder, 'out');
    mkdirSync(source);
    for (const { name, path } of each.scripts) copyFileSync(path, join(source, name));
    const scenario = join(folder, 'scenario.json');
    writeFileSync(scenario, JSON.stringify(each.scenario));
    const started = performance.now();
    const ran = await run([CLI, 'migrate', source, '--out', out, '--scenario', scenario, '--keep-steps', '--json']);
    const base = { name: each.name, hard: each.hard, seconds: (performance.now() - started) / 1000 };
    const report = parsed(ran.stdout);
    if (!report) return { ...base, state: 'wrong', why: `no report: ${ran.stderr.slice(-300)}`, reasons: [] };
    const procedures = report.objects.filter(({ kind }) => kind === 'procedure');
    const claimed = procedures.some(({ verdict }) => EQUAL.has(verdict));
    const reasons = procedures.filter(({ verdict }) => !EQUAL.has(verdict)).map(reasonOf);
    if (!claimed) return { ...base, state: 'not-claimed', reasons };
    const why = await firstDifference(each, report, join(out, '.datamigrate', 'scenario'));
    return { ...base, state: why === undefined ? 'equal' : 'wrong', ...(why === undefined ? {} : { why }), reasons };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why a procedure is not equal: the first error of a refused one, otherwise the first finding. */
function reasonOf({ id, verdict, issues }) {
  const issue = issues.find(({ severity }) => severity === 'error') ?? issues[0];
  return { id, verdict, code: issue?.code ?? verdict, message: issue?.message ?? '' };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
      child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
    child.on('close', () => resolve(texts));
  });
}
