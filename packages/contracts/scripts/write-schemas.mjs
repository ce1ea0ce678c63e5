// Writes schemas/*.json from the zod schemas. Run it after a change: node packages/contracts/scripts/write-schemas.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonSchemaFiles } from '../dist/index.js';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
const files = jsonSchemaFiles();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(folder + name);
for (const [name, text] of files) writeFileSync(folder + name, text);

const biome = fileURLToPath(new URL('../../../node_modules/@biomejs/biome/bin/biome', import.meta.url));
execFileSync(process.execPath, [biome, 'format', '--write', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
