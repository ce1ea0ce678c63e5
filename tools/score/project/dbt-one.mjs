import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The commands that a strict reviewer runs: what dbt complains of anywhere is a fault. */
const COMMANDS = [
  { title: 'dbt parse, strict schemas', command: 'parse', strictSchemas: true },
  { title: 'dbt build', command: 'build', fullRefresh: true },
  { title: 'dbt build, once more', command: 'build' },
  { title: 'dbt docs generate', command: 'docs-generate' },
  { title: 'dbt compile', command: 'compile' },
];

/** Models may ask for the time; two dbts that compile one after the other have to be told the same. */
export const CLOCK = { now: '2024-02-29 12:00:00', today: '2024-02-29' };

/**
 * Runs dbt over a project with every warning as an error, data tests that warn too, and tells what it complains of.
 *
 * @param {string} root of the repository
 * @param {string} folder of the project; its warehouse is built again
 */
export async function judgedByDbt(root, folder) {
  const { findDbtEnvironment, runDbt } = await import(
    pathToFileURL(join(root, 'packages/dbt-runner/dist/index.js')).href
  );
  const environment = findDbtEnvironment();
  if (!environment.ok) {
    console.log('dbt: not run, it is not installed');
    return 0;
  }
  let faults = 0;
  for (const { title, ...options } of COMMANDS) {
    const run = { environment: environment.value, projectDir: folder, profilesDir: folder, vars: CLOCK, ...options };
    const outcome = await runDbt({ ...run, warnError: true });
    const bad = outcome.nodes.filter(({ status }) => BAD.has(status));
    const complaints = [...outcome.warnings, ...outcome.deprecations, ...outcome.errors, ...bad];
    const seconds = (outcome.durationMs / 1000).toFixed(1);
    const nodes = outcome.nodes.length > 0 ? `${outcome.nodes.length} nodes, ` : '';
    console.log(`${title}: ${outcome.status}, ${nodes}${complaints.length} complaints, ${seconds} s`);
    for (const { message = '', uniqueId = '' } of complaints.slice(0, 5))
      console.log(`  ${uniqueId} ${message.trim().split('\n')[0]}`);
    faults += complaints.length + (outcome.status === 'ok' ? 0 : 1);
  }
  return faults;
}

const BAD = new Set(['error', 'fail', 'warn', 'runtime error', 'skipped']);
