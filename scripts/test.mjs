// All checks of a clone. With arguments (`npm test -- packages/foundation`) only vitest runs, with these arguments.
import { runMain } from './lib/run-main.mjs';

runMain(async () => {
  const { setUp } = await import('./lib/set-up.mjs');
  const { runPhases, sideBySide, tool } = await import('./lib/phases.mjs');
  const { forgetReport, REPORT, testTotals } = await import('./lib/test-totals.mjs');
  const setup = {
    name: 'set-up',
    run: async () => {
      await setUp();
      return 0;
    },
  };
  const vitest = (/** @type {string[]} */ ...args) => tool('tests', 'vitest/vitest.mjs', ['run', ...args]);

  const wanted = process.argv.slice(2);
  if (wanted.length > 0) return runPhases([setup, vitest(...wanted)]);
  forgetReport();
  const code = await runPhases([
    setup,
    tool('lint', '@biomejs/biome/bin/biome', ['check', '.']),
    tool('types', 'typescript/bin/tsc', ['-b']),
    sideBySide('types elsewhere', [
      tool('types of tests', 'typescript/bin/tsc', ['-p', 'tsconfig.tests.json']),
      tool('types of pages', 'vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'apps/web']),
    ]),
    vitest('--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`),
  ]);
  process.stderr.write(testTotals());
  return code;
});
