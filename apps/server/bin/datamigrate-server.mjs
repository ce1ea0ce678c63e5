#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/index.js', import.meta.url);
if (existsSync(fileURLToPath(built))) {
  const { runProcess } = await import(built.href);
  await runProcess();
} else {
  process.stderr.write('error: datamigrate is not built yet; run "npm run setup" in its folder first\n');
  process.exitCode = 2;
}
