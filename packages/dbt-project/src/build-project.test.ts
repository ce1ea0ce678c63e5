import { findDbtEnvironment, readManifest, runDbt } from '@datamigrate/dbt-runner';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProject } from './build-project.js';
import { stagingLayer } from './catalog-facts/staging-layer.js';
import { EXAMPLE_TARGETS } from './files/example-profile.js';
import { nameMapFile } from './files/name-map.js';
import { nameTables } from './naming/name-tables.js';
import type { ProjectSpec } from './spec/project-spec.js';
import { SHOP, SHOP_LANDED, SHOP_ROWS } from './testing/shop-catalog.js';
import { WrittenProject } from './testing/written-project.js';

const { names } = nameTables(SHOP);
const staging = stagingLayer(SHOP, { names, landed: SHOP_LANDED, staged: ({ name }) => name !== 'Discount' });

const SPEC: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  ...staging,
  models: [
    ...staging.models,
    {
      name: 'int_order_lines_counted',
      layer: 'intermediate',
      sql: "select order_id, count(*) as line_count\nfrom {{ ref('stg_sales__order_details') }}\ngroup by order_id",
      columns: [{ name: 'order_id', docsBlock: 'order_id', tests: [{ test: 'unique' }] }],
    },
    {
      name: 'fct_orders',
      layer: 'marts',
      folder: 'sales',
      materialized: 'incremental',
      config: { unique_key: ['order_id'], incremental_strategy: 'delete+insert', on_schema_change: 'fail' },
      description: 'One row per order.',
      meta: { origin: 'dbo.usp_LoadOrders' },
      group: 'sales',
      access: 'public',
      contract: true,
      sql: `select order_id, {{ doubled('line_count') }} as doubled, '{{ var('as_of') }}' as as_of
from {{ ref('int_order_lines_counted') }}
{% if is_incremental() %}
    where order_id > (select max(seen.order_id) from {{ this }} as seen)
{% endif %}`,
      columns: [
        { name: 'order_id', dataType: 'integer', tests: [{ test: 'unique', name: 'orders_are_unique' }] },
        { name: 'doubled', dataType: 'bigint', description: 'no' },
        { name: 'as_of', dataType: 'varchar' },
      ],
    },
  ],
  macros: [
    {
      name: 'doubled',
      folder: 'tsql',
      sql: '{% macro doubled(expression) %}({{ expression }} * 2){% endmacro %}',
      description: 'Twice a value.',
      arguments: [{ name: 'expression', type: 'string' }],
    },
  ],
  seeds: [
    {
      name: 'sales__kinds',
      instead: { source: 'sales', table: 'Kinds' },
      description: 'What customers can be.',
      columns: [
        { name: 'Order', dataType: 'integer' },
        { name: 'Name', dataType: 'varchar' },
        { name: 'Rate', dataType: 'decimal(5, 2)' },
      ],
      rows: [
        ['1', ' a "shop", or two ', '2.50'],
        ['2', 'null', null],
        ['3', null, '0.00'],
      ],
    },
  ],
  singularTests: [
    {
      name: 'no_order_is_negative',
      sql: "select * from {{ ref('fct_orders') }} where order_id < 0",
      description: 'None.',
    },
  ],
  vars: { as_of: '2024-02-29' },
  notes: ['A note.'],
  groups: [{ name: 'sales', owner: { name: 'Sales desk' }, description: 'What sales asks for.' }],
  exposures: [
    {
      name: 'weekly_orders',
      label: 'Weekly: orders',
      type: 'dashboard',
      owner: { name: 'Sales desk' },
      dependsOn: ['fct_orders'],
      description: 'Use {{ nothing }}.',
    },
  ],
  selectors: [{ name: 'nightly', description: 'The job of the night.', models: ['fct_orders'], parents: true }],
  analyses: [{ name: 'audit_orders', sql: "select * from {{ ref('fct_orders') }}", description: 'All of them.' }],
  docsBlocks: [{ name: 'order_id', text: 'Number of the order. {{ as it stands }}' }],
  unitTests: [
    {
      name: 'lines_are_counted',
      description: 'Two lines are two.',
      model: 'int_order_lines_counted',
      given: [
        {
          input: "ref('stg_sales__order_details')",
          sql: 'select 7 as order_id union all select 7 union all select 8',
        },
      ],
      expect: [
        { order_id: 7, line_count: 2 },
        { order_id: 8, line_count: 1 },
      ],
    },
  ],
  lintExceptions: [{ rule: 'lint-model-naming', resource: 'orders', reason: 'it says "orders", as people do' }],
  documents: [
    nameMapFile([{ object: 'Sales.Customer', model: 'stg_sales__customer', columns: { CustomerID: 'customer_id' } }]),
  ],
};

