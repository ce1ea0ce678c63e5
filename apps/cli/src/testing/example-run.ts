import type { Evidence, Originals, Report, ReportObject, TraceLine } from '@datamigrate/contracts';

function evidenceOf(model: string, table: string, changes: Partial<Evidence> = {}): Evidence {
  return {
    model,
    relation: `main_marts.${model}`,
    table,
    columnMap: { CustomerKey: 'customer_key' },
    step: 1,
    rowsSource: 1200,
    rowsTarget: 1200,
    missing: 0,
    extra: 0,
    different: 0,
    columns: 12,
    tolerances: [],
    ...changes,
  };
}

function objectOf(id: string, changes: Partial<ReportObject>): ReportObject {
  return {
    id,
    kind: 'procedure',
    class: 'model',
    statements: { total: 0, converted: 0, absorbed: 0, refused: 0 },
    verdict: 'found',
    fidelity: 'exact',
    models: [],
    issues: [],
    assumptions: [],
    evidence: [],
    ...changes,
  };
}

const objects: ReportObject[] = [
  objectOf('sales.Customer', { kind: 'table', class: 'source', verdict: 'bound' }),
  objectOf('sales.Order & Line', { kind: 'table', class: 'source', verdict: 'bound' }),
  objectOf('dw.usp_LoadDimCustomer', {
    class: 'snapshot',
    statements: { total: 6, converted: 4, absorbed: 2, refused: 0 },
    verdict: 'equal',
    models: ['dim_customer'],
    evidence: [
      evidenceOf('dim_customer', 'dw.DimCustomer', { ignoredColumns: ['LoadedAt'] }),
      evidenceOf('dim_customer', 'dw.DimCustomer', { step: 2, rowsSource: 1250, rowsTarget: 1250 }),
    ],
  }),
  objectOf('dw.usp_LoadFactSales', {
    class: 'incremental',
    statements: { total: 9, converted: 7, absorbed: 2, refused: 0 },
    verdict: 'tested',
    fidelity: 'assumption',
    models: ['int_order_lines', 'fct_sales'],
    issues: [{ code: 'compare-rows-differ', severity: 'warning', message: 'Rows differ in 1 column.' }],
    assumptions: [
      { code: 'no-trailing-blanks', column: 'Sku', text: 'Sku has no trailing blanks.', test: 'sku_trimmed' },
    ],
    evidence: [
      evidenceOf('fct_sales', 'dw.FactSales', {
        rowsTarget: 1198,
        missing: 2,
        different: 3,
        samples: [
          { kind: 'missing', source: { OrderId: '17', Amount: null } },
          { kind: 'different', columns: ['Amount'], source: { Amount: '1.10' }, target: { Amount: '1.1' } },
        ],
      }),
    ],
  }),
  objectOf('dw.vSalesByMonth', {
    kind: 'view',
    statements: { total: 1, converted: 1, absorbed: 0, refused: 0 },
    verdict: 'equal-tolerance',
    models: ['sales_by_month'],
    evidence: [
      evidenceOf('sales_by_month', 'dw.vSalesByMonth', { rowsSource: 14, rowsTarget: 14, tolerances: ['float 1e-9'] }),
    ],
  }),
  objectOf('dw.vRanking', {
    kind: 'view',
    statements: { total: 1, converted: 1, absorbed: 0, refused: 0 },
    verdict: 'runs',
    fidelity: 'normalised',
    models: ['ranking'],
    evidence: [
      evidenceOf('ranking', 'dw.vRanking', {
        rowsSource: 0,
        rowsTarget: 0,
        skipped: 'the order of ties is not defined, so the rows of TOP are not either',
      }),
    ],
  }),
  objectOf('etl.usp_PurgeOldRows', {
    class: 'operational',
    statements: { total: 5, converted: 0, absorbed: 1, refused: 4 },
    verdict: 'refused',
    fidelity: 'refused',
    issues: [
      {
        code: 'analyse-dynamic-sql',
        severity: 'error',
        line: 3,
        message: 'The text of the DELETE is built from rows of the catalog: <what it does is known at run time only>.',
        help: 'Agree a retention rule for each table and write it as a filter of its model.',
      },
    ],
  }),
  objectOf('sales.usp_AddOrder', {
    class: 'operational',
    statements: { total: 3, converted: 0, absorbed: 0, refused: 3 },
    verdict: 'out-of-scope',
    fidelity: 'refused',
    issues: [{ code: 'assess-operational', severity: 'info', message: 'It belongs to the order system.' }],
  }),
];

/** A run with one of everything; its report adds up. */
export const exampleReport: Report = {
  schemaVersion: 1,
  source: { kind: 'scripts', database: 'HarborTrading' },
  target: 'duckdb',
  totals: { objects: 8, statements: 25, converted: 13, absorbed: 5, refused: 7, models: 5, rowsCompared: 3664 },
  objects,
  dbt: { version: '1.10.1', nodes: 21, errors: 0, warnings: 1, tests: { pass: 14, fail: 0 } },
  durationMs: 12_340,
  llm: { calls: 0, usd: 0 },
};

export const exampleOriginals: Originals = {
  'etl.usp_PurgeOldRows': {
    file: '10-procedures.sql',
    line: 1,
    text: "CREATE PROCEDURE etl.usp_PurgeOldRows AS\nSET NOCOUNT ON;\nEXEC (@sql + N'</pre><script>alert(1)</script>');\n",
  },
};

export const exampleTrace: TraceLine[] = [
  {
    object: 'etl.usp_PurgeOldRows',
    ordinal: 1,
    line: 2,
    column: 1,
    statement: 'PredicateSet',
    state: 'absorbed',
    reason: 'no effect on rows',
    models: [],
  },
  {
    object: 'etl.usp_PurgeOldRows',
    ordinal: 2,
    line: 3,
    column: 1,
    statement: 'Execute',
    state: 'refused',
    code: 'analyse-dynamic-sql',
    models: [],
  },
];
