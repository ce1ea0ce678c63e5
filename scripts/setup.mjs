// Makes a clone ready to work: npm packages, the Python environment of dbt, the TypeScript build. Safe to run at any time.
import { runMain } from './lib/run-main.mjs';

runMain(async () => {
  const { setUp } = await import('./lib/set-up.mjs');
  const worked = await setUp();
  if (!worked) process.stderr.write('set-up: everything is in place\n');
  return 0;
});
