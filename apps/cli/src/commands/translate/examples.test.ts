import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { SourceObjects } from './source-objects.js';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));

interface ExamplePages {
  examplePages(root: string, objects: typeof SourceObjects): ReadonlyMap<string, string>;
}

it('docs/examples shows what the translation gives today (node tools/write-examples.mjs writes it)', async () => {
  const script = '../../../../../tools/examples/example-pages.mjs';
  const { examplePages } = (await import(/* @vite-ignore */ script)) as ExamplePages;
  const pages = examplePages(ROOT, SourceObjects);
  const stale = [...pages].filter(([name, text]) => {
    const path = join(ROOT, 'docs/examples', name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  expect(stale.map(([name]) => name)).toEqual([]);
  expect(pages.size).toBeGreaterThan(20);
  // None of the examples is one of what is refused.
  expect([...pages].filter(([, text]) => text.includes('## Refused')).map(([name]) => name)).toEqual([]);
});
