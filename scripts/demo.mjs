// The whole product in one command, on the sample database. Arguments after `--` go to `datamigrate migrate`.
import { runMain } from './lib/run-main.mjs';

runMain(async () => {
  const { setUp } = await import('./lib/set-up.mjs');
  const { runCli } = await import('./lib/run-cli.mjs');
  await setUp();
  const job = ['migrate', 'samples/harbor-trading', '--out', 'demo-output', '--target', 'duckdb', '--force'];
  return runCli([...job, ...process.argv.slice(2)]);
});
