import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, hasDbt, killTree, startCli, until } from './support/cli.js';
import { lastingPart } from './support/migrated-folder.js';
import { PROCEDURE } from './support/small-estate.js';
import { smallRun } from './support/small-run.js';

const EDIT = '\n-- a remark of ours\n';

describe.skipIf(!hasDbt)('migrating again', () => {
  it('with --force replaces what the tool wrote; what people changed is kept aside and merged', async () => {
    const { source, migrated } = smallRun(PROCEDURE);
    const first = await cli('migrate', source, '--out', migrated.out);
    expect(first.code, first.stderr).toBe(0);
    const [report, project] = [lastingPart(migrated.report()), migrated.project()];

    const model = Object.keys(project).find((path) => path.endsWith('/customer_list.sql')) ?? '';
    const edited = `${migrated.text(model)}${EDIT}`;
    appendFileSync(migrated.path(model), EDIT);
    writeFileSync(migrated.path('models/ours.sql'), 'select 1 as one');

    const second = await cli('migrate', source, '--out', migrated.out, '--force');
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/warning: .*customer_list\.sql was changed.*kept.*\[run-file-kept\]/);
    const kept = readdirSync(migrated.path('.datamigrate/kept'), { recursive: true, withFileTypes: true });
    const files = kept.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual([edited]);
    expect(migrated.text('models/ours.sql')).toBe('select 1 as one');

    const { 'models/ours.sql': _, ...rest } = migrated.project();
    expect(rest).toEqual({ ...project, [model]: edited });
    expect(lastingPart(migrated.report()).objects).toEqual(report.objects);
    expect(migrated.run().status).toBe('finished');
  });

  it.skipIf(process.platform !== 'linux')('after a kill before dbt ran keeps nothing aside', async () => {
    const { source, migrated } = smallRun();
    const { child, finished } = startCli(['migrate', source, '--out', migrated.out]);
    await until(child, () => existsSync(migrated.path('warehouse.duckdb')));
    killTree(child);
    await finished;
    const again = await cli('migrate', source, '--out', migrated.out, '--force', '--checkpoint', 'plan');
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).not.toContain('run-file-kept');
    expect(existsSync(migrated.path('.datamigrate/kept'))).toBe(false);
  });
});
