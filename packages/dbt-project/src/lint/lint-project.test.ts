import { describe, expect, it } from 'vitest';
import type { ModelSpec, ProjectSpec, SourceTableSpec } from '../spec/project-spec.js';
import { LINT_RULES, lintGraph, lintProject } from './lint-project.js';
import type { LintCode } from './lint-rule.js';
import { projectGraph } from './project-graph.js';

const KEY = { name: 'id', dataType: 'integer', tests: [{ test: 'unique' }, { test: 'not_null' }] };

const model = (name: string, layer: ModelSpec['layer'], sql: string, more: Partial<ModelSpec> = {}): ModelSpec => ({
  name,
  layer,
  sql,
  description: 'One row an order.',
  columns: [KEY],
  ...more,
});

const table = (name: string): SourceTableSpec => ({
  name,
  description: 'Orders as the shop takes them.',
  columns: [],
  freshness: { warn_after: { count: 1, period: 'day' } },
});

const STAGING = model('stg_erp__orders', 'staging', "select * from {{ source('erp', 'orders') }}", { folder: 'erp' });
const FACT = model('fct_orders', 'marts', "select * from {{ ref('stg_erp__orders') }}");

/** Nothing is wrong with it. */
const CLEAN: ProjectSpec = {
  name: 'shop',
  target: 'duckdb',
  sources: [{ name: 'erp', description: 'The shop.', loader: 'nightly copy', tables: [table('orders')] }],
  models: [STAGING, FACT],
};

const withModels = (...models: ModelSpec[]): ProjectSpec => ({ ...CLEAN, models: [...CLEAN.models, ...models] });
const withFact = (more: Partial<ModelSpec>): ProjectSpec => ({ ...CLEAN, models: [STAGING, { ...FACT, ...more }] });
const withSources = (...tables: SourceTableSpec[]): ProjectSpec => ({
  ...CLEAN,
  sources: CLEAN.sources.map((source) => ({ ...source, tables: [...source.tables, ...tables] })),
});
const source = (name = 'orders') => `select * from {{ source('erp', '${name}') }}`;
const ref = (...names: string[]) => names.map((name) => `select * from {{ ref('${name}') }}`).join('\nunion all\n');
const chain = (length: number): ModelSpec[] =>
  Array.from({ length }, (_, i) => {
    const name = i === 0 ? 'stg_erp__orders' : `int_step_${i - 1}`;
    return model(`int_step_${i}`, 'intermediate', ref(name));
  });
const exposed = (...dependsOn: string[]): ProjectSpec['exposures'] => [
  { name: 'weekly', type: 'dashboard', owner: { name: 'Finance' }, dependsOn },
];

