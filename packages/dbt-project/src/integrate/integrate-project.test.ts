import { describe, expect, it } from 'vitest';
import type { ModelSpec, ProjectFile, ProjectSpec } from '../spec/project-spec.js';
import { readExistingProject } from './existing-project.js';
import { integrateProject } from './integrate-project.js';

const file = (path: string, content = ''): ProjectFile => ({ path, content });

const THEIRS = [
  file('dbt_project.yml', 'name: acme\nprofile: acme\nvars: {as_of: 2020-01-01}\n'),
  file(
    'models/stage/erp/_erp.yml',
    `version: 2
sources:
  - name: erp
    schema: dbo
    tables:
      - {name: customers, identifier: Customer, columns: [{name: CustomerId}, {name: Name}, {name: _loaded_at}]}
      - {name: orders, identifier: Orders, columns: [{name: order_id}]}
groups: [{name: dbo, owner: {name: Sales}}]
`,
  ),
  file('models/stage/erp/stg_erp__product.sql', "select * from {{ source('erp', 'customers') }}"),
  file('models/warehouse/fact_sale.sql', 'select 1 as id'),
  file('macros/tsql_isnull.sql', '{% macro tsql_isnull(x) %}{{ x }}{% endmacro %}'),
];

const column = (name: string) => ({ name, dataType: 'integer' });
const staging = (table: string): ModelSpec => ({
  name: `stg_dbo__${table}`,
  layer: 'staging',
  folder: 'dbo',
  sql: `select * from {{ source('dbo', '${table}') }}`,
  columns: [column('id')],
});
const OURS: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  sources: [
    {
      name: 'dbo',
      tables: [
        { name: 'customer', identifier: 'Customer', columns: [column('CustomerId'), column('Name')] },
        { name: 'orders', identifier: 'Orders', columns: [column('OrderId')] },
        { name: 'item', identifier: 'Item', columns: [column('ItemId')] },
      ],
    },
  ],
  models: [
    staging('customer'),
    staging('orders'),
    {
      name: 'fct_sale',
      layer: 'marts',
      folder: 'dbo',
      materialized: 'table',
      group: 'dbo',
      sql: "select * from {{ ref('stg_dbo__customer') }}",
      columns: [
        {
          ...column('id'),
          tests: [{ test: 'relationships', arguments: { to: "ref('stg_dbo__orders')", field: 'id' } }],
        },
      ],
    },
  ],
  macros: [{ name: 'tsql_isnull', folder: 'tsql', sql: '{% macro tsql_isnull(x) %}1{% endmacro %}' }],
  groups: [{ name: 'dbo', owner: { name: 'Owners' } }],
  unitTests: [
    {
      name: 'sale',
      model: 'fct_sale',
      given: [{ input: "ref('stg_dbo__customer')", rows: [{ id: 1 }] }],
      expect: [{ id: 1 }],
    },
  ],
  vars: { as_of: null, currency: 'EUR' },
};

function integrated(theirs = THEIRS) {
  const read = readExistingProject(theirs);
  if (!read.ok) throw new Error(read.error.message);
  return integrateProject(OURS, read.value);
}

const text = (path: string, { files } = integrated()): string =>
  files.find((each) => each.path === path)?.content ?? '';

