import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { cli, type Finished, killTree, startCli } from './cli.js';
import { lastingPart, type MigratedFolder } from './migrated-folder.js';

export interface Uninterrupted {
  readonly migrated: MigratedFolder;
  readonly milliseconds: number;
}

export async function uninterrupted(source: string, migrated: MigratedFolder): Promise<Uninterrupted> {
  const start = performance.now();
  const finished = await cli('migrate', source, '--out', migrated.out);
  expect(finished.code, finished.stderr).toBe(0);
  return { migrated, milliseconds: performance.now() - start };
}

/** Kills a migration after some time, then goes on with it; the result has to be that of the uninterrupted one. */
export async function killAndResume(
  source: string,
  migrated: MigratedFolder,
  milliseconds: number,
  { all, whole }: { readonly all: boolean; readonly whole: MigratedFolder },
): Promise<void> {
  const { child, finished } = startCli(['migrate', source, '--out', migrated.out]);
  await Promise.race([pause(milliseconds), finished]);
  // dbt has a process group of its own: when it is left, it finds out by itself that nobody waits for it.
  if (all) killTree(child);
  else child.kill('SIGKILL');
  await finished;
  const before = migrated.finishedSteps();
  const isRun = existsSync(migrated.path('.datamigrate/run.json'));
  const resumed = isRun ? await cli('resume', migrated.out) : await cli('migrate', source, '--out', migrated.out);
  expectSame(resumed, migrated, whole);
  const after = migrated.finishedSteps();
  const again = [...before].filter(([step, time]) => after.get(step) !== time).map(([step]) => step);
  expect(again, 'steps that were finished and are done again').toEqual([]);
}

function expectSame({ code, stderr }: Finished, migrated: MigratedFolder, whole: MigratedFolder): void {
  expect(code, stderr).toBe(0);
  expect(stderr).not.toMatch(/^error|internal error/m);
  expect(lastingPart(migrated.report())).toEqual(lastingPart(whole.report()));
  expect(migrated.project()).toEqual(whole.project());
  expect(migrated.trace()).toEqual(whole.trace());
  expect(migrated.run().objects).toEqual(whole.run().objects);
  expect(migrated.run().status).toBe('finished');
}

/** A small generator with a fixed start, so that a failure can be seen again. */
export function seeded(state: number): () => number {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