/** Rule, resource that breaks it, project. Other rules may be broken as well. */
const BREACHES: readonly (readonly [LintCode, string, ProjectSpec])[] = [
  ['lint-direct-join-to-source', 'fct_orders', withFact({ sql: `${ref('stg_erp__orders')} ${source()}` })],
  ['lint-downstream-on-source', 'fct_orders', withFact({ sql: source() })],
  [
    'lint-duplicate-source',
    'again.ORDERS, erp.orders',
    { ...CLEAN, sources: [...CLEAN.sources, { name: 'again', schema: 'ERP', tables: [table('ORDERS')] }] },
  ],
  ['lint-hard-coded-reference', 'fct_orders', withFact({ sql: 'select * from dbo.orders' })],
  ['lint-hard-coded-reference', 'fct_orders', withFact({ sql: 'select 1 from a join "orders"\non true' })],
  ['lint-hard-coded-reference', 'fct_orders', withFact({ sql: "select * from {{ var('orders') }}" })],
  ['lint-hard-coded-reference', 'fct_orders', withFact({ sql: 'select * from old-shop.orders' })],
  [
    'lint-model-fanout',
    'stg_erp__orders',
    withModels(model('fct_a', 'marts', FACT.sql), model('fct_b', 'marts', FACT.sql)),
  ],
  [
    // Exposures are no readers to dbt_project_evaluator: a model that only they read counts as one that nothing reads.
    'lint-model-fanout',
    'stg_erp__orders',
    {
      ...withModels(model('fct_a', 'marts', FACT.sql), model('fct_b', 'marts', FACT.sql)),
      exposures: exposed('fct_orders', 'fct_a') ?? [],
    },
  ],
  [
    'lint-several-sources',
    'stg_erp__lines',
    {
      ...withSources(table('lines')),
      models: [model('stg_erp__lines', 'staging', `${source()} ${source('lines')}`, { folder: 'erp' })],
    },
  ],
  [
    'lint-rejoined-concept',
    'int_orders',
    {
      ...CLEAN,
      models: [
        STAGING,
        model('int_orders', 'intermediate', FACT.sql),
        { ...FACT, sql: ref('stg_erp__orders', 'int_orders') },
      ],
    },
  ],
  [
    'lint-rejoined-concept',
    'int_orders',
    {
      ...CLEAN,
      models: [
        STAGING,
        model('int_orders', 'intermediate', FACT.sql),
        { ...FACT, sql: ref('stg_erp__orders', 'int_orders') },
      ],
      exposures: exposed('int_orders') ?? [],
    },
  ],
  ['lint-root-model', 'fct_calendar', withModels(model('fct_calendar', 'marts', 'select 1 as id'))],
  ['lint-source-fanout', 'erp.orders', withModels(model('stg_erp__again', 'staging', source(), { folder: 'erp' }))],
  [
    'lint-staging-on-downstream',
    'stg_erp__late',
    withModels(model('stg_erp__late', 'staging', ref('fct_orders'), { folder: 'erp' })),
  ],
  [
    'lint-staging-on-staging',
    'stg_erp__late',
    withModels(model('stg_erp__late', 'staging', ref('stg_erp__orders'), { folder: 'erp' })),
  ],
  ['lint-unused-source', 'erp.lines', withSources(table('lines'))],
  [
    'lint-too-many-joins',
    'fct_all',
    withModels(...chain(7), model('fct_all', 'marts', ref(...chain(7).map(({ name }) => name)))),
  ],
  ['lint-primary-key-untested', 'fct_orders', withFact({ columns: [{ ...KEY, tests: [{ test: 'unique' }] }] })],
  [
    'lint-source-freshness',
    'erp.lines',
    { ...CLEAN, sources: [{ name: 'erp', tables: [{ name: 'lines', columns: [] }] }] },
  ],
  ['lint-source-freshness', 'erp.lines', withSources({ ...table('lines'), freshness: null })],
  ['lint-test-coverage', 'fct_orders', withFact({ columns: [{ name: 'id', dataType: 'integer' }] })],
  ['lint-undocumented-model', 'fct_orders', withFact({ description: '' })],
  ['lint-documentation-coverage', 'models', withFact({ description: '' })],
  ['lint-undocumented-source', 'erp', { ...CLEAN, sources: [{ name: 'erp', tables: [table('orders')] }] }],
  ['lint-undocumented-source-table', 'erp.lines', withSources({ ...table('lines'), description: '' })],
  ['lint-empty-description', 'fct_orders', withFact({ description: 'Rows of dbo.Orders.' })],
  ['lint-undocumented-macro', 'cut', { ...CLEAN, macros: [{ name: 'cut', sql: '' }] }],
  [
    'lint-undocumented-macro',
    'cut',
    { ...CLEAN, macros: [{ name: 'cut', sql: '', description: 'Cuts.', arguments: [{ name: 'at' }] }] },
  ],
  ['lint-model-naming', 'orders', withModels(model('orders', 'marts', FACT.sql))],
  ['lint-model-directory', 'stg_erp__orders', { ...CLEAN, models: [{ ...STAGING, folder: 'shop' }] }],
  ['lint-model-directory', 'int_orders', withModels(model('int_orders', 'marts', FACT.sql))],
  [
    'lint-model-directory',
    'stg_erp__late',
    withModels(model('stg_erp__late', 'staging', ref('stg_erp__orders'), { folder: 'shop' })),
  ],
  ['lint-model-directory', 'fct_late', withModels(model('fct_late', 'marts', FACT.sql, { folder: 'staging' }))],
  ['lint-model-naming', 'late', withModels(model('late', 'marts', FACT.sql, { folder: 'base' }))],
  ['lint-chained-views', 'int_step_5', withModels(...chain(6))],
  [
    'lint-exposure-materialization',
    'fct_orders',
    { ...withFact({ materialized: 'view', access: 'public' }), exposures: exposed('fct_orders') ?? [] },
  ],
  ['lint-public-without-contract', 'fct_orders', withFact({ access: 'public' })],
  ['lint-undocumented-public-model', 'fct_orders', withFact({ access: 'public', contract: true })],
  ['lint-undocumented-public-model', 'fct_orders', withFact({ access: 'public', columns: [] })],
  ['lint-exposure-on-private', 'weekly', { ...CLEAN, exposures: exposed('fct_orders') ?? [] }],
  ['lint-semicolon', 'fct_orders', withFact({ sql: `${FACT.sql};\n` })],
  ['lint-column-without-type', 'fct_orders', withFact({ columns: [KEY, { name: 'note' }] })],
  ['lint-contract-without-type', 'fct_orders', withFact({ contract: true, columns: [KEY, { name: 'note' }] })],
  ['lint-contract-schema-change', 'fct_orders', withFact({ contract: true, materialized: 'incremental' })],
  ['lint-incremental-without-key', 'fct_orders', withFact({ materialized: 'incremental' })],
  ['lint-source-loader', 'erp', { ...CLEAN, sources: [{ name: 'erp', description: 'x', tables: [table('orders')] }] }],
  ['lint-boolean-name', 'fct_orders', withFact({ columns: [KEY, { name: 'is_open', dataType: 'varchar' }] })],
  [
    'lint-unit-test-input',
    'adds_up',
    { ...CLEAN, unitTests: [{ name: 'adds_up', model: 'fct_orders', given: [], expect: [{ id: 1 }] }] },
  ],
  [
    'lint-unit-test-column',
    'adds_up',
    { ...CLEAN, unitTests: [{ name: 'adds_up', model: 'fct_orders', given: [], expect: [{ total: 1 }] }] },
  ],
];

