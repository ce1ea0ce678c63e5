#!/usr/bin/env node
// `npm run score -- AREA [options]`: conformance and corpus figures. One module an area under tools/score/.
import { readdirSync } from 'node:fs';

const areas = readdirSync(new URL('./score/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.mjs'))
  .map((entry) => entry.name.slice(0, -'.mjs'.length));

const [area, ...rest] = process.argv.slice(2);
const chosen = area === undefined || area.startsWith('-') ? areas : [area];
const args = area === undefined || !area.startsWith('-') ? rest : [area, ...rest];

for (const name of chosen) {
  if (!areas.includes(name)) {
    console.error(`score: unknown area '${name}'; there are: ${areas.join(', ')}`);
    process.exit(2);
  }
  const { score } = await import(`./score/${name}.mjs`);
  const code = await score(args);
  if (code) process.exitCode = code;
}
