import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, hasDbt } from './support/cli.js';
import { smallRun } from './support/small-run.js';

describe.skipIf(!hasDbt)('a run with checkpoints', () => {
  it('takes a new name from the plan everywhere, and tells what is wrong with an edit', async () => {
    const { source, migrated } = smallRun();
    const stopped = await cli('migrate', source, '--out', migrated.out, '--checkpoint', 'plan', '--json');
    expect(stopped.code, stopped.stderr).toBe(0);
    const planFile = migrated.path('.datamigrate/plan.yml');
    expect(JSON.parse(stopped.stdout)).toEqual({ status: 'stopped-at-checkpoint', checkpoint: 'plan', planFile });
    expect(Object.keys(migrated.project())).toEqual([]);

    const plan = migrated.text('.datamigrate/plan.yml');
    expect(plan).toMatch(/\bcustomer_list\b/);
    for (const [edited, complaint] of [
      [plan.replace('action: convert', 'action: convrt'), /action/],
      [plan.replace(/\bcustomer_list\b/, 'Customer List'), /Customer List/],
      [plan.replace(/\bcustomer_list\b/, 'credit_by_region'), /credit_by_region/],
      [`${plan}\n  - : [`, /line \d+/],
    ] as const) {
      expect(edited).not.toBe(plan);
      writeFileSync(planFile, edited);
      const refused = await cli('resume', migrated.out);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toMatch(/^error\[run-plan-invalid\]: [^\n]+\n {2}help: [^\n]+\n$/);
      expect(refused.stderr).toMatch(complaint);
    }

    writeFileSync(planFile, plan.replaceAll(/\bcustomer_list\b/g, 'dim_client'));
    const resumed = await cli('resume', migrated.out);
    expect(resumed.code, resumed.stderr).toBe(0);
    const project = migrated.project();
    expect(Object.keys(project)).toContain('models/marts/small/dim_client.sql');
    expect(project['models/marts/small/credit_by_region.sql']).toContain("ref('dim_client')");
    expect(project['models/marts/small/_small__models.yml']).toContain('name: dim_client');
    // As a name within a query the old one may stay.
    expect(JSON.stringify(project)).not.toMatch(/ref\('customer_list'\)|name: customer_list|customer_list\.sql/);
    expect(migrated.object('dbo.CustomerList')).toMatchObject({ verdict: 'equal', models: ['dim_client'] });
    expect(migrated.object('dbo.CreditByRegion')).toMatchObject({ verdict: 'equal' });
    expect(migrated.text('.datamigrate/report.json')).not.toContain('"customer_list"');
    expect(resumed.stdout).toContain('-> dim_client');
  });

  it('stops wherever it is asked to, and goes on', async () => {
    const { source, migrated } = smallRun();
    const stops: string[] = [];
    let finished = await cli('migrate', source, '--out', migrated.out, '--checkpoint', 'assess,plan,object');
    for (let i = 0; i < 20 && /^Stopped after/.test(finished.stdout); i++) {
      stops.push(finished.stdout.split('\n')[0] ?? '');
      expect(finished).toMatchObject({ code: 0 });
      expect(finished.stdout).toContain(`Go on with: datamigrate resume ${migrated.out}`);
      finished = await cli('resume', migrated.out);
    }
    expect(finished.code, finished.stderr).toBe(0);
    expect(stops).toEqual([
      'Stopped after the assessment, as asked.',
      'Stopped after the plan, as asked.',
      ...Array.from({ length: 6 }, () => 'Stopped after an object, as asked.'),
    ]);
    expect(finished.stdout).toMatch(/5 of 5 tables and views equal/);
  });
});
