import type { Module } from '@datamigrate/catalog';
import type { Plan, Report, TraceLine } from '@datamigrate/contracts';
import type { ModelSpec } from '@datamigrate/dbt-project';
import { describe, expect, it } from 'vitest';
import type { TestOutcome } from '../tester/test-outcome.js';
import { migrationGuide } from './migration-guide.js';
import { ModuleTexts } from './module-texts.js';
import { tsqlLines } from './tsql-lines.js';
import { typedProject } from './typed-project.js';

const line = (
  ordinal: number,
  from: number,
  to: number,
  models: string[],
  more: Partial<TraceLine> = {},
): TraceLine => ({
  object: 'dbo.usp_Load',
  ordinal,
  line: from,
  column: 1,
  endLine: to,
  statement: 'Insert',
  state: 'converted',
  models,
  ...more,
});

describe('the T-SQL lines of a model', () => {
  it.each<[string, TraceLine[], string]>([
    [
      'of its statements, joined where they touch',
      [line(1, 1, 90, ['a']), line(2, 16, 20, ['a']), line(3, 21, 22, ['a']), line(4, 34, 34, ['a'])],
      '16-22, 34',
    ],
    ['of CREATE where there is nothing else', [line(1, 5, 9, ['a'])], '5-9'],
    ['not those of other models', [line(1, 1, 9, ['a', 'b']), line(2, 2, 2, ['b']), line(3, 4, 4, ['a'])], '4'],
    ['none that were refused', [line(1, 1, 9, ['a'], { state: 'refused' })], ''],
  ])('%s', (_, trace, expected) => {
    expect(tsqlLines(trace, 'a')).toBe(expected);
  });
});

describe('what authors wrote', () => {
  const file = {
    path: 'views.sql',
    text: 'GO\r\n-- Customers we know.\r\nCREATE VIEW dbo.v AS\r\n-- one\r\nSELECT 1 AS a\r\nGO',
  };
  const module: Module = {
    schema: 'dbo',
    name: 'v',
    kind: 'view',
    definition: 'CREATE VIEW dbo.v AS\r\n-- one\r\nSELECT 1 AS a',
    ansiNulls: true,
    quotedIdentifier: true,
    origin: { file: 'views.sql', line: 3 },
  };

  it('stands above the object and above its statements, in the file', () => {
    const texts = new ModuleTexts([file]);
    expect([texts.ofModule(module), texts.ofLine(module, 5)]).toEqual(['Customers we know.', 'one']);
  });

  it('stands in the definition where a server keeps it there', () => {
    const { origin: _, ...stored } = module;
    const texts = new ModuleTexts([]);
    const definition = `-- Customers.\n${module.definition}`;
    expect([texts.ofModule({ ...stored, definition }), texts.ofLine(stored, 3)]).toEqual(['Customers.', 'one']);
  });

  it('is found where the source counts from the start of a batch', () => {
    const texts = new ModuleTexts([file]);
    const counted = { ...module, origin: { file: 'views.sql', line: 2 } };
    expect([texts.ofModule(counted), texts.ofLine(counted, 4), texts.fileLine(counted, 4)]).toEqual([
      'Customers we know.',
      'one',
      5,
    ]);
  });

  it('is not taken from a file that holds something else now', () => {
    const edited = { ...file, text: file.text.replace('SELECT 1', 'SELECT 2') };
    expect(new ModuleTexts([edited]).ofModule(module)).toBe('');
  });
});

