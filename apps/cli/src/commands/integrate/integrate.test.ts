import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../../testing/run-cli.js';

const SPEC = {
  name: 'shop',
  target: 'duckdb',
  sources: [{ name: 'dbo', tables: [{ name: 'customer', columns: [{ name: 'id' }] }] }],
  models: [
    {
      name: 'stg_dbo__customer',
      layer: 'staging',
      folder: 'dbo',
      sql: "select id from {{ source('dbo', 'customer') }}",
      columns: [{ name: 'id' }],
    },
  ],
  vars: { as_of: null },
};

function folders(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'shop/.datamigrate'), { recursive: true });
  mkdirSync(join(cwd, 'acme/models'), { recursive: true });
  writeFileSync(join(cwd, 'shop/.datamigrate/project.json'), JSON.stringify(SPEC));
  writeFileSync(join(cwd, 'acme/dbt_project.yml'), 'name: acme\n');
  writeFileSync(
    join(cwd, 'acme/models/sources.yml'),
    'sources: [{name: erp, schema: dbo, tables: [{name: customer}]}]\n',
  );
  return cwd;
}

it('tells what it did and what is left to do', async () => {
  const cwd = folders();
  const { code, stdout, stderr } = await run(['integrate', 'shop', '--into', 'acme'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`2 files written to acme, 0 merged, 0 removed, 0 conflicts

Read through your sources
  source('erp', 'customer') for source('dbo', 'customer')

Called otherwise than in the migration
  stg_dbo__customer is stg_erp__customer

Add to your dbt_project.yml
  vars:
    as_of: null
`);
  expect(readFileSync(join(cwd, 'acme/models/staging/erp/stg_erp__customer.sql'), 'utf8')).toContain(
    "source('erp', 'customer')",
  );
});

it('ends with 1 at a conflict, and tells it as JSON', async () => {
  const cwd = folders();
  await run(['integrate', 'shop', '--into', 'acme'], { cwd });
  const model = join(cwd, 'acme/models/staging/erp/stg_erp__customer.sql');
  writeFileSync(model, readFileSync(model, 'utf8').replace('select id', 'select id, 1 as mine'));
  const spec = JSON.stringify(SPEC).replace('select id', 'select id as customer_id');
  writeFileSync(join(cwd, 'shop/.datamigrate/project.json'), spec);
  const { code, stdout } = await run(['integrate', 'shop', '--into', 'acme', '--json'], { cwd });
  expect([code, JSON.parse(stdout).conflicts]).toEqual([1, ['models/staging/erp/stg_erp__customer.sql']]);
  expect(existsSync(`${model}.new`)).toBe(true);
});

it.each<[string, string[]]>([
  ['no migration', ['integrate', 'acme', '--into', 'acme']],
  ['no project', ['integrate', 'shop', '--into', 'shop/.datamigrate']],
  ['no folder', ['integrate', 'shop', '--into', 'nowhere']],
])('writes nothing where there is %s', async (_, args) => {
  const cwd = folders();
  const { code, stderr } = await run(args, { cwd });
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/\n\s+at /);
});
