// Stands for tsc, biome and vitest: writes down how it was called; FAKE_<NAME>_EXIT is its exit code.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';

export function run(name) {
  const args = process.argv.slice(2);
  appendFileSync('calls.log', `${[name, ...args].join(' ')}\n`);
  const exit = Number(process.env[`FAKE_${name.toUpperCase()}_EXIT`] ?? 0);
  if (exit !== 0) process.stdout.write(`${name} is not content with a.ts\n`);
  if (name === 'tsc' && exit === 0) {
    mkdirSync('packages/one/dist', { recursive: true });
    writeFileSync('packages/one/dist/.tsbuildinfo', '');
  }
  const report = args.find((arg) => arg.startsWith('--outputFile.json='))?.split('=')[1];
  if (report) {
    const totals = { numPassedTests: 7, numFailedTests: exit, numPendingTests: 1, numTodoTests: 1 };
    writeFileSync(report, JSON.stringify(totals));
  }
  process.exit(exit);
}
