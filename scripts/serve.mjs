// The service of this clone. Arguments after `--` go to `datamigrate serve`: `npm run serve -- --demo`.
import { runMain } from './lib/run-main.mjs';

runMain(async () => {
  const { setUp } = await import('./lib/set-up.mjs');
  const { runCli } = await import('./lib/run-cli.mjs');
  await setUp();
  return runCli(['serve', ...process.argv.slice(2)]);
});
