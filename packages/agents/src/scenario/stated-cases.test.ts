import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { StatedSteps, type Step } from '../testing/stated-steps.js';

/** Cases beside the repository; not everybody has them. */
const CASES = fileURLToPath(new URL('../../../../../shared/conformance/procedures/', import.meta.url));
const SCRIPTS = ['schema.sql', 'data.sql', 'modules.sql'];
/** The shapes that are hardest to state, so that a run takes seconds; STATED=b05,l runs others. */
const SHAPES = process.env['STATED']?.split(',') ?? [
  'b06',
  'b08',
  'b09',
  'b10',
  'b11',
  'b18',
  'b19',
  'b21',
  'b24',
  'b25',
  'b27',
];
const names = existsSync(CASES)
  ? readdirSync(CASES).filter((name) => SHAPES.some((shape) => name.startsWith(shape)))
  : [];
/** Not stated, and why: rows that are only known when they are read, an object outside of the source. */
const OPEN: ReadonlySet<string> = new Set(['b08-cursor-skip-bad-rows']);

it.each(names)('%s: as SQL Server leaves it', { timeout: 60_000 }, async (name) => {
  const folder = join(CASES, name);
  const { steps, targets } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as {
    steps: readonly Step[];
    targets: readonly string[];
  };
  const files = SCRIPTS.map((file) => join(folder, file)).filter((file) => existsSync(file));
  const stated = new StatedSteps(
    files.map((file) => readFileSync(file, 'utf8')),
    targets,
  );
  onTestFinished(() => stated.close());
  const outcomes = (await stated.run(steps)).map(({ outcome }) => outcome);
  if (OPEN.has(name)) expect(outcomes.every((outcome) => outcome.startsWith('refused: '))).toBe(true);
  else expect([...new Set(outcomes)].filter((outcome) => outcome !== 'equal')).toEqual([]);
});
