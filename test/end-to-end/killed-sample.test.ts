import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, hasDbt, killTree, ROOT, startCli, until } from './support/cli.js';
import { lastingPart, MigratedFolder } from './support/migrated-folder.js';

const SAMPLE = join(ROOT, 'samples/harbor-trading');

it.skipIf(!hasDbt || process.platform !== 'linux')('the sample survives kills at every stage', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'datamigrate-killed-sample-'));
  try {
    const migrated = new MigratedFolder(join(folder, 'out'));
    const atWork: readonly (readonly [command: string, sign: RegExp])[] = [
      ['migrate', /^executor /m],
      ['resume', /^tester /m],
      ['resume', /^\[30\/72\] /m],
    ];
    let records = new Map<string, number>();
    for (const [command, sign] of atWork) {
      const args = command === 'migrate' ? ['migrate', SAMPLE, '--out', migrated.out] : ['resume', migrated.out];
      const { child, finished } = startCli(args);
      let said = '';
      child.stderr?.on('data', (chunk) => (said += String(chunk)));
      await until(child, () => sign.test(said));
      expect(said).toMatch(sign);
      killTree(child.pid ?? 0);
      await finished;
      const now = migrated.finishedSteps();
      expect([...records].filter(([step, time]) => now.get(step) !== time)).toEqual([]);
      records = now;
    }
    expect(records.size).toBeGreaterThan(72);
    const resumed = await cli('resume', migrated.out, '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    const after = migrated.finishedSteps();
    expect([...records].filter(([step, time]) => after.get(step) !== time)).toEqual([]);
    const resumedReport = migrated.report();

    const again = await cli('migrate', SAMPLE, '--out', migrated.out, '--force');
    expect(again.code, again.stderr).toBe(0);
    expect(lastingPart(resumedReport)).toEqual(lastingPart(migrated.report()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
