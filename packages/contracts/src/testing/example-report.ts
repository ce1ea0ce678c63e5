import type { Evidence, Report, ReportObject } from '../documents/report.js';

export function exampleEvidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    model: 'dim_customer',
    relation: 'main_marts.dim_customer',
    table: 'dbo.DimCustomer',
    columnMap: { CustomerKey: 'customer_key' },
    step: 1,
    rowsSource: 10,
    rowsTarget: 10,
    missing: 0,
    extra: 0,
    different: 0,
    columns: 12,
    tolerances: [],
    ...changes,
  };
}

export function exampleObject(changes: Partial<ReportObject> = {}): ReportObject {
  return {
    id: 'dbo.LoadCustomer',
    kind: 'procedure',
    class: 'model',
    statements: { total: 3, converted: 2, absorbed: 1, refused: 0 },
    verdict: 'equal',
    fidelity: 'exact',
    models: ['dim_customer'],
    issues: [],
    assumptions: [],
    evidence: [exampleEvidence()],
    ...changes,
  };
}

/** Two objects, one of them refused; everything adds up. */
export function exampleReport(changes: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    source: { kind: 'scripts', database: 'Shop' },
    target: 'duckdb',
    totals: { objects: 2, statements: 5, converted: 2, absorbed: 1, refused: 2, models: 1, rowsCompared: 10 },
    objects: [
      exampleObject(),
      exampleObject({
        id: 'dbo.Purge',
        class: 'operational',
        statements: { total: 2, converted: 0, absorbed: 0, refused: 2 },
        verdict: 'refused',
        fidelity: 'refused',
        models: [],
        issues: [{ code: 'plan-dynamic-sql', severity: 'error', line: 31, message: 'The text is built at run time.' }],
        evidence: [],
      }),
    ],
    dbt: { version: '1.10.0', nodes: 3, errors: 0, warnings: 0, tests: { pass: 2, fail: 0 } },
    durationMs: 1200,
    llm: { calls: 0, usd: 0 },
    ...changes,
  };
}
