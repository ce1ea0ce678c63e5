import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openJsonLines, readJsonLines } from './json-lines.js';

it.each([
  ['', ''],
  ['{"a":1}\n', '{"a":1}\n'],
  ['{"a":1}\n{"a":', '{"a":1}\n'],
  ['{"a":1}\n{"a":2}', '{"a":1}\n{"a":2}\n'],
  ['{"a', ''],
  ['{"a":"\u00e4', ''],
])('repairs what a kill left: %j', async (left, repaired) => {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, left);
  const lines = await openJsonLines(file);
  lines.append({ b: 1 });
  lines.append({ b: 2 });
  lines.close();
  expect(readFileSync(file, 'utf8')).toBe(`${repaired}{"b":1}\n{"b":2}\n`);
  expect((await readJsonLines(file)).slice(-2)).toEqual([{ b: 1 }, { b: 2 }]);
});