describe('types of the warehouse', () => {
  const model = (more: Partial<ModelSpec> = {}): ModelSpec => ({
    name: 'dim_port',
    layer: 'marts',
    materialized: 'table',
    sql: "select * from {{ ref('stg') }}",
    columns: [
      { name: 'id', dataType: 'integer' },
      { name: 'amount', dataType: 'decimal(19, 4)' },
    ],
    ...more,
  });
  const outcome = {
    models: [{ name: 'dim_port', status: 'built', relation: '"w"."main_marts"."dim_port"' }],
  } as unknown as TestOutcome;
  const types = new Map([
    [
      'main_marts.dim_port',
      new Map([
        ['id', 'BIGINT'],
        ['amount', 'DECIMAL(19,4)'],
      ]),
    ],
  ]);
  const typed = (own: ModelSpec) =>
    typedProject({ name: 'p', target: 'duckdb', sources: [], models: [own] }, outcome, types).models[0];

  it('take the place of declared ones that are others', () => {
    expect(typed(model())?.columns).toEqual([
      { name: 'id', dataType: 'bigint' },
      { name: 'amount', dataType: 'decimal(19, 4)' },
    ]);
  });

  it.each<[string, Partial<ModelSpec>, boolean | undefined]>([
    ['made anew by each run', {}, true],
    ['that goes on from its own rows', { sql: "{{ tsql_previous_rows(ref('stg')) }}" }, undefined],
    ['that is incremental', { materialized: 'incremental', sql: 'select * from {{ this }}' }, undefined],
    ['that is a view', { materialized: 'view' }, undefined],
    ['of staging', { layer: 'staging' }, undefined],
    ['with a column that nobody described', { columns: [{ name: 'id' }] }, undefined],
  ])('make a contract of a table %s', (_, more, contract) => {
    expect(typed(model(more))?.contract).toBe(contract);
  });

  it('change nothing for a model that was not built', () => {
    expect(typed(model({ name: 'other' }))).toEqual(model({ name: 'other' }));
  });
});

it('MIGRATION.md tells what became of each object, with links and evidence', () => {
  const report: Report = {
    schemaVersion: 1,
    source: { kind: 'scripts', database: 'Shop' },
    target: 'duckdb',
    totals: { objects: 3, statements: 3, converted: 2, absorbed: 0, refused: 1, models: 2, rowsCompared: 7 },
    objects: [
      {
        id: 'dbo.plain',
        kind: 'view',
        class: 'model',
        statements: { total: 1, converted: 1, absorbed: 0, refused: 0 },
        verdict: 'equal',
        fidelity: 'exact',
        models: ['plain'],
        issues: [],
        assumptions: [],
        evidence: [
          {
            model: 'plain',
            relation: 'main_marts.plain',
            table: 'dbo.plain',
            columnMap: { a: 'a' },
            step: 1,
            rowsSource: 4,
            rowsTarget: 4,
            missing: 0,
            extra: 0,
            different: 0,
            columns: 1,
            tolerances: [],
          },
        ],
      },
      {
        id: 'dbo.v',
        kind: 'view',
        class: 'model',
        statements: { total: 1, converted: 1, absorbed: 0, refused: 0 },
        verdict: 'equal',
        fidelity: 'assumption',
        models: ['v'],
        issues: [],
        assumptions: [{ code: 'never-zero', text: 'Values are never zero: dbo.t.a | b.' }],
        evidence: [
          {
            model: 'v',
            relation: 'main_marts.v',
            table: 'dbo.v',
            columnMap: { a: 'a' },
            step: 1,
            rowsSource: 3,
            rowsTarget: 3,
            missing: 0,
            extra: 0,
            different: 0,
            columns: 1,
            tolerances: [],
          },
        ],
      },
      {
        id: 'dbo.usp_X',
        kind: 'procedure',
        class: 'model',
        statements: { total: 1, converted: 0, absorbed: 0, refused: 1 },
        verdict: 'refused',
        fidelity: 'refused',
        models: [],
        issues: [9, 7, 7].map((line) => ({
          code: 'analyse-loop',
          severity: 'error',
          message: 'A loop\nof rows.',
          line,
          help: 'State it.',
        })),
        assumptions: [],
        evidence: [],
      },
    ],
    dbt: null,
    durationMs: 1,
    llm: { calls: 0, usd: 0 },
  };
  const plan: Plan = { schemaVersion: 1, target: 'duckdb', project: 'shop', objects: [] };
  const paths = new Map([['v', 'models/marts/dbo/v.sql']]);
  const places = new Map([['dbo.v', 'views.sql:3']]);
  const trace = ['CreateView', 'SetVariable', 'TruncateTable'].map((statement, i) =>
    line(i + 1, i + 1, i + 1, ['v'], { object: 'dbo.v', statement }),
  );
  expect(migrationGuide({ report, plan, trace, paths, places }).content).toMatchSnapshot();
});