const files = buildProject(SPEC);
const contentOf = (path: string): string => files.find((file) => file.path === path)?.content ?? '';

describe('the files of a project', () => {
  it('are these', () => {
    expect(files.map(({ path }) => path)).toEqual([
      '.github/workflows/ci.yml',
      '.gitignore',
      '.pre-commit-config.yaml',
      '.sqlfluff',
      '.sqlfluffignore',
      '.yamllint',
      'README.md',
      'analyses/_analyses.yml',
      'analyses/audit_orders.sql',
      'dbt_project.yml',
      'macros/_macros.yml',
      'macros/tsql/doubled.sql',
      'models/_docs.md',
      'models/_exposures.yml',
      'models/_groups.yml',
      'models/intermediate/_intermediate__models.yml',
      'models/intermediate/_intermediate__unit_tests.yml',
      'models/intermediate/int_order_lines_counted.sql',
      'models/marts/sales/_sales__models.yml',
      'models/marts/sales/fct_orders.sql',
      'models/staging/sales/_sales__models.yml',
      'models/staging/sales/_sales__sources.yml',
      'models/staging/sales/stg_sales__customer.sql',
      'models/staging/sales/stg_sales__order_details.sql',
      'name_map.yml',
      'profiles.example.yml',
      'profiles.yml',
      'requirements.txt',
      'seeds/dbt_project_evaluator_exceptions.csv',
      'seeds/sales/_sales__seeds.yml',
      'seeds/sales/sales__kinds.csv',
      'selectors.yml',
      'tests/_tests.yml',
      'tests/generic/_generic_tests.yml',
      'tests/generic/relationships_combination.sql',
      'tests/generic/unique_combination.sql',
      'tests/no_order_is_negative.sql',
    ]);
  });

  it('are the same bytes every time', () => {
    expect(JSON.stringify(buildProject(structuredClone(SPEC)))).toBe(JSON.stringify(files));
  });

  it('hold exceptions where dbt_project_evaluator looks for them', () => {
    expect(contentOf('seeds/dbt_project_evaluator_exceptions.csv')).toBe(`fct_name,column_name,id_to_exclude,comment
fct_model_naming_conventions,resource_name,orders,"it says ""orders"", as people do"
`);
  });

  it('hold an example for every warehouse, without a secret', () => {
    const text = contentOf('profiles.example.yml');
    expect(EXAMPLE_TARGETS.filter((name) => !text.includes(`    ${name}:\n`))).toEqual([]);
    expect(text).not.toMatch(/(?:password|token|client_secret): (?!"\{\{ env_var\('DBT_ENV_SECRET_)/);
  });

  it('do not depend on the order of the specification', () => {
    const { models, sources, macros = [] } = SPEC;
    const turned = {
      ...SPEC,
      models: [...models].reverse(),
      sources: [...sources].reverse(),
      macros: [...macros].reverse(),
    };
    expect(buildProject(turned)).toEqual(files);
  });

  it('read as if written by hand', () => {
    expect(contentOf('models/staging/sales/stg_sales__order_details.sql')).toBe(`with source as (

    select * from {{ source('sales', 'order_details') }}

),

renamed as (

    select
        "Order ID" as order_id,
        "Line#" as line_number,
        Größe as grosse,
        Level as level,
        customer_code
    from source

)

select * from renamed
`);
    expect(contentOf('models/staging/sales/_sales__models.yml')).toMatchSnapshot();
    expect(contentOf('models/staging/sales/_sales__sources.yml')).toMatchSnapshot();
    expect(contentOf('models/marts/sales/fct_orders.sql')).toMatch(
      /^\{\{\n {4}config\(\n {8}materialized='incremental',\n/,
    );
    expect(contentOf('dbt_project.yml')).toMatchSnapshot();
  });

  it('refuse two models of one name', () => {
    expect(() => buildProject({ ...SPEC, models: [...SPEC.models, ...SPEC.models.slice(0, 1)] })).toThrow(/same name/);
  });
});

const found = findDbtEnvironment();

describe.skipIf(!found.ok)('dbt', () => {
  let project: WrittenProject;
  const run = (command: 'parse' | 'build' | 'test', strictSchemas = false) => {
    const environment = found.ok ? found.value : { home: '', python: '' };
    return runDbt({ environment, projectDir: project.dir, profilesDir: project.dir, command, strictSchemas });
  };
  const change = async (sql: string) => {
    const instance = await DuckDBInstance.create(project.path('warehouse.duckdb'));
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  };
  beforeAll(async () => {
    project = new WrittenProject(files);
    await change(SHOP_ROWS);
  });
  afterAll(() => project.remove());

  it('finds nothing to complain about under its strictest schemas', async () => {
    expect(await run('parse', true)).toMatchObject({ status: 'ok', warnings: [], deprecations: [], errors: [] });
  });

  it('builds the project twice, every test passes, no warning', async () => {
    for (const _ of [1, 2]) {
      const outcome = await run('build');
      const good = ['success', 'pass', 'no-op'];
      const failing = outcome.nodes.filter(({ status }) => !good.includes(status));
      expect({ failing, warnings: outcome.warnings, errors: outcome.errors }).toEqual({
        failing: [],
        warnings: [],
        errors: [],
      });
      // An exposure is a node too.
      expect(outcome.nodes).toHaveLength(26);
      expect(outcome.nodes.find(({ uniqueId }) => uniqueId === 'model.shop.fct_orders')?.relationName).toBe(
        '"warehouse"."main_marts"."fct_orders"',
      );
    }
  });

  it('gives seeds the rows and types of their tables', async () => {
    const instance = await DuckDBInstance.create(project.path('warehouse.duckdb'));
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll('from main_seeds.sales__kinds');
    const rows = reader.getRowsJson();
    const types = reader.columnTypes().map(String);
    connection.closeSync();
    instance.closeSync();
    expect(types).toEqual(['INTEGER', 'VARCHAR', 'DECIMAL(5,2)']);
    expect(rows).toEqual([
      [1, ' a "shop", or two ', '2.50'],
      [2, 'null', null],
      [3, null, '0.00'],
    ]);
  });

  it('fails the tests whose rules the data breaks', async () => {
    await change(`
      insert into "Sales"."Order Details" values (1, 1, null, 3, 'c1');
      insert into "Sales"."Customer" values (1, 'C3', 'A', null);
      insert into "Sales"."Discount" values (1, 3, null)`);
    const { nodes } = await run('test');
    const broken = nodes
      .filter(({ status }) => status !== 'pass')
      .map(({ uniqueId, status }) => [uniqueId.split('.')[2], status]);
    expect(broken.map(([name, status]) => `${name} ${status}`).sort()).toEqual([
      'accepted_values_stg_sales__customer_status__A___O_ fail',
      'accepted_values_stg_sales__order_details_level__False__1__2 fail',
      'relationships_stg_sales__order_details_customer_code__code__ref_stg_sales__customer_ warn',
      'source_not_null_sales_Discount__Group_ fail',
      expect.stringMatching(/^source_relationships_combination_sales_Discount_.* warn$/),
      'unique_combination_stg_sales__order_details_order_id__line_number fail',
      'unique_stg_sales__customer_customer_id fail',
    ]);
  });

  it('keeps descriptions as the database has them', async () => {
    const manifest = await readManifest(project.path('target/manifest.json'));
    const nodes = manifest.ok ? [...manifest.value.nodes.values()] : [];
    const customer = nodes.find(({ name }) => name === 'stg_sales__customer');
    expect(JSON.stringify(customer)).toContain('Use {{ var }} with care: yes');
  });
});