describe('the linter', () => {
  it('has nothing to say about a clean project', () => {
    expect(lintProject(CLEAN).findings).toEqual([]);
  });

  it.each(BREACHES)('%s: %s', (rule, resource, spec) => {
    const found = lintProject(spec).findings.filter((finding) => finding.rule === rule);
    expect(found.map((finding) => finding.resource)).toEqual([resource]);
  });

  // Both are right by construction in projects that we write: the graph is bent by hand.
  it.each([
    ['lint-source-directory', 'erp.orders'],
    ['lint-test-directory', 'fct_orders'],
  ] as const)('%s', (rule, resource) => {
    const graph = projectGraph(CLEAN);
    const bent = {
      ...graph,
      sources: graph.sources.map((each) => ({ ...each, declaredIn: 'models/sources.yml' })),
      models: graph.models.map((each) => (each.name === 'fct_orders' ? { ...each, declaredIn: 'models/x.yml' } : each)),
    };
    const found = lintGraph(bent).findings.filter((finding) => finding.rule === rule);
    expect(found.map((finding) => finding.resource)).toEqual([resource]);
  });

  it('has a breach in this file for every rule', () => {
    const tested = new Set<string>([...BREACHES.map(([rule]) => rule), 'lint-source-directory', 'lint-test-directory']);
    expect(LINT_RULES.map(({ code }) => code).filter((code) => !tested.has(code))).toEqual([]);
  });

  it('knows the 29 rules of dbt_project_evaluator 1.3', () => {
    expect(LINT_RULES.filter(({ evaluator }) => evaluator !== undefined)).toHaveLength(29);
  });

  it('does not take comments and DISTINCT for references', () => {
    const sql = '-- from dbo.orders\nselect count(distinct id) from orders where a is distinct from b.c';
    expect(lintProject(withFact({ sql: `${FACT.sql}\n${sql}` })).findings).toEqual([]);
  });

  it('lets pass what has an exception, and names exceptions that nothing needs', () => {
    const spec = withModels(model('orders', 'marts', FACT.sql));
    const needed = { rule: 'lint-model-naming', resource: 'orders', reason: 'the name of the view' };
    const stale = { rule: 'lint-model-naming', resource: 'gone', reason: 'nobody knows' };
    const outcome = lintProject({ ...spec, lintExceptions: [needed, stale] });
    expect(outcome).toMatchObject({ findings: [], diagnostics: [], excepted: [needed], unused: [stale] });
  });

  it('knows exceptions for whatever is called alike', () => {
    const spec = withSources({ ...table('lines'), freshness: null });
    const exception = { rule: 'lint-source-freshness', resource: 'erp.%', reason: 'copied once' };
    const other = { rule: 'lint-source-freshness', resource: 'er.%', reason: 'copied once' };
    const outcome = lintProject({ ...spec, lintExceptions: [exception, other] });
    expect(outcome.excepted).toEqual([exception]);
    expect(outcome.unused).toEqual([other]);
    expect(outcome.findings.map(({ rule }) => rule)).not.toContain('lint-source-freshness');
  });

  it('takes a text that is shared for a description', () => {
    const columns = [{ ...KEY, docsBlock: 'id' }];
    expect(lintProject(withFact({ access: 'public', contract: true, columns })).findings).toEqual([]);
  });

  it('lets reports stand in the marts', () => {
    const { findings } = lintProject(withModels(model('rpt_orders', 'marts', FACT.sql)));
    expect(findings).toEqual([]);
  });

  it('takes a seed for what a staging model reads', () => {
    const seed = { name: 'erp__kinds', instead: { source: 'erp', table: 'kinds' }, columns: [], rows: [] };
    const staged = model('stg_erp__kinds', 'staging', "select * from {{ ref('erp__kinds') }}", { folder: 'erp' });
    expect(lintProject({ ...withModels(staged), seeds: [seed] }).findings).toEqual([]);
  });

  it('says what happened, where, and what to do', () => {
    expect(lintProject(withFact({ sql: source() })).diagnostics).toEqual([
      {
        code: 'lint-downstream-on-source',
        severity: 'warning',
        message: 'fct_orders stands behind staging and reads the source erp.orders',
        help: 'Give the source a staging model and read that.',
        object: 'fct_orders',
      },
      expect.objectContaining({ code: 'lint-source-fanout' }),
    ]);
  });
});