describe('a project beside one that is there', () => {
  it('reads a table through the source that declares it, under its columns', () => {
    const { reusedSources } = integrated();
    expect(reusedSources).toEqual([{ ours: "source('dbo', 'customer')", theirs: "source('erp', 'customers')" }]);
    expect(text('models/stage/erp/stg_erp__customer.sql')).toContain("source('erp', 'customers')");
    // Their loader gave the columns of Orders other names: that is not the table that our models read.
    expect(text('models/stage/dbo/stg_dbo__orders.sql')).toContain("source('dbo', 'orders')");
    expect(text('models/stage/dbo/_dbo__sources.yml')).not.toContain('name: customer');
  });

  it('takes over names and folders, and names of its own where theirs are taken', () => {
    expect(integrated().renamed).toEqual([
      { from: 'fct_sale', to: 'fact_sale_migrated' },
      { from: 'stg_dbo__customer', to: 'stg_erp__customer' },
    ]);
    expect(text('models/warehouse/dbo/fact_sale_migrated.sql')).toContain("ref('stg_erp__customer')");
    expect(text('models/warehouse/dbo/_dbo__models.yml')).toContain("to: ref('stg_dbo__orders')");
    const unitTests = text('models/warehouse/dbo/_dbo__unit_tests.yml');
    expect(unitTests).toContain('model: fact_sale_migrated');
    expect(unitTests).toContain("input: ref('stg_erp__customer')");
  });

  it('says what stands in settings of ours', () => {
    expect(text('models/warehouse/dbo/fact_sale_migrated.sql')).toContain("materialized='table'");
    expect(integrated().settings).toBe('vars:\n  currency: EUR\n');
  });

  it('leaves what they have: macros, groups, settings', () => {
    const { files, left } = integrated();
    expect(left).toEqual([{ path: 'tsql_isnull', reason: 'the project has a macro or test of this name' }]);
    expect(files.map(({ path }) => path)).toEqual([
      'models/stage/dbo/_dbo__models.yml',
      'models/stage/dbo/_dbo__sources.yml',
      'models/stage/dbo/stg_dbo__orders.sql',
      'models/stage/erp/_erp__models.yml',
      'models/stage/erp/stg_erp__customer.sql',
      'models/warehouse/dbo/_dbo__models.yml',
      'models/warehouse/dbo/_dbo__unit_tests.yml',
      'models/warehouse/dbo/fact_sale_migrated.sql',
    ]);
  });

  it('never takes a path of theirs', () => {
    const theirs = [...THEIRS, file('models/warehouse/dbo/_DBO__models.yml', 'version: 2\n')];
    const paths = integrated(theirs).files.map(({ path }) => path);
    expect(paths).toContain('models/warehouse/dbo/_dbo__models_migrated.yml');
    expect(paths.filter((path) => theirs.some((each) => each.path.toLowerCase() === path.toLowerCase()))).toEqual([]);
  });

  it('puts seeds beside theirs, under names that they do not have', () => {
    const seed = {
      name: 'dbo__kind',
      instead: { source: 'dbo', table: 'kind' },
      columns: [column('Id')],
      rows: [['1']],
    };
    const staged = { ...staging('kind'), sql: "select * from {{ ref('dbo__kind') }}" };
    const read = readExistingProject([...THEIRS, file('seeds/dbo__kind.csv')]);
    if (!read.ok) throw new Error(read.error.message);
    const { files } = integrateProject({ ...OURS, models: [...OURS.models, staged], seeds: [seed] }, read.value);
    const own = new Map(files.map(({ path, content }) => [path, content]));
    expect(own.get('seeds/dbo/dbo__kind_migrated.csv')).toBe('Id\n1\n');
    expect(own.get('models/stage/dbo/stg_dbo__kind.sql')).toContain("ref('dbo__kind_migrated')");
  });

  it('says which source is ours where theirs of the same name declares other tables', () => {
    const theirs = [
      file('dbt_project.yml', 'name: acme\n'),
      file('models/sources.yml', 'sources: [{name: dbo, schema: crm, tables: [{name: lead}]}]\n'),
    ];
    expect(text('models/staging/dbo_migrated/_dbo_migrated__sources.yml', integrated(theirs))).toContain('schema: dbo');
    expect(text('models/staging/dbo_migrated/stg_dbo_migrated__item.sql', integrated(theirs))).toBe('');
    expect(text('models/staging/dbo_migrated/stg_dbo_migrated__customer.sql', integrated(theirs))).toContain(
      "source('dbo_migrated', 'customer')",
    );
  });

  it.each<[string, ProjectFile[]]>([
    ['without settings', [file('models/a.sql')]],
    ['with YAML that is none', [file('dbt_project.yml', 'name: a\n'), file('models/a.yml', 'a: [1')]],
  ])('is refused %s', (_, files) => {
    const read = readExistingProject(files);
    expect(read.ok ? '' : read.error.code).toBe('project-existing-unreadable');
  });
});
