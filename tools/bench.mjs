#!/usr/bin/env node
// `npm run bench -- AREA [options]`: speed, beside peers where they are installed. One module an area under tools/bench/.
import { readdirSync } from 'node:fs';

const areas = readdirSync(new URL('./bench/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.mjs'))
  .map((entry) => entry.name.slice(0, -'.mjs'.length));

const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith('-');

for (const name of named ? [first] : areas) {
  if (!areas.includes(name)) {
    console.error(`bench: unknown area '${name}'; there are: ${areas.join(', ')}`);
    process.exit(2);
  }
  const { bench } = await import(`./bench/${name}.mjs`);
  const code = await bench(named ? rest : process.argv.slice(2));
  if (code) process.exitCode = code;
}
