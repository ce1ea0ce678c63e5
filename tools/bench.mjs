#!/usr/bin/env node
// `npm run bench -- AREA [options]`: speed, beside peers where they are installed. One module an area under tools/bench/.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runAreas } from './lib/run-areas.mjs';

/** As the service starts the processes in which migrations run. */
const FLAGS = new URL('../apps/server/dist/worker/memory-flags.js', import.meta.url);
const { MEMORY_FLAGS } = existsSync(fileURLToPath(FLAGS)) ? await import(FLAGS.href) : { MEMORY_FLAGS: [] };

if (MEMORY_FLAGS.every((flag) => process.execArgv.includes(flag))) {
  process.exitCode = await runAreas('bench', process.argv.slice(2));
} else {
  const [, file, ...args] = process.argv;
  const { status } = spawnSync(process.execPath, [...MEMORY_FLAGS, file, ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
