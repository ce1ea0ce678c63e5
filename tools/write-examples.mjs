#!/usr/bin/env node
// `node tools/write-examples.mjs [--check]`: docs/examples, one page a view: the original and the model that comes of it.
// With --check nothing is written; it ends with 1 where a page is not what the translation gives today.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceObjects } from '../apps/cli/dist/commands/translate/source-objects.js';
import { examplePages } from './examples/example-pages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'docs', 'examples');

const pages = examplePages(ROOT, SourceObjects);
const check = process.argv.includes('--check');
mkdirSync(FOLDER, { recursive: true });
let stale = 0;
for (const [name, text] of pages) {
  const path = join(FOLDER, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale++;
  if (check) {
    console.error(
      `docs/examples/${name} is not what the translation gives; node tools/write-examples.mjs writes it anew.`,
    );
  } else writeFileSync(path, text);
}
console.log(`${pages.size} pages, ${stale} ${check ? 'out of date' : 'written'}`);
process.exitCode = check && stale > 0 ? 1 : 0;
