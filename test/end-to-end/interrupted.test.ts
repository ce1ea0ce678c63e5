import { describe, expect, it } from 'vitest';
import { cli, hasDbt, startCli, until } from './support/cli.js';
import { smallRun } from './support/small-run.js';

describe.skipIf(!hasDbt || process.platform === 'win32')('Ctrl-C', () => {
  it.each([
    ['while objects are converted', /^executor /m],
    ['while dbt runs', /^tester /m],
  ])('%s ends in order, and resume goes on', async (_, sign) => {
    const { source, migrated } = smallRun();
    const { child, finished } = startCli(['migrate', source, '--out', migrated.out]);
    let said = '';
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    await until(child, () => sign.test(said));
    expect(said).toMatch(sign);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/Stopping after the step at hand/);
    expect(stderr).toContain(`Stopped. Go on with: datamigrate resume ${migrated.out}`);
    expect(stderr).not.toMatch(/^error|internal error/m);
    expect(migrated.run().status).toBe('cancelled');

    const before = migrated.finishedSteps();
    const resumed = await cli('resume', migrated.out);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toMatch(/5 of 5 tables and views equal/);
    const after = migrated.finishedSteps();
    expect([...before].filter(([step, time]) => after.get(step) !== time)).toEqual([]);
  });
});
