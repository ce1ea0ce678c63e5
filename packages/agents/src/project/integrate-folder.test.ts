import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectSpec } from '@datamigrate/dbt-project';
import { findDbtEnvironment, runDbt } from '@datamigrate/dbt-runner';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrateFolder } from './integrate-folder.js';

/** A repository that knows two of the tables already, under names of its own. */
const REPOSITORY = {
  'dbt_project.yml': 'name: acme\nversion: "1.0.0"\nprofile: acme\nmodels:\n  acme:\n    +materialized: table\n',
  'profiles.yml': 'acme:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: acme.duckdb}\n',
  'models/staging/erp/_sources.yml': `version: 2
sources:
  - name: erp
    schema: dbo
    tables:
      - {name: customers, identifier: Customer}
`,
  'models/staging/erp/stg_erp__customer.sql': 'select CustomerId as id\nfrom {{ source("erp", "customers") }}\n',
  'models/marts/dim_customer.sql': "select * from {{ ref('stg_erp__customer') }}\n",
};

const integer = (name: string) => ({ name, dataType: 'integer' });
const MIGRATED: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  sources: [
    {
      name: 'dbo',
      description: 'The shop.',
      tables: [
        { name: 'customer', identifier: 'Customer', columns: [integer('CustomerId')] },
        { name: 'sale', identifier: 'Sale', columns: [integer('CustomerId'), integer('Amount')] },
      ],
    },
  ],
  models: [
    {
      name: 'stg_dbo__customer',
      layer: 'staging',
      folder: 'dbo',
      sql: "select CustomerId as customer_id\nfrom {{ source('dbo', 'customer') }}",
      columns: [{ ...integer('customer_id'), tests: [{ test: 'unique' }] }],
    },
    {
      name: 'stg_dbo__sale',
      layer: 'staging',
      folder: 'dbo',
      sql: "select\n    CustomerId as customer_id,\n    Amount as amount\nfrom {{ source('dbo', 'sale') }}",
      columns: [integer('customer_id'), integer('amount')],
    },
    {
      name: 'dim_customer',
      layer: 'marts',
      folder: 'dbo',
      materialized: 'table',
      sql: `select
    c.customer_id,
    {{ twice('sum(s.amount)') }} as doubled,
    '{{ var("currency") }}' as currency
from {{ ref('stg_dbo__customer') }} as c
inner join {{ ref('stg_dbo__sale') }} as s on c.customer_id = s.customer_id
group by c.customer_id`,
      description: 'One row a customer.',
      columns: [integer('customer_id'), { name: 'doubled' }, { name: 'currency' }],
    },
  ],
  macros: [
    { name: 'twice', folder: 'tsql', sql: '{% macro twice(x) %}2 * {{ x }}{% endmacro %}', description: 'Two times.' },
  ],
  vars: { currency: 'EUR' },
  unitTests: [
    {
      name: 'dim_customer__matched_rows',
      model: 'dim_customer',
      given: [
        { input: "ref('stg_dbo__customer')", rows: [{ customer_id: 1 }, { customer_id: 2 }] },
        { input: "ref('stg_dbo__sale')", rows: [{ customer_id: 1, amount: 5 }] },
      ],
      expect: [{ customer_id: 1, doubled: 10 }],
    },
  ],
};

describe('a migration that is added to a repository', () => {
  const parent = mkdtempSync(join(tmpdir(), 'integrate-'));
  const [out, repository] = [join(parent, 'out'), join(parent, 'acme')];
  const write = (folder: string, path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const migrate = (spec: ProjectSpec): void => write(out, '.datamigrate/project.json', JSON.stringify(spec));
  const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
  const integrated = async () => {
    const done = await integrateFolder(out, repository);
    if (!done.ok) throw new Error(done.error.message);
    return done.value;
  };
  const MART = 'models/marts/dbo/dim_customer_migrated.sql';

  beforeAll(async () => {
    for (const [path, text] of Object.entries(REPOSITORY)) write(repository, path, text);
    migrate(MIGRATED);
    const instance = await DuckDBInstance.create(join(repository, 'acme.duckdb'));
    const connection = await instance.connect();
    await connection.run('create schema dbo; create table dbo.Customer as select 1 as CustomerId');
    await connection.run('create table dbo.Sale as select 1 as CustomerId, 21 as Amount');
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('stands beside the files that are there, and dbt builds both', async () => {
    const outcome = await integrated();
    expect(outcome.written).toContain(MART);
    expect(outcome.reusedSources).toEqual([
      { ours: "source('dbo', 'customer')", theirs: "source('erp', 'customers')" },
    ]);
    expect(outcome.renamed).toEqual([
      { from: 'dim_customer', to: 'dim_customer_migrated' },
      { from: 'stg_dbo__customer', to: 'stg_erp__customer_migrated' },
    ]);
    expect(outcome.settings).toBe('vars:\n  currency: EUR\n');
    for (const [path, text] of Object.entries(REPOSITORY)) expect(read(path)).toBe(text);
    const environment = findDbtEnvironment();
    if (!environment.ok) throw environment.error;
    const build = await runDbt({
      environment: environment.value,
      projectDir: repository,
      profilesDir: repository,
      command: 'build',
      vars: { currency: 'EUR' },
      warnError: true,
      strictSchemas: true,
    });
    expect([
      build.status,
      build.errors,
      build.nodes.filter(({ status }) => !['success', 'pass'].includes(status)),
    ]).toEqual(['ok', [], []]);
    expect(build.nodes.some(({ uniqueId }) => uniqueId.startsWith('unit_test.acme.dim_customer_migrated'))).toBe(true);
  }, 60_000);

  it('changes nothing when it is added again', async () => {
    const { written, merged, conflicts, removed, renamed } = await integrated();
    expect([written, merged, conflicts, removed, renamed.length]).toEqual([[], [], [], [], 2]);
  });

  it('keeps what people changed in it, and shows where both changed the same', async () => {
    writeFileSync(join(repository, MART), read(MART).replace('as currency', 'as currency, 1 as mine'));
    const [first, second, mart] = MIGRATED.models;
    if (!first || !second || !mart) throw new Error('there are three');
    migrate({
      ...MIGRATED,
      models: [first, second, { ...mart, sql: mart.sql.replace('    c.customer_id,\n', '    c.customer_id as id,\n') }],
    });
    expect((await integrated()).merged).toEqual([MART]);
    expect(read(MART)).toContain('as currency, 1 as mine');
    expect(read(MART)).toContain('c.customer_id as id');
    migrate({ ...MIGRATED, models: [first, second, { ...mart, sql: mart.sql.replace('as currency', 'as money') }] });
    expect((await integrated()).conflicts).toEqual([MART]);
    expect(read(MART)).toContain('1 as mine');
    expect(read(`${MART}.new`)).toContain('as money');
  });

  it('takes away what the migration does not have any more', async () => {
    const [first] = MIGRATED.models;
    if (!first) throw new Error('there is one');
    migrate({ ...MIGRATED, models: [first], unitTests: [], macros: [] });
    const { removed } = await integrated();
    expect(removed).toContain('macros/tsql/twice.sql');
    expect(readdirSync(join(repository, 'models/marts'))).toContain('dim_customer.sql');
  });

  it.each<[string, string, string]>([
    ['a folder without a migration', 'acme', 'acme'],
    ['a repository without a project', 'out', 'out/.datamigrate'],
    ['the project of the migration itself', 'out', 'out'],
  ])('is refused for %s', async (_, from, to) => {
    const done = await integrateFolder(join(parent, from), join(parent, to));
    expect(done.ok).toBe(false);
  });
});
